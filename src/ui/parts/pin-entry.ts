/** Where a PIN is typed: an unnamed field outside any form, drawn as tesserae, and an own keypad for touch (docs/vault.md, rule 9). */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, buttons } from '../styles/base.ts';
import { fill, plural } from '../formats.ts';
import { t } from '../strings.ts';
import { moreIcon } from './more-icons.ts';
import { ActionEvent } from './screen.ts';

@customElement('t-pin')
export class PinEntry extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--s4);
        flex: 1;
      }
      .entry {
        display: grid;
        gap: var(--s2);
      }
      label {
        font-weight: 600;
      }
      .field {
        position: relative;
        min-block-size: 3.5rem;
        border-radius: var(--radius-large);
        background: var(--surface);
        border: 1.5px solid var(--line-strong);
        padding: var(--s3);
        display: grid;
        align-items: center;
      }
      .field:focus-within {
        outline: 3px solid var(--brand-ink);
        outline-offset: 2px;
      }
      .field[data-invalid] {
        border-color: var(--alarm);
      }
      input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        opacity: 0;
        border: 0;
        font-size: 16px;
        cursor: text;
        -webkit-text-security: disc;
      }
      .stones {
        display: flex;
        justify-content: center;
        gap: clamp(0.25rem, 2vw, 0.75rem);
        direction: ltr;
        pointer-events: none;
      }
      .stone {
        flex: 0 1 1.5rem;
        aspect-ratio: 1;
        border-radius: 0.1875rem;
        box-shadow: inset 0 0 0 1.5px var(--line-strong);
        transition:
          background-color var(--quick),
          transform var(--quick);
      }
      .stone.set {
        background: var(--brand);
        box-shadow: none;
      }
      .stone.set:nth-child(3n + 1) {
        transform: rotate(-4deg);
      }
      .stone.set:nth-child(3n + 2) {
        transform: rotate(3deg) scale(1.04);
      }
      .stone.set:nth-child(3n) {
        transform: rotate(-1.5deg) scale(0.97);
      }
      .hint {
        color: var(--alarm);
      }
      .keypad {
        display: none;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s2);
        margin-block-start: auto;
        direction: ltr;
      }
      .keypad button {
        min-block-size: 3.25rem;
        font-size: 1.5rem;
        font-weight: 500;
        font-variant-numeric: tabular-nums;
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
        display: grid;
        place-items: center;
      }
      .keypad button:active {
        background: var(--sunken);
      }
      .keypad .erase {
        background: none;
        box-shadow: none;
      }
      .primary {
        margin-block-start: auto;
      }
      @media (any-pointer: coarse) {
        .keypad {
          display: grid;
        }
        .primary {
          margin-block-start: 0;
        }
      }
      @media (forced-colors: active) {
        .stone {
          border: 1px solid CanvasText;
        }
        .stone.set {
          background: CanvasText;
          forced-color-adjust: none;
        }
        .keypad button {
          border: 1px solid ButtonBorder;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .stone {
          transition: none;
        }
      }
    `,
  ];

  /** How many digits make the PIN. */
  @property({ type: Number }) length = 6;
  /** A check is under way, or a wait: nothing is taken. */
  @property({ type: Boolean }) busy = false;
  /** What a voice says of the last entry; shown by the screen around this. */
  @property({ type: Boolean }) invalid = false;
  @property({ type: Boolean }) concealed = false;

  @state() private digits = '';
  @state() private short = false;
  private readonly touch = matchMedia('(any-pointer: coarse)').matches;
  @query('input') private input!: HTMLInputElement;

  override willUpdate(): void {
    if (this.concealed) this.clear();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clear();
  }

  override render(): TemplateResult {
    const { touch } = this;
    const invalid = this.short || this.invalid;
    return html`<div class="entry">
        <label for="field">${t.pin.field}</label>
        <div class="field" ?data-invalid=${invalid}>
          <input
            id="field"
            type="text"
            inputmode=${touch ? 'none' : 'numeric'}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength=${this.length}
            ?readonly=${this.busy}
            aria-invalid=${invalid}
            aria-describedby="hint"
            @input=${this.typed}
            @keydown=${this.pressed}
          />
          <div class="stones" aria-hidden="true">
            ${Array.from(
              { length: this.length },
              (_, i) => html`<span class=${i < this.digits.length ? 'stone set' : 'stone'}></span>`,
            )}
          </div>
        </div>
        <p class="hint small" id="hint" role="status">
          ${this.short ? plural(t.pin.short, this.length) : nothing}
        </p>
      </div>
      <div class="keypad" role="group" aria-label=${t.pin.keypad}>
        ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => this.key(digit))}
        <span></span>${this.key(0)}
        <button type="button" class="erase" aria-label=${t.pin.delete} @click=${this.erase}>
          ${moreIcon('erase')}
        </button>
      </div>
      <span class="for-voice" aria-live="polite"
        >${touch && this.digits ? fill(t.pin.show, { n: this.digits.length, of: this.length }) : nothing}</span
      >
      <button type="button" class="primary" aria-disabled=${this.busy} @click=${this.finish}>
        ${t.app.continue}
      </button>`;
  }

  private key(digit: number): TemplateResult {
    return html`<button type="button" @click=${() => this.set(this.digits + digit)}>
      ${digit}
    </button>`;
  }

  private typed(): void {
    this.set(this.input.value.replace(/\D/gu, ''));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.finish();
  }

  private erase(): void {
    this.set(this.digits.slice(0, -1));
  }

  private set(digits: string): void {
    if (this.busy) return;
    this.short = false;
    this.digits = digits.slice(0, this.length);
    this.input.value = this.digits;
  }

  private finish(): void {
    if (this.busy) return;
    if (this.digits.length < this.length) {
      this.short = true;
      this.input.focus();
      return;
    }
    const { digits } = this;
    this.clear();
    // Ready for another try, where that opens no keyboard of the system.
    if (!this.touch) this.input.focus();
    this.dispatchEvent(new ActionEvent({ type: 'pin-typed', digits }));
  }

  private clear(): void {
    this.digits = '';
    if (this.hasUpdated) this.input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-pin': PinEntry;
  }
}
