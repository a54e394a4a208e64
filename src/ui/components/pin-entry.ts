/**
 * Takes a PIN, or the number that a page shows: an unnamed field outside any form, so that no
 * browser remembers it, and a keypad for touch (docs/vault.md, rule 9).
 */
import type { TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import { readTyped } from '../../core/codec/typed-code.ts';
import { t } from '../../i18n/strings.ts';
import { base, buttons } from '../styles/base.ts';
import { icon } from './icons.ts';
import { pinStyles } from './pin-styles.ts';
import { ActionEvent } from './screen.ts';

/**
 * UTF-16 code units that the field takes: a digit may have two, and a pasted PIN spaces between its
 * digits.
 */
const MAX_TYPED_LENGTH = 64;

@customElement('tessera-pin-entry')
export class PinEntry extends LitElement {
  static override styles = [base, buttons, pinStyles];

  /** A number's digits are shown. */
  @property() kind: 'pin' | 'number' = 'pin';
  /** What is read out of the field besides its name; the screen around shows it. */
  @property() description = '';
  /** How many digits are asked for. */
  @property({ type: Number }) length = 6;
  /** Whether a check or a wait is under way, so that no input is taken. */
  @property({ type: Boolean }) busy = false;
  /** Whether the last entry was refused; the screen around says why. */
  @property({ type: Boolean }) invalid = false;
  @property({ type: Boolean }) concealed = false;
  /** The name of the key that asks for biometrics, '' for none. */
  @property() biometrics = '';

  @state() protected digits = '';
  @state() protected short = false;
  readonly #touch = matchMedia('(any-pointer: coarse)').matches;
  @query('input') protected input!: HTMLInputElement;

  override willUpdate(): void {
    if (this.concealed) this.#clear();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#clear();
  }

  override render(): TemplateResult {
    const touch = this.#touch;
    const invalid = this.short || this.invalid;
    return html`<div class="entry">
        ${
          this.kind === 'pin'
            ? html`<label for="field">${t.pin.field}</label>`
            : html`<label for="field" class="for-voice">${t.number.field}</label>`
        }
        <div class="field" ?data-invalid=${invalid}>
          <input
            id="field"
            type="text"
            inputmode=${touch ? 'none' : 'numeric'}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength=${MAX_TYPED_LENGTH}
            ?readonly=${this.busy}
            aria-invalid=${invalid}
            aria-describedby="description hint"
            @input=${this.#typed}
            @compositionend=${this.#typed}
            @keydown=${this.#pressed}
          />
          <div class="tiles ${this.kind}" aria-hidden="true">
            ${Array.from({ length: this.length }, (_, i) => this.#tile(this.digits[i]))}
          </div>
        </div>
        <p id="description" hidden>${this.description}</p>
        <p class="hint small" id="hint" role="status">
          ${this.short ? t.pin.short({ n: this.length }) : nothing}
        </p>
      </div>
      <div class="keypad" role="group" aria-label=${t.pin.keypad}>
        ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => this.#key(digit))}
        ${touch && this.biometrics ? this.#biometricKey() : html`<span></span>`}${this.#key(0)}
        <button
          data-action="delete-digit"
          type="button"
          class="bare"
          aria-label=${t.pin.delete}
          @click=${this.#erase}
        >
          ${icon('erase')}
        </button>
      </div>
      <span class="for-voice" aria-live="polite"
        >${touch && this.digits ? this.#progress() : nothing}</span
      >
      <button
        data-action="continue"
        type="button"
        class="primary"
        aria-disabled=${this.busy}
        @click=${this.#finish}
      >
        ${t.app.continue}
      </button>
      ${!touch && this.biometrics ? this.#biometricButton() : nothing}`;
  }

  /** In the keypad's lower left cell. */
  #biometricKey(): TemplateResult {
    return html`<button
      data-action="use-biometrics"
      type="button"
      class="bare"
      aria-label=${this.biometrics}
      @click=${this.#wantBiometrics}
    >
      ${icon('face')}
    </button>`;
  }

  /** Where there is no keypad. */
  #biometricButton(): TemplateResult {
    return html`<button
      data-action="use-biometrics"
      type="button"
      class="second"
      @click=${this.#wantBiometrics}
    >
      ${icon('face')}${this.biometrics}
    </button>`;
  }

  #tile(digit: string | undefined): TemplateResult {
    const shown = this.kind === 'number' ? digit : nothing;
    return html`<span class=${digit === undefined ? 'tile' : 'tile set'}>${shown}</span>`;
  }

  #progress(): string {
    return t.pin.show({ n: String(this.digits.length), of: String(this.length) });
  }

  #key(digit: number): TemplateResult {
    return html`<button data-action="digit-${digit}" type="button" @click=${() => this.#add(digit)}>
      ${digit}
    </button>`;
  }

  /**
   * Takes the digits of any script. While an input method composes some, the field stays as it is:
   * writing to it would end the composition.
   */
  #typed(event: InputEvent | CompositionEvent): void {
    this.#set(readTyped(this.input.value, 'digits').symbols);
    if (!('isComposing' in event && event.isComposing)) this.#write();
  }

  #pressed(event: KeyboardEvent): void {
    // An input method's Enter chooses what it has composed.
    if (event.key === 'Enter' && !event.isComposing) this.#finish();
  }

  #add(digit: number): void {
    this.#set(`${this.digits}${digit}`);
    this.#write();
  }

  #erase(): void {
    this.#set(this.digits.slice(0, -1));
    this.#write();
  }

  #set(digits: string): void {
    if (this.busy) return;
    this.short = false;
    this.digits = digits.slice(0, this.length);
  }

  /** Writes the digits that count into the field. */
  #write(): void {
    if (!this.busy) this.input.value = this.digits;
  }

  #finish(): void {
    if (this.busy) return;
    if (this.digits.length < this.length) {
      this.short = true;
      this.input.focus();
      return;
    }
    const { digits } = this;
    this.#clear();
    // Focus for another try, where that does not open the system's keyboard.
    if (!this.#touch) this.input.focus();
    const type = this.kind === 'pin' ? 'pin-typed' : 'number-typed';
    this.dispatchEvent(new ActionEvent({ type, digits }));
  }

  #wantBiometrics(): void {
    this.dispatchEvent(new ActionEvent({ type: 'biometrics-chosen' }));
  }

  #clear(): void {
    this.digits = '';
    if (this.hasUpdated) this.input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-pin-entry': PinEntry;
  }
}
