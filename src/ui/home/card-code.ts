/** The one-time password in its account's card: the PIN's picture, the code, its time, and Copy. */
import '../components/code-display.ts';
import '../components/notice.ts';
import '../components/countdown-ring.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import type { Clocks } from '../../core/activation/step-parts.ts';
import type { View } from '../../core/view.ts';
import { formatDuration, groupDigits } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { clockWords } from '../clock-words.ts';
import type { CodeDisplay } from '../components/code-display.ts';
import { ActionEvent } from '../components/screen.ts';
import { yourPicture } from '../components/your-picture.ts';
import { rich } from '../rich-text.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

const MS_PER_SECOND = 1000;

@customElement('tessera-card-code')
export class CardCode extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        gap: var(--s3);
        padding: var(--s3) var(--s4) var(--s4);
      }
      .to {
        color: var(--ink-soft);
        text-align: center;
      }
      tessera-code-display::part(plate) {
        padding: 0;
        border: 0;
        background: none;
        box-shadow: none;
      }
      tessera-code-display::part(way) {
        display: none;
      }
      .masked,
      .making {
        min-block-size: 10rem;
        place-content: center;
      }
      .masked {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        color: var(--ink-soft);
        text-align: center;
      }
      .dots {
        font-family: var(--font-code);
        font-size: 2.25rem;
        line-height: 1.3;
      }
      .making {
        display: grid;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  @property({ attribute: false }) account!: Account;
  @query('tessera-code-display') protected display!: CodeDisplay | null;
  @query('.masked button') protected show!: HTMLButtonElement | null;
  /** Whether the focus is still to come to the code: when the card opens, and after **Show**. */
  #isExpected = true;
  #hadFocus = false;
  #setBy: number | undefined;
  #setAt = 0;

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFocus = this.renderRoot.querySelector(':focus') !== null;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { display, show } = this;
    if (display && !this.view.concealed && this.#isExpected) {
      this.#isExpected = false;
      void display.updateComplete.then(() => display.focusCode());
      (this.getRootNode() as ShadowRoot).host.scrollIntoView({ block: 'nearest' });
    }
    // What had the focus is gone with the code.
    if (show && this.#hadFocus && !show.matches(':focus')) show.focus();
  }

  override render(): TemplateResult {
    const otp = this.view.otp?.account === this.account.id ? this.view.otp : undefined;
    return html`${yourPicture(this.view)} ${this.purpose()} ${this.code(otp)} ${this.#clockSet()}
    ${this.#offset()} ${this.more()}`;
  }

  /** What the code is for. */
  protected purpose(): TemplateResult | typeof nothing {
    return html`<p class="to small">${rich(t.otp.text, { issuer: this.site })}</p>`;
  }

  /** What more there is to know of the account. */
  protected more(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Where the code is entered. */
  protected get site(): string {
    return this.account.issuerName;
  }

  /** The code, or what stands in its place. */
  protected code(otp: View['otp']): TemplateResult {
    if (!otp) return html`<p class="making">${t.otp.making}</p>`;
    if ('masked' in otp) return this.masked(this.#hidden());
    const ring =
      'validUntil' in otp
        ? html`<tessera-countdown-ring
            .from=${otp.validFrom}
            .until=${otp.validUntil}
          ></tessera-countdown-ring>`
        : nothing;
    return html`<tessera-code-display
      kind="otp"
      code=${groupDigits(otp.code)}
      text=${otp.code}
      .sentence=${t.otp.spell}
      .copied=${this.view.copied}
      ?concealed=${this.view.concealed}
      ?typed-only=${this.account.kind === 'oath'}
      >${ring}</tessera-code-display
    >`;
  }

  /** Dots for the code, and below them why, and how to see it. */
  protected masked(why: TemplateResult): TemplateResult {
    return html`<div class="masked">
      <p class="dots" aria-hidden="true">
        ${groupDigits('•'.repeat(this.account.otp?.digits ?? 0))}
      </p>
      ${why}
    </div>`;
  }

  /** The focus is to come to the code when it is there. */
  protected expectCode(): void {
    this.#isExpected = true;
  }

  #hidden(): TemplateResult {
    return html`<p class="small">${t.otp.masked}</p>
      <button data-action="show-code" class="second" type="button" @click=${this.#showAgain}>
        ${t.otp.show}
      </button>`;
  }

  #showAgain(): void {
    this.expectCode();
    this.dispatchEvent(new ActionEvent({ type: 'show-otp', account: this.account.id }));
  }

  #offset(): TemplateResult | typeof nothing {
    const { clockOffset } = this.account;
    if (clockOffset === 0) return nothing;
    return html`<p class="soft small">
      ${t.otp.offsetAhead({ time: formatDuration(clockOffset) })}
    </p>`;
  }

  /** Both clocks when it was set: a notice that changes each minute would be read out again. */
  #clocks(clockSet: number): Clocks {
    if (this.#setBy !== clockSet) this.#setAt = Date.now();
    this.#setBy = clockSet;
    const page = this.#setAt + this.account.clockOffset * MS_PER_SECOND;
    return { phone: this.#setAt, page };
  }

  /** Says that the clock was corrected by the page's, so that another code is shown than before. */
  #clockSet(): TemplateResult | typeof nothing {
    const { clockSet } = this.view;
    if (clockSet === undefined) return nothing;
    const clocks = clockWords(this.#clocks(clockSet));
    return html`<tessera-notice
      mild
      what=${t.otp.clockSet}
      why=${t.otp.clockSetText({ time: formatDuration(clockSet), ...clocks })}
    ></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-card-code': CardCode;
  }
}
