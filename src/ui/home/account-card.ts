/** One account on Home: whose it is, and what can be done with it. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import type { Action } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { accountTitle } from '../accounts/account-name.ts';
import { icon } from '../components/icons.ts';
import { identicon } from '../components/identicon.ts';
import { ActionEvent } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, buttons } from '../styles/base.ts';
import { identiconStyles } from '../styles/identicon.ts';

@customElement('tessera-account-card')
export class AccountCard extends LitElement {
  static override styles = [
    base,
    buttons,
    identiconStyles,
    css`
      .card {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
        inline-size: 100%;
        padding: var(--s4);
        position: relative;
        text-align: start;
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
      }
      .title {
        font-weight: 650;
        font-size: var(--text-large);
        line-height: 1.3;
      }
      button.card {
        padding-inline-end: 3rem;
      }
      .card .icon {
        position: absolute;
        inset-inline-end: var(--s4);
      }
      .words {
        flex: 1 1 9rem;
        display: grid;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .detail {
        color: var(--ink-soft);
        font-size: var(--text-small);
      }
      .waiting {
        display: grid;
        gap: var(--s3);
        padding: var(--s4);
        border-radius: var(--radius-large);
        background: var(--care-ground);
        border: 1px solid var(--care-line);
      }
      .waiting .card {
        padding: 0;
        background: none;
        box-shadow: none;
      }
      .flip {
        transform: scaleX(var(--towards-end, 1));
        transform-origin: center;
      }
      @media (forced-colors: active) {
        .card {
          border: 1px solid ButtonBorder;
        }
      }
    `,
  ];

  @property({ attribute: false }) account!: Account;
  /** Somebody else may be using it. */
  @property({ type: Boolean }) alarmed = false;

  override render(): TemplateResult {
    const { account } = this;
    if (account.state === 'waiting') return this.#waiting();
    const card = html`<button
      data-action="one-time-password"
      class="card"
      type="button"
      @click=${() => this.#act({ type: 'show-otp', account: account.id })}
    >
      ${this.#face()}${icon('forward')}
    </button>`;
    if (!this.alarmed) return card;
    return html`<div class="waiting">
      ${card}
      <p>${t.errors.CLONE_SUSPECTED.what}</p>
      <button
        data-action="show-alarm"
        class="second"
        type="button"
        @click=${() => this.#act({ type: 'show-alarm', account: account.id })}
      >
        ${t.alarm.show}
      </button>
    </div>`;
  }

  #waiting(): TemplateResult {
    const { account } = this;
    return html`<div class="waiting">
      <div class="card">${this.#face()}</div>
      <p>${rich(t.home.waitingText, { issuer: account.issuerName })}</p>
      <button
        data-action="finish-activation"
        class="second"
        type="button"
        @click=${() => this.#act({ type: 'show-activation-code', account: account.id })}
      >
        ${t.home.finish}
      </button>
    </div>`;
  }

  #face(): TemplateResult {
    const { account } = this;
    const title = accountTitle(account);
    const page =
      title === account.issuerName
        ? nothing
        : html`<span class="whole">${account.issuerName}</span> `;
    return html`${identicon(account.issuerKey)}<span class="words"
        ><span class="title">${title}</span>
        <span class="detail facts"
          ><span
            >${page}<span class="whole">${t.home.serial({ serial: account.serial })}</span></span
          ></span
        ></span
      >`;
  }

  #act(action: Action): void {
    this.dispatchEvent(new ActionEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-account-card': AccountCard;
  }
}
