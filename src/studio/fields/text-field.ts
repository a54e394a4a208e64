/** A text, with how much of its length is used. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { FieldElement } from '../field-element.ts';

@customElement('text-field')
export class TextField extends FieldElement {
  protected override hint(): string {
    const { maxLength } = this.field.schema;
    const length = Array.from(this.#text).length;
    return [this.field.hint, maxLength !== undefined && `${length} of ${maxLength} characters.`]
      .filter(Boolean)
      .join(' ');
  }

  get #text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  protected override control(): TemplateResult {
    return html`<input
      id="control"
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-describedby=${this.describedBy}
      aria-invalid=${this.isWrong ? 'true' : nothing}
      .value=${live(this.#text)}
      @input=${this.#typed}
    />`;
  }

  #typed(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.change(value === '' && !this.field.isRequired ? undefined : value);
  }
}
