/**
 * A form for one code: label, field, hint, error, button, and the computer's camera beside it.
 * Emits `code-entered` with the code's symbols.
 */
import './return-camera.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import { readTyped } from '../core/codec/typed-code.ts';
import type { CodeKind as Form } from '../issuer/code-kind.ts';
import { formOf } from '../issuer/problem-words.ts';
import type { ReturnKind } from '../protocol/return-text.ts';
import type { Groups } from './grouped-typing.ts';
import { groupAsTyped } from './grouped-typing.ts';
import { KitPart } from './kit-part.ts';
import { lengthWords } from './outcome-text.ts';
import type { FormError } from './visit-state.ts';
import type { Words } from './words.ts';

/** What a code belongs to, by ids as the page's calls name them. */
export interface CodeOf {
  readonly activation: string;
  /** Of a response code. */
  readonly request?: string;
}

const KINDS: Record<Form, ReturnKind> = {
  'device-code': 'D',
  'activation-code': 'A',
  'response-code': 'R',
  'one-time-password': 'O',
};

/** Symbols a group: as many as the phone shows, of a one-time password as most have. */
const GROUP = 4;
const GROUP_OF_SIX = 3;

@customElement('tessera-code-form')
export class CodeForm extends KitPart {
  @property() form: Form = 'device-code';
  /** Tells it apart from another form for the same kind of code. */
  @property() idPrefix = '';
  @property({ type: Boolean }) numeric = false;
  @property() camera: 'offer' | 'never' = 'offer';
  /** The field alone: the form around the element sends its code. */
  @property({ type: Boolean }) alone = false;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: FormError | undefined;
  /** What the code that the camera reads has to belong to. */
  @property({ attribute: false }) of: CodeOf | undefined;
  /** What is wrong with the field before anything is sent. */
  @state() protected ownError: Omit<FormError, 'event'> | undefined;
  @query('input') protected readonly input!: HTMLInputElement;

  override render(): TemplateResult {
    const { form, numeric, busy, idPrefix: prefix } = this;
    const words = this.t.codeForms[form];
    const error = this.ownError ?? this.error;
    return html`
      <form class="code" novalidate @submit=${this.#submitted}>
        <label for="${prefix}${form}">${words.label}</label>
        <input
          id="${prefix}${form}"
          part="field"
          dir="ltr"
          class=${numeric ? 'digits' : 'symbols'}
          inputmode=${numeric ? 'numeric' : 'text'}
          autocomplete="off"
          autocapitalize=${numeric ? 'off' : 'characters'}
          autocorrect="off"
          spellcheck="false"
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby="${prefix}${form}-error ${prefix}${form}-hint"
        />
        <div class="field-error" id="${prefix}${form}-error">
          ${error ? html`<p role="alert" data-error=${error.code}>${error.text(this.t)}</p>` : nothing}
        </div>
        <p class="hint" id="${prefix}${form}-hint">${words.hint}</p>
        ${
          this.alone
            ? nothing
            : html`<button part="button" class="primary" aria-disabled=${busy ? 'true' : 'false'}>
                ${busy ? this.t.wait : words.action}
              </button>`
        }
      </form>
      ${this.#camera()}
    `;
  }

  #camera(): TemplateResult | typeof nothing {
    const { form, of, idPrefix } = this;
    if (of === undefined || this.camera === 'never') return nothing;
    return html`<tessera-return-camera
      for="${idPrefix}${form}"
      exportparts="button, view, told"
      .kind=${KINDS[form]}
      .activation=${of.activation}
      .request=${of.request}
    ></tessera-return-camera>`;
  }

  protected override firstUpdated(): void {
    groupAsTyped(this.input, groupsOf(this.form));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('error') && this.error) this.input.focus();
  }

  /** What is in the field. */
  get typed(): string {
    return this.input.value;
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
    const { form } = this;
    const isWhole = lengthWords(this.t, form, typed) === undefined;
    const text = (t: Words): string => lengthWords(t, form, typed) ?? '';
    this.ownError = isWhole ? undefined : { form, code: 'CODE_MALFORMED', text };
    if (this.ownError) this.input.focus();
    else this.#enter(readTyped(typed, formOf(this.form)).symbols);
  }

  #enter(code: string): void {
    this.dispatchEvent(new CustomEvent('code-entered', { detail: code, bubbles: true }));
  }
}

function groupsOf(form: Form): Groups {
  return {
    form: formOf(form),
    size: form === 'one-time-password' ? GROUP_OF_SIX : GROUP,
    separator: form === 'device-code' ? '-' : ' ',
  };
}
