/** About: version, storage, serial numbers, clocks, details for support, licences. */
import '../components/app-bar.ts';
import '../components/support-details.ts';
import './licence-list.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/menu-strings.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { accountTitle, inOrder, serialWords } from '../accounts/account-name.ts';
import { Screen } from '../components/screen.ts';
import { term } from '../components/term.ts';
import { dotted } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { rows } from '../styles/rows.ts';
import { wholeCodes } from '../whole-codes.ts';

@customElement('tessera-about-screen')
export class AboutScreen extends Screen {
  static override styles = [base, page, rows];

  override render(): TemplateResult {
    const { about, accounts } = this.view;
    // By their number alone: whoever helps need not see where somebody has accounts.
    const others = accounts.filter(({ kind }) => kind === 'oath').length;
    const kept =
      about.persisted === undefined
        ? m.about.unknown
        : about.persisted
          ? m.about.persisted
          : m.about.notPersisted;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${m.about.title}</h1>
        <dl class="rows">
          ${term(m.about.version, `${about.name} ${about.version}`)} ${term(m.about.storage, kept)}
          ${inOrder(issuerAccounts(accounts)).map((account) => this.#account(account))}
          ${others === 0 ? nothing : term(w.oath.about, formatNumber(others))}
          ${term(m.about.licence, m.about.licenceText)}
        </dl>
        <div class="support">
          <tessera-support-details></tessera-support-details>
          <p class="small soft">${t.support.text}</p>
        </div>
        ${
          about.licences === undefined
            ? nothing
            : html`<tessera-licence-list .source=${about.licences}></tessera-licence-list>`
        }
      </div>`;
  }

  #account(account: IssuerAccount): TemplateResult {
    const clock =
      account.clockOffset === 0
        ? t.accounts.clockExact
        : t.accounts.clockOff({ time: formatDuration(account.clockOffset) });
    return term(
      accountTitle(account),
      wholeCodes(
        dotted([
          serialWords(`${account.serial}-${account.sequence}`),
          t.app.labelled({ label: m.about.clock, value: clock }),
        ]),
      ),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-about-screen': AboutScreen;
  }
}
