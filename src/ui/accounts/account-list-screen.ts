/** The list of accounts: order, a further one, and what can't be opened. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { identicon } from '../components/identicon.ts';
import { Screen } from '../components/screen.ts';
import { base, buttons, page } from '../styles/base.ts';
import { identiconStyles } from '../styles/identicon.ts';
import { rows } from '../styles/rows.ts';
import { accountTitle, inOrder, movedBy } from './account-name.ts';

@customElement('tessera-account-list-screen')
export class AccountListScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    identiconStyles,
    css`
      .entry {
        display: flex;
        align-items: stretch;
      }
      .entry .row {
        flex: 1;
        flex-wrap: wrap;
        min-inline-size: 0;
        inline-size: auto;
      }
      .entry .grow {
        flex: 1 1 8rem;
      }
      .moves {
        display: grid;
        align-content: center;
        padding: var(--s1);
      }
      .moves button {
        padding: var(--s2);
        color: var(--ink-soft);
      }
      .title {
        display: block;
        font-weight: 600;
      }
      .none {
        display: grid;
        gap: var(--s2);
        place-content: center;
        text-align: center;
        flex: 1;
        color: var(--ink-soft);
      }
      .none h2 {
        color: var(--ink);
      }
    `,
  ];

  @state() protected told = '';

  override render(): TemplateResult {
    const accounts = inOrder(this.view.accounts);
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${t.accounts.title}</h1>
        ${
          accounts.length + this.view.damaged.length === 0
            ? html`<div class="none">
                <h2>${t.accounts.none}</h2>
                <p>${t.accounts.noneText}</p>
              </div>`
            : html`<ul class="rows">
                ${accounts.map((account, i) => this.#entry(account, i, accounts))}
              </ul>`
        }
        ${this.view.damaged.map((id) => this.#damaged(id))}
        <p class="for-voice" role="status">${this.told}</p>
        <div class="actions">
          <button
            data-action="add-account"
            class="primary"
            type="button"
            @click=${this.on({ type: 'add-account' })}
          >
            ${icon('plus')}${t.accounts.add}
          </button>
        </div>
      </div>`;
  }

  #entry(account: Account, i: number, accounts: readonly Account[]): TemplateResult {
    const title = accountTitle(account);
    return html`<li class="entry">
      <button
        data-action="open-account"
        class="row"
        type="button"
        @click=${this.on({ type: 'account-opened', account: account.id })}
      >
        ${identicon(account.issuerKey)}
        <span class="grow"
          ><span class="title">${title}</span>
          <span class="soft small"
            >${
              account.state === 'waiting'
                ? t.accounts.waiting
                : html`<span class="facts"
                    ><span
                      ><span class="whole">${account.issuerName}</span>
                      <span class="whole">${t.home.serial({ serial: account.serial })}</span></span
                    ></span
                  >`
            }</span
          ></span
        >
        ${accounts.length > 1 ? nothing : icon('forward')}
      </button>
      ${
        accounts.length > 1
          ? html`<span class="moves"
              >${this.#mover(account, accounts, -1, i === 0)}
              ${this.#mover(account, accounts, 1, i === accounts.length - 1)}</span
            >`
          : nothing
      }
    </li>`;
  }

  /** A damaged account, of which only the key of its rows is known. */
  #damaged(id: string): TemplateResult {
    return html`<tessera-notice what=${t.accounts.damagedName} why=${t.accounts.damagedText}>
      <p>${t.accounts.damagedNext}</p>
      <p class="soft small">
        ${t.accounts.damagedMark({ mark: id.replace(/.{4}(?=.)/gu, '$& ') })}
      </p>
      <button
        data-action="remove-account"
        class="second"
        type="button"
        @click=${this.on({ type: 'removal-asked', account: id })}
      >
        ${t.accounts.remove}
      </button>
    </tessera-notice>`;
  }

  #mover(
    account: Account,
    accounts: readonly Account[],
    by: 1 | -1,
    atEnd: boolean,
  ): TemplateResult {
    const title = accountTitle(account);
    return html`<button
      data-action=${by < 0 ? 'move-up' : 'move-down'}
      type="button"
      aria-disabled=${atEnd}
      aria-label=${(by < 0 ? t.accounts.up : t.accounts.down)({ account: title })}
      @click=${() => {
        if (!atEnd) this.#move(accounts, account, by);
      }}
    >
      ${icon(by < 0 ? 'up' : 'down')}
    </button>`;
  }

  #move(accounts: readonly Account[], account: Account, by: 1 | -1): void {
    const order = movedBy(
      accounts.map(({ id }) => id),
      account.id,
      by,
    );
    this.told = t.accounts.moved({
      account: accountTitle(account),
      n: String(order.indexOf(account.id) + 1),
      of: String(order.length),
    });
    this.act({ type: 'moved', accounts: order });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-account-list-screen': AccountListScreen;
  }
}
