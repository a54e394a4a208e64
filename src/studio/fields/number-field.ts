/** A whole number in the schema's range. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { FieldElement } from '../field-element.ts';
import { WORDS } from '../words.ts';

@customElement('number-field')
export class NumberField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .with-range {
        display: flex;
        align-items: center;
        gap: 0.75rem;
      }
      input {
        max-inline-size: 7rem;
      }
    `,
  ];

  protected override control(): TemplateResult {
    const { minimum, maximum, default: fallback } = this.field.schema;
    const value = this.value ?? fallback;
    return html`<div class="with-range">
      <input
        id="control"
        type="number"
        step="1"
        min=${minimum ?? nothing}
        max=${maximum ?? nothing}
        aria-describedby="range ${this.describedBy}"
        aria-invalid=${this.isWrong ? 'true' : nothing}
        .value=${typeof value === 'number' ? String(value) : ''}
        @input=${this.#typed}
      />
      <span id="range" class="small soft">
        ${minimum !== undefined && maximum !== undefined ? WORDS.form.range(minimum, maximum) : ''}
      </span>
    </div>`;
  }

  #typed(event: Event): void {
    const { value, valueAsNumber } = event.target as HTMLInputElement;
    if (!Number.isNaN(valueAsNumber)) this.change(valueAsNumber);
    else this.change(this.field.isRequired ? value : undefined);
  }
}
