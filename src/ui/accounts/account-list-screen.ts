/** The list of accounts: order, a further one, and what can't be opened. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { icon } from '../components/icons.ts';
import { monogram, monogramStyles } from '../components/monogram.ts';
import { Screen } from '../components/screen.ts';
import { leftToRight } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { accountTitle, inOrder, movedTo, shownDetail } from './account-name.ts';
import { DragOrder } from './drag-order.ts';

@customElement('tessera-account-list-screen')
export class AccountListScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    monogramStyles,
    css`
      .entry {
        display: flex;
        flex-wrap: wrap;
        align-items: stretch;
      }
      .entry[data-dragged] {
        position: relative;
        z-index: 1;
        background: var(--surface);
        box-shadow: var(--lift);
      }
      .grip {
        display: grid;
        align-content: center;
        padding-inline: var(--s3) 0;
        color: var(--ink-soft);
        touch-action: none;
        -webkit-user-select: none;
        user-select: none;
      }
      /* Where the text is large the arrows stand below. */
      .entry .row {
        flex: 1 1 min(11rem, 100% - var(--s3) - 10vw);
        flex-wrap: wrap;
        min-inline-size: 0;
        inline-size: auto;
      }
      .entry .grow {
        flex: 1 1 8rem;
      }
      .moves {
        margin-inline-start: auto;
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
      .mark {
        display: flex;
        align-items: center;
        gap: var(--s1);
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
  readonly #drag = new DragOrder(this, (from, to) => {
    const accounts = inOrder(this.view.accounts);
    const account = accounts[from];
    if (account) this.#move(accounts, account, to);
  });

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
        ${this.view.damaged.map(({ id }) => this.#damaged(id))}
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
      ${accounts.length > 1 ? this.#grip() : nothing}
      <button
        data-action="open-account"
        class="row"
        type="button"
        @click=${this.on({ type: 'account-opened', account: account.id })}
      >
        ${monogram(account)}
        <span class="grow"
          ><span class="title">${title}</span>
          <span class="soft small"
            >${
              account.state === 'waiting'
                ? rich(t.accounts.waiting, { issuer: account.issuerName })
                : html`<span class="facts"
                      ><span>${whole(keptFor(account))} ${whole(shownDetail(account))}</span></span
                    >${
                      account.kind === 'oath' && account.unhidden
                        ? html`<span class="mark">${icon('info')}${w.oath.unhidden}</span>`
                        : nothing
                    }`
            }</span
          ></span
        >
        ${accounts.length > 1 ? nothing : icon('forward')}
      </button>
      ${
        accounts.length > 1
          ? html`<span class="moves"
              >${this.#mover(account, accounts, i - 1)}
              ${this.#mover(account, accounts, i + 1)}</span
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
        ${t.accounts.damagedMark({ mark: leftToRight(id.replace(/.{4}(?=.)/gu, '$& ')) })}
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

  #mover(account: Account, accounts: readonly Account[], to: number): TemplateResult {
    const title = accountTitle(account);
    const atEnd = to < 0 || to >= accounts.length;
    const up = to < accounts.indexOf(account);
    return html`<button
      data-action=${up ? 'move-up' : 'move-down'}
      type="button"
      aria-disabled=${atEnd}
      aria-label=${(up ? t.accounts.up : t.accounts.down)({ account: title })}
      @click=${() => {
        if (!atEnd) this.#move(accounts, account, to);
      }}
    >
      ${icon(up ? 'up' : 'down')}
    </button>`;
  }

  /** For pointers alone: the arrows do the same by keyboard, and are named. */
  #grip(): TemplateResult {
    const drag = this.#drag;
    return html`<span
      class="grip"
      aria-hidden="true"
      @pointerdown=${(event: PointerEvent) => drag.start(event)}
      @pointermove=${(event: PointerEvent) => drag.move(event)}
      @pointerup=${(event: PointerEvent) => drag.drop(event)}
      @pointercancel=${() => drag.cancel()}
      >${icon('grip')}</span
    >`;
  }

  #move(accounts: readonly Account[], account: Account, to: number): void {
    const order = movedTo(
      accounts.map(({ id }) => id),
      account.id,
      to,
    );
    this.told = t.accounts.moved({
      account: accountTitle(account),
      n: String(order.indexOf(account.id) + 1),
      of: String(order.length),
    });
    this.act({ type: 'moved', accounts: order });
  }
}

/** One fact of several in a line; nothing where there is none, so that no dot stands alone. */
function whole(fact: string | TemplateResult): TemplateResult | typeof nothing {
  return fact === '' ? nothing : html`<span class="whole">${fact}</span>`;
}

/** An issuer by its name; of another server's account, that it is kept for that server's sake. */
function keptFor(account: Account): string | TemplateResult {
  const { kind, issuerName: site } = account;
  return kind === 'oath' && site !== '' ? rich(w.oath.keptFor, { site }) : site;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-account-list-screen': AccountListScreen;
  }
}
