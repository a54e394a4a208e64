/** One of an enumeration. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { FieldElement } from '../field-element.ts';
import { valueLabel } from '../value-label.ts';
import { WORDS } from '../words.ts';

@customElement('choice-field')
export class ChoiceField extends FieldElement {
  protected override control(): TemplateResult {
    const { enum: options = [], default: fallback } = this.field.schema;
    const chosen = this.value ?? fallback;
    return html`<select
      id="control"
      aria-describedby=${this.describedBy}
      aria-invalid=${this.isWrong ? 'true' : nothing}
      @change=${this.#chosen}
    >
      ${
        this.field.isRequired
          ? nothing
          : html`<option value="" .selected=${chosen === undefined}>${WORDS.form.unset}</option>`
      }
      ${options.map(
        (option) =>
          html`<option value=${option} .selected=${option === chosen}>
            ${valueLabel(option)}
          </option>`,
      )}
    </select>`;
  }

  #chosen(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.change(value === '' ? undefined : value);
  }
}
