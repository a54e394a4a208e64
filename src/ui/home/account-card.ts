/** One account on Home: whose it is, what can be done with it, and its code in place. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import type { Action } from '../../core/action.ts';
import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { accountTitle, shownDetail } from '../accounts/account-name.ts';
import { icon } from '../components/icons.ts';
import { missingPart } from '../components/missing-part.ts';
import { monogram, monogramStyles } from '../components/monogram.ts';
import { ActionEvent } from '../components/screen.ts';
import { loaded } from '../lazy-screens.ts';
import { rich } from '../rich-text.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-account-card')
export class AccountCard extends LitElement {
  static override styles = [
    base,
    buttons,
    monogramStyles,
    css`
      .card {
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
      }
      .face {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
        inline-size: 100%;
        padding: var(--s4);
        position: relative;
        text-align: start;
        border-radius: var(--radius-large);
      }
      .title {
        font-weight: 650;
        font-size: var(--text-large);
        line-height: calc(1.3 * var(--leading, 1));
      }
      button.face {
        padding-inline-end: 3rem;
      }
      .face .icon {
        position: absolute;
        inset-inline-end: var(--s4);
      }
      .making {
        min-block-size: 10rem;
        display: grid;
        place-content: center;
        color: var(--ink-soft);
      }
      .missing {
        padding: 0 var(--s4) var(--s4);
        text-align: center;
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
      .waiting div.face {
        padding: 0;
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
  /** What its code is drawn from; undefined while the card is closed. */
  @property({ attribute: false }) view: View | undefined;
  @query('button.face') protected face!: HTMLButtonElement | null;

  override render(): TemplateResult {
    const { account } = this;
    if (account.state === 'waiting') return this.#waiting();
    const { view } = this;
    const card = html`<div class="card">
      <button
        data-action=${view ? 'close-card' : 'one-time-password'}
        class="face"
        type="button"
        aria-expanded=${view !== undefined}
        @click=${() =>
          this.#act(view ? { type: 'went-back' } : { type: 'show-otp', account: account.id })}
      >
        ${this.#face()}${icon(view ? 'up' : 'down')}
      </button>
      ${view ? this.#code(view) : nothing}
    </div>`;
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

  /** Moves the focus to what opens and closes the card. */
  focusFace(): void {
    this.face?.focus();
  }

  #code(view: View): TemplateResult {
    const isOath = this.account.kind === 'oath';
    switch (loaded(isOath ? 'oath-code' : 'otp', () => this.requestUpdate())) {
      case 'coming':
        return html`<p class="making">${t.otp.making}</p>`;
      case 'here':
        return isOath
          ? html`<tessera-oath-code .view=${view} .account=${this.account}></tessera-oath-code>`
          : html`<tessera-card-code .view=${view} .account=${this.account}></tessera-card-code>`;
      case 'missing':
        return missingPart();
    }
  }

  #waiting(): TemplateResult {
    const { account } = this;
    return html`<div class="waiting">
      <div class="face">${this.#face()}</div>
      <p>${rich(t.home.waitingText, { issuer: account.issuerName || accountTitle(account) })}</p>
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
    const page = title === account.issuerName ? '' : account.issuerName;
    const facts = [page, shownDetail(account)].filter((fact) => fact !== '');
    return html`${monogram(account)}<span class="words"
        ><span class="title">${title}</span>
        <span class="detail facts"
          ><span>${facts.map((fact) => html`<span class="whole">${fact}</span> `)}</span></span
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
