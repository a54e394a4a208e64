/** What waits for the person's approval, how old the news is, and what could not be asked. */
import '../components/app-bar.ts';
import '../components/notice.ts';
import './earlier-list.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import type { RequestItem, ServiceView } from '../../core/view.ts';
import { locale, t } from '../../i18n/strings.ts';
import { inOrder } from '../accounts/account-name.ts';
import { icon } from '../components/icons.ts';
import { monogramStyles } from '../components/monogram.ts';
import { Screen } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import type { Emptiness, IssuerLook } from './look-state.ts';
import { emptinessOf, issuerLooks } from './look-state.ts';
import { looked, serviceProblem } from './look-words.ts';
import { PullToRefresh } from './pull-to-refresh.ts';
import { requestStyles } from './request-styles.ts';
import { waitingRow } from './waiting-row.ts';

@customElement('tessera-pending-requests-screen')
export class PendingRequestsScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    monogramStyles,
    requestStyles,
    css`
      .empty {
        display: grid;
        gap: var(--s2);
        place-content: center;
        justify-items: center;
        text-align: center;
        flex: 1;
        padding-block: var(--s6);
        color: var(--ink-soft);
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(3, 1.5rem);
        gap: 0.3125rem;
        margin-block-end: var(--s4);
      }
      .tiles i {
        aspect-ratio: 1;
        border-radius: 0.1875rem;
        box-shadow: inset 0 0 0 1.5px var(--line);
      }
      .tiles i:nth-child(5) {
        background: var(--brand);
        box-shadow: none;
        transform: rotate(-4deg);
      }
      .empty h2 {
        color: var(--ink);
      }
      .row .name {
        display: block;
        font-weight: 650;
        font-size: var(--text-large);
        line-height: calc(1.3 * var(--leading, 1));
      }
      .row .grow {
        flex: 1 1 9rem;
        display: grid;
        gap: 0.125rem;
      }
      .row .tags .icon {
        color: inherit;
      }
      .rows button.row {
        flex-wrap: wrap;
        align-items: start;
        row-gap: var(--s2);
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s1) var(--s4);
        min-block-size: var(--target);
      }
    `,
  ];

  #ticker = new TickController(this);
  #pull = new PullToRefresh(this, () => {
    if (this.#callable.length > 0) this.act({ type: 'check-requests' });
  });

  override render(): TemplateResult {
    const items = this.view.requests.items.filter(({ expiresAt }) => expiresAt > this.#ticker.now);
    const accounts = inOrder(issuerAccounts(this.view.accounts));
    const looks = issuerLooks(accounts, this.view.requests, items);
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${t.requests.title}</h1>
        ${looks.length > 0 ? this.#state(looks) : nothing} ${this.#notices()}
        ${items.length > 0 ? this.#list(items) : this.#nothingListed(accounts, looks)}
        <div class="actions">
          <button
            data-action="scan"
            class="second"
            type="button"
            @click=${this.on({ type: 'scan' })}
          >
            ${icon('scan')}${t.home.scan}
          </button>
        </div>
        <tessera-earlier-list
          .earlier=${this.view.earlier}
          .accounts=${this.view.accounts}
        ></tessera-earlier-list>
      </div>`;
  }

  /** Accounts whose service may be called. */
  get #callable(): readonly IssuerAccount[] {
    const { accounts, requests } = this.view;
    return inOrder(issuerAccounts(accounts)).filter(
      ({ id }) => requests.services[id]?.reach === 'called',
    );
  }

  #state(looks: readonly IssuerLook[]): TemplateResult {
    const checking = this.view.requests.is === 'checking';
    return html`<div class="state">
      <div class="soft small" role="status">
        ${checking ? t.requests.checking : this.#pull.ready ? t.requests.pull : looked(looks, { now: this.#ticker.now, goesOn: this.view.requests.byItself === true })}
      </div>
      <button
        data-action="check-requests"
        class="plain"
        type="button"
        aria-disabled=${checking ? 'true' : nothing}
        @click=${checking ? nothing : this.on({ type: 'check-requests' })}
      >
        ${t.requests.check}
      </button>
    </div>`;
  }

  #notices(): TemplateResult {
    const { accounts, requests } = this.view;
    const failing = new Set<string>();
    return html`${inOrder(issuerAccounts(accounts)).map((account) => {
      const service = requests.services[account.id];
      if (!service) return nothing;
      const lists = requests.items.some((item) => item.account === account.id);
      // Said once of an issuer, however many accounts it has here.
      const isKnown = failing.has(account.issuerKey);
      if (service.problem) failing.add(account.issuerKey);
      const { problem, ...rest } = service;
      return this.#noticesOf(account, isKnown || !problem ? rest : service, lists);
    })}`;
  }

  #noticesOf(
    account: IssuerAccount,
    service: ServiceView,
    lists: boolean,
  ): TemplateResult | typeof nothing {
    const issuer = account.issuerName;
    if (service.reach === 'none') return nothing;
    if (service.reach === 'not-allowed')
      return html`<tessera-notice
        mild
        what=${t.requests.notAllowed({ issuer })}
        why=${t.requests.notAllowedText}
      ></tessera-notice>`;
    return html`${service.problem ? serviceProblem(issuer, service, { lists, now: this.#ticker.now }) : nothing}
    ${
      service.leftOut > 0
        ? html`<p class="soft small">${t.requests.leftOut({ n: service.leftOut, issuer })}</p>`
        : nothing
    }`;
  }

  #list(items: readonly RequestItem[]): TemplateResult {
    return html`<ul class="rows">
      ${items.map((item) => html`<li>${this.#item(item)}</li>`)}
    </ul>`;
  }

  #item(item: RequestItem): TemplateResult | typeof nothing {
    const accounts = issuerAccounts(this.view.accounts);
    const account = accounts.find(({ id }) => id === item.account);
    if (!account) return nothing;
    const { now } = this.#ticker;
    return html`<button
      data-action="open-request"
      class="row"
      type="button"
      @click=${this.on({ type: 'request-wanted', account: item.account, request: item.request })}
    >
      ${waitingRow({ item, account, accounts, now, isDetailed: true })}
    </button>`;
  }

  #emptyTitle(emptiness: Emptiness): string {
    switch (emptiness.is) {
      case 'none':
        return t.requests.none;
      case 'none-at': {
        const list = new Intl.ListFormat(locale, { type: 'conjunction' });
        return t.requests.noneAt({ issuers: list.format(emptiness.issuers) });
      }
      case 'never':
        return t.requests.never;
      case 'failed':
        return t.requests.failed;
      case 'failed-some':
        return t.requests.failedSome;
      case 'scan-only':
        return t.requests.scanOnly;
      case 'unreadable':
        return t.requests.unreadable;
    }
  }

  #nothingListed(accounts: readonly IssuerAccount[], looks: readonly IssuerLook[]): TemplateResult {
    if (this.view.requests.is === 'unknown')
      return html`<p class="soft" role="status">${t.app.wait}</p>`;
    return this.#empty(emptinessOf(accounts, looks));
  }

  #empty(emptiness: Emptiness): TemplateResult {
    const { byItself } = this.view.requests;
    return html`<div class="empty">
      <div class="tiles" aria-hidden="true">${Array.from({ length: 9 }, () => html`<i></i>`)}</div>
      <h2>${this.#emptyTitle(emptiness)}</h2>
      ${
        emptiness.is === 'scan-only'
          ? html`<p>${t.requests.scanOnlyText}</p>`
          : html`<p>${byItself === true ? t.requests.textByItself : t.requests.text}</p>
              <p>${t.requests.scanText}</p>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-pending-requests-screen': PendingRequestsScreen;
  }
}
