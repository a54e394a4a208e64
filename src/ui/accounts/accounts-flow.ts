/** Chooses among the screens of accounts: the list, one account, its removal. */
import './account-screen.ts';
import './remove-account-screen.ts';
import './account-list-screen.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Route } from '../../core/navigation/route-types.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

/** Chooses among the list, one account, and what its removal means. */
@customElement('tessera-accounts-flow')
export class AccountsFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) route!:
    | { readonly at: 'accounts' }
    | Extract<Route, { readonly at: 'account' | 'remove' }>;

  override render(): TemplateResult {
    const { route, view } = this;
    switch (route.at) {
      case 'accounts':
        return html`<tessera-account-list-screen .view=${view}></tessera-account-list-screen>`;
      case 'account':
        return html`<tessera-account-screen
          .view=${view}
          account=${route.account}
          .problem=${route.problem}
        ></tessera-account-screen>`;
      case 'remove':
        return html`<tessera-remove-account-screen
          .view=${view}
          account=${route.account}
        ></tessera-remove-account-screen>`;
      default:
        return route satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-accounts-flow': AccountsFlow;
  }
}
