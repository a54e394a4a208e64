/**
 * A form for one code: label, field, hint, error, button. Emits `code-entered` with the typed text.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import { LightDomElement } from './light-dom-element.ts';
import type { CodeKind as Form } from './outcome-text.ts';
import { lengthWords } from './outcome-text.ts';
import type { FormError } from './state.ts';
import { t } from './strings.ts';

@customElement('code-form')
export class CodeForm extends LightDomElement {
  @property() form: Form = 'device-code';
  /** Tells it apart from another form for the same kind of code. */
  @property() idPrefix = '';
  @property({ type: Boolean }) numeric = false;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: FormError | undefined;
  @state() protected ownError: FormError | undefined;
  @query('input') protected readonly input!: HTMLInputElement;

  override render(): TemplateResult {
    const { form, numeric, busy, idPrefix: prefix } = this;
    const words = t.codeForms[form];
    const error = this.ownError ?? this.error;
    return html`
      <form class="code" novalidate @submit=${this.#submitted}>
        <label for="${prefix}${form}">${words.label}</label>
        <input
          id="${prefix}${form}"
          class=${numeric ? 'digits' : 'symbols'}
          inputmode=${numeric ? 'numeric' : 'text'}
          autocomplete="one-time-code"
          autocapitalize=${numeric ? 'off' : 'characters'}
          autocorrect="off"
          spellcheck="false"
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby="${prefix}${form}-error ${prefix}${form}-hint"
        />
        <div class="field-error" id="${prefix}${form}-error">
          ${error ? html`<p role="alert" data-error=${error.code}>${error.text}</p>` : nothing}
        </div>
        <p class="hint" id="${prefix}${form}-hint">${words.hint}</p>
        <button class="primary" aria-disabled=${busy ? 'true' : 'false'}>
          ${busy ? t.wait : words.action}
        </button>
      </form>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('error') && this.error) this.input.focus();
  }

  /** Empties the field, for the next code. */
  clear(): void {
    this.input.value = '';
    this.ownError = undefined;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const typed = this.input.value;
    const text = lengthWords(this.form, typed);
    this.ownError =
      text === undefined ? undefined : { form: this.form, code: 'CODE_MALFORMED', text };
    if (this.ownError) this.input.focus();
    else this.dispatchEvent(new CustomEvent('code-entered', { detail: typed, bubbles: true }));
  }
}
