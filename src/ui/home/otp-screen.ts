/** The one-time password of an account, with the time it has left. */
import '../components/app-bar.ts';
import '../components/code-display.ts';
import '../components/notice.ts';
import '../components/countdown-ring.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import type { Clocks } from '../../core/activation/types.ts';
import { formatDuration, groupDigits } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { inOrder } from '../accounts/account-name.ts';
import { distinctName } from '../accounts/distinct-name.ts';
import { clockWords } from '../clock-words.ts';
import { Screen } from '../components/screen.ts';
import { yourPicture, yourPictureStyles } from '../components/your-picture.ts';
import { rich } from '../rich-text.ts';
import { base, buttons, page } from '../styles/base.ts';

@customElement('tessera-otp-screen')
export class OtpScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    yourPictureStyles,
    css`
      .accounts {
        display: flex;
        gap: var(--s2);
        overflow-x: auto;
        margin-inline: calc(var(--gutter) * -1);
        padding: var(--s1) var(--gutter) var(--s2);
        scroll-snap-type: x proximity;
        scroll-padding-inline: var(--gutter);
      }
      .accounts li {
        flex: none;
        scroll-snap-align: start;
      }
      .accounts button {
        max-inline-size: min(15rem, 70vw);
        block-size: 100%;
        overflow-wrap: anywhere;
        background: var(--surface);
        box-shadow: inset 0 0 0 1.5px var(--line);
      }
      .accounts button[aria-pressed='true'] {
        background: var(--brand);
        color: var(--on-brand);
        box-shadow: none;
        font-weight: 600;
      }
      .making {
        min-block-size: 14rem;
        display: grid;
        place-content: center;
        color: var(--ink-soft);
      }
      @media (forced-colors: active) {
        .accounts button[aria-pressed='true'] {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];

  @property() account = '';
  #setBy: number | undefined;
  #setAt = 0;

  /** Scrolls the chosen account into view. */
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('account'))
      this.renderRoot
        .querySelector('[aria-pressed="true"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  override render(): TemplateResult {
    const accounts = inOrder(this.view.accounts).filter(({ state }) => state === 'active');
    const account = this.view.accounts.find(({ id }) => id === this.account);
    return html`<tessera-app-bar back>
        <button
          data-action="lock"
          slot="end"
          class="plain"
          type="button"
          @click=${this.on({ type: 'lock' })}
        >
          ${t.app.lock}
        </button>
      </tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${t.otp.title}</h1>
          ${account ? html`<p>${rich(t.otp.text, { issuer: account.issuerName })}</p>` : nothing}
        </div>
        ${accounts.length > 1 ? this.#switcher(accounts) : nothing}
        ${account ? this.#code(account) : html`<p>${t.accounts.gone}</p>`}
      </div>`;
  }

  #switcher(accounts: readonly Account[]): TemplateResult {
    return html`<ul class="accounts" aria-label=${t.otp.choose}>
      ${accounts.map(
        (account) =>
          html`<li>
            <button
              data-action="choose-account"
              type="button"
              aria-pressed=${account.id === this.account}
              @click=${this.on({ type: 'show-otp', account: account.id })}
            >
              ${distinctName(account, accounts)}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #code(account: Account): TemplateResult {
    const otp = this.view.otp?.account === account.id ? this.view.otp : undefined;
    return html`${
      otp
        ? html`<tessera-code-display
            kind="otp"
            code=${groupDigits(otp.code)}
            text=${otp.code}
            .sentence=${t.otp.spell}
            .copied=${this.view.copied}
            ?concealed=${this.view.concealed}
            ><tessera-countdown-ring
              .from=${otp.validFrom}
              .until=${otp.validUntil}
            ></tessera-countdown-ring
          ></tessera-code-display>`
        : html`<p class="making" role="status">${t.otp.making}</p>`
    }
    ${this.#clockSet()} ${yourPicture(this.view)}
    ${
      account.clockOffset === 0
        ? nothing
        : html`<p class="soft small">
            ${t.otp.offsetAhead({ time: formatDuration(account.clockOffset) })}
          </p>`
    }`;
  }

  /** Both clocks when it was set: a notice that changes each minute would be read out again. */
  #clocks(clockSet: number): Clocks {
    if (this.#setBy !== clockSet) this.#setAt = Date.now();
    this.#setBy = clockSet;
    const account = this.view.accounts.find(({ id }) => id === this.account);
    return { phone: this.#setAt, page: this.#setAt + (account?.clockOffset ?? clockSet) * 1000 };
  }

  /** Says that the clock was corrected by the page's, so that another code is shown than before. */
  #clockSet() {
    const { clockSet } = this.view;
    if (clockSet === undefined) return nothing;
    return html`<tessera-notice
      mild
      what=${t.otp.clockSet}
      why=${t.otp.clockSetText({ time: formatDuration(clockSet), ...clockWords(this.#clocks(clockSet)) })}
    ></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-otp-screen': OtpScreen;
  }
}
