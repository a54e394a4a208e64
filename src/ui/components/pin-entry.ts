/**
 * Takes a PIN, or the number that a page shows, and goes on with its last digit: an unnamed field
 * outside any form, so that no browser remembers it, and a keypad for touch (docs/vault.md, rule
 * 9).
 */
import './support-details.ts';

import type { TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import { readTyped } from '../../core/codec/typed-code.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { icon } from './icons.ts';
import { pinStyles } from './pin-styles.ts';
import { ActionEvent } from './screen.ts';

/**
 * UTF-16 code units that the field takes: a digit may have two, and a pasted PIN spaces between its
 * digits.
 */
const MAX_TYPED_LENGTH = 64;

/** How long the last digit can be taken back, milliseconds. */
const TAKE_BACK_MS = 400;

/** Why the last entry was refused, in a line that fits its place. */
export interface EntryProblem {
  readonly code: ErrorCode;
  readonly text: string;
}

@customElement('tessera-pin-entry')
export class PinEntry extends LitElement {
  static override styles = [base, buttons, pinStyles];

  /** A number's digits are shown. */
  @property() kind: 'pin' | 'number' = 'pin';
  /** The screen's heading, and what else is read out of the field besides its name. */
  @property() description = '';
  /** What a number is called, for who hears the screen; without it, the one on the page. */
  @property() label = '';
  /** Whether the last digit waits for **Continue**. */
  @property({ type: Boolean }) asks = false;
  /** How many digits are asked for. */
  @property({ type: Number }) length = 6;
  /** Whether a check or a wait is under way, so that no input is taken. */
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) problem: EntryProblem | undefined;
  /** Whether the last entry was refused; where there is no `problem`, the screen says why. */
  @property({ type: Boolean }) invalid = false;
  @property({ type: Boolean }) concealed = false;
  /** The name of the key that asks for biometrics, '' for none. */
  @property() biometrics = '';

  @state() protected digits = '';
  @state() protected short = false;
  readonly #touch = matchMedia('(any-pointer: coarse)').matches;
  @query('input') protected input!: HTMLInputElement;
  #goingOn: ReturnType<typeof setTimeout> | undefined;

  /** Focuses the field, where it opens no system's keyboard over the keypad. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.input.focus(options));
  }

  override willUpdate(): void {
    if (this.concealed) this.#clear();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#clear();
  }

  override render(): TemplateResult {
    const touch = this.#touch;
    const invalid = this.short || this.invalid || this.problem !== undefined;
    return html`<div class="entry">
        <div class="head">
          ${
            this.kind === 'pin'
              ? html`<label for="field">${t.pin.field}</label>`
              : html`<label for="field" class="for-voice">${this.label || t.number.field}</label>`
          }
          ${this.asks ? nothing : html`<p class="small soft" id="by-itself">${t.pin.byItself}</p>`}
        </div>
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
            aria-describedby="description by-itself line"
            @input=${this.#typed}
            @compositionend=${this.#typed}
            @keydown=${this.#pressed}
          />
          <div class="tiles ${this.kind}" aria-hidden="true">
            ${Array.from({ length: this.length }, (_, i) => this.#tile(this.digits[i]))}
          </div>
        </div>
        <p id="description" hidden>${this.description}</p>
        ${this.#line()}
        <slot></slot>
      </div>
      <div class="keypad" role="group" aria-label=${t.pin.keys}>
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
      ${
        this.asks
          ? html`<button
              data-action="continue"
              type="button"
              class="primary"
              aria-disabled=${this.busy}
              @click=${this.#finish}
            >
              ${t.app.continue}
            </button>`
          : nothing
      }
      ${!touch && this.biometrics ? this.#biometricButton() : nothing}`;
  }

  /** Its place is there without words, too, so that nothing moves. */
  #line(): TemplateResult {
    const { problem } = this;
    return html`<div class="line small" data-kind=${this.kind}>
      <div id="line">
        ${
          problem && !this.short
            ? html`<p class="hint" role="alert" data-error=${problem.code}>${problem.text}</p>`
            : nothing
        }
        <p class="hint" role="status">${this.short ? t.pin.short({ n: this.length }) : nothing}</p>
        <slot name="line"></slot>
      </div>
      ${
        problem && !this.short
          ? html`<tessera-support-details brief .error=${problem.code}></tessera-support-details>`
          : nothing
      }
    </div>`;
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
    const composing = 'isComposing' in event && event.isComposing;
    this.#set(readTyped(this.input.value, 'digits').symbols, composing);
    if (!composing) this.#write();
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

  /** Sets the digits; the last one goes on by itself, unless it is taken back in time. */
  #set(digits: string, composing = false): void {
    if (this.busy) return;
    this.short = false;
    this.digits = digits.slice(0, this.length);
    clearTimeout(this.#goingOn);
    if (this.asks || composing || this.digits.length < this.length) return;
    this.#goingOn = setTimeout(() => this.#finish(), TAKE_BACK_MS);
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
    clearTimeout(this.#goingOn);
    this.digits = '';
    if (this.hasUpdated) this.input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-pin-entry': PinEntry;
  }
}
