/** A value for which the form has no controls, as JSON. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import { FieldElement } from '../field-element.ts';
import type { Json } from '../schema.ts';
import { WORDS } from '../words.ts';

@customElement('json-field')
export class JsonField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      textarea {
        min-block-size: 6rem;
        font-family: ui-monospace, monospace;
        resize: vertical;
      }
    `,
  ];

  /** What is typed and is not JSON. */
  @state() protected typed: string | undefined;

  protected override control(): TemplateResult {
    const written = this.value === undefined ? '' : JSON.stringify(this.value, null, 2);
    return html`<textarea
        id="control"
        spellcheck="false"
        aria-describedby="not-json ${this.describedBy}"
        aria-invalid=${this.isWrong || this.typed !== undefined ? 'true' : nothing}
        .value=${this.typed ?? written}
        @change=${this.#changed}
      ></textarea>
      <p id="not-json" class="small" role="status">
        ${this.typed === undefined ? '' : WORDS.form.notJson}
      </p>`;
  }

  #changed(event: Event): void {
    const { value } = event.target as HTMLTextAreaElement;
    try {
      const parsed = value.trim() === '' ? undefined : (JSON.parse(value) as Json);
      this.typed = undefined;
      this.change(parsed);
    } catch {
      // Kept as typed, until it is JSON.
      this.typed = value;
    }
  }
}
