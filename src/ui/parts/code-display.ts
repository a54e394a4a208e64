/** A code to be typed elsewhere: large groups for the eye, spelled for a voice, with Copy. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base, buttons } from '../styles/base.ts';
import { fill, spelled } from '../formats.ts';
import { t } from '../strings.ts';
import { moreIcon } from './more-icons.ts';
import { ActionEvent } from './screen.ts';

const COPIED_FOR = 4000;

@customElement('t-code')
export class CodeDisplay extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        container-type: inline-size;
      }
      .plate {
        display: grid;
        justify-items: center;
        gap: var(--s2);
        padding: var(--s4) var(--s3) var(--s2);
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
        position: relative;
      }
      /* Which way the code goes: from here to the page. */
      .way {
        display: flex;
        align-items: center;
        gap: var(--s1);
        color: var(--ink-soft);
      }
      .way i {
        inline-size: 0.4375rem;
        aspect-ratio: 1;
        border-radius: 0.0625rem;
        background: var(--line);
      }
      .way i:nth-of-type(2) {
        background: var(--gold);
      }
      .way i:nth-of-type(3) {
        background: var(--brand);
      }
      .code {
        text-align: center;
        direction: ltr;
        font-family: var(--font-code);
        font-weight: 600;
        line-height: 1.3;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.06em;
        color: var(--ink);
        -webkit-user-select: all;
        user-select: all;
      }
      .digits {
        font-size: min(3.75rem, 15cqi);
        white-space: nowrap;
      }
      /* Two rows of two groups, in running text: a block for each group would put line breaks into what is selected. */
      .symbols {
        font-size: min(2.75rem, 11.5cqi);
        max-inline-size: 8em;
      }
      .code span {
        white-space: nowrap;
      }
      .separator {
        color: var(--line-strong);
        font-weight: 400;
      }
      /* The hyphen between the rows is there, unseen, and takes no part in centring. */
      .symbols .separator:nth-of-type(4) {
        opacity: 0;
        margin-inline-end: -0.66em;
      }
      .masked {
        color: var(--ink-soft);
      }
      @media (forced-colors: active) {
        .plate {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  /** What `data-code` says: 'device', 'activation', 'otp' or 'response'. */
  @property() kind: 'device' | 'activation' | 'otp' | 'response' = 'otp';
  /** The code with its separators. */
  @property() code = '';
  /** The sentence for a voice, with `{code}`. */
  @property() sentence = '';
  /** What Copy copies. */
  @property() text = '';
  @property({ type: Boolean }) concealed = false;

  @state() private copied = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('code')) this.copied = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.copied = false;
  }

  override render(): TemplateResult {
    return html`<div class="plate">
      <div class="way" aria-hidden="true">
        ${moreIcon('phone')}<i></i><i></i><i></i>${moreIcon('screen')}
      </div>
      ${this.concealed ? this.masked() : this.shown()}
      <slot></slot>
      <button class="plain" type="button" @click=${this.copy} ?disabled=${this.concealed}>
        ${moreIcon(this.copied ? 'check' : 'copy')}${this.copied ? t.device.copied : t.device.copy}
      </button>
      <span class="for-voice" role="status">${this.copied ? t.device.copied : nothing}</span>
    </div>`;
  }

  private get look(): string {
    return this.kind === 'device' ? 'code symbols' : 'code digits';
  }

  private shown(): TemplateResult {
    const parts = this.code.split(/([\s-])/u).map((part, i) => {
      return html`<span class=${i % 2 === 0 ? 'group' : 'separator'}>${part}</span>`;
    });
    // The text of this element is the code and its separators, and not one space more.
    // prettier-ignore
    const code = html`<p class=${this.look} data-code=${this.kind} aria-hidden="true">${parts}</p>`;
    return html`${code}
      <p class="for-voice">${fill(this.sentence, { code: spelled(this.code) })}</p>`;
  }

  private masked(): TemplateResult {
    return html`<p class="${this.look} masked" aria-hidden="true">${this.dots()}</p>
      <p class="for-voice">${t.device.hidden}</p>`;
  }

  private dots(): string {
    return this.code.replace(/[^\s-]/gu, '•');
  }

  private copy(): void {
    this.dispatchEvent(new ActionEvent({ type: 'copy', text: this.text || this.code }));
    this.copied = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = false), COPIED_FOR);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-code': CodeDisplay;
  }
}
