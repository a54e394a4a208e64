/**
 * The screen "Notifications": one switch, why it may be missing, and how each account's requests
 * arrive.
 */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import type { NotificationsView, View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { accountTitle, inOrder } from '../accounts/account-name.ts';
import { serialMark } from '../accounts/distinct-name.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { switchButton } from '../components/switch-button.ts';
import { switchStyles } from '../components/switch-styles.ts';
import { dotted } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { rows } from '../styles/rows.ts';
import { wholeCodes } from '../whole-codes.ts';

const BUSY: ReadonlySet<NotificationsView['is']> = new Set(['turning-on', 'turning-off'] as const);

@customElement('tessera-notifications-screen')
export class NotificationsScreen extends Screen {
  static override styles = [base, page, rows, switchStyles];

  override render(): TemplateResult {
    const { is, problem } = this.view.notifications;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: t.notifications.page,
        text: textOf(is),
        content: html`<div class="all" data-notifications=${is}>
          ${is === 'blocked' ? this.#unblock() : nothing}
          ${is === 'on' || is === 'off' || BUSY.has(is) ? this.#switch(is) : nothing}
          ${
            problem && is !== 'blocked' && !BUSY.has(is)
              ? html`<tessera-notice mild code=${problem}></tessera-notice>`
              : nothing
          }
          ${is === 'on' || is === 'off' ? this.#accounts() : nothing}
        </div>`,
      })}`;
  }

  #switch(is: NotificationsView['is']): TemplateResult {
    const on = is === 'on' || is === 'turning-on';
    const busy = BUSY.has(is);
    const { asking, turningOff, notifyMe, titled } = t.notifications;
    const note = this.view.notifications.titles ? titled : t.notifications.private;
    return html`<div class="card">
        ${switchButton({
          action: 'switch-notifications',
          label: notifyMe,
          on,
          busy,
          turn: this.on({ type: 'set-notifications', on: !on }),
        })}
      </div>
      <p class="soft small" role="status">
        ${busy ? (is === 'turning-on' ? asking : turningOff) : note}
      </p>`;
  }

  #unblock(): TemplateResult {
    const { unblock, comeBack } = t.notifications;
    return html`<h2>${unblock}</h2>
      <p>${stepsFor(this.view)}</p>
      <p class="soft">${comeBack}</p>`;
  }

  /** Only where there is something to tell apart. */
  #accounts(): TemplateResult | typeof nothing {
    const accounts = issuerAccounts(this.view.accounts);
    const { is, accounts: how } = this.view.notifications;
    if (accounts.length < 2 && accounts.every(({ id }) => how[id] === 'pushed')) return nothing;
    return html`<h2>${t.notifications.accounts}</h2>
      <dl class="rows">
        ${inOrder(accounts).map((account) => this.#account(account, is === 'on'))}
      </dl>`;
  }

  #account(account: IssuerAccount, on: boolean): TemplateResult {
    const how = this.view.notifications.accounts[account.id] ?? 'scanned';
    const names = new Set([accountTitle(account), account.issuerName]);
    return html`<div>
      <dt>${wholeCodes(dotted([...names, ...serialMark(account, this.view.accounts)]))}</dt>
      <dd>${how === 'pushed' && !on ? t.notifications.pushes : t.notifications[how]}</dd>
    </div>`;
  }
}

function textOf(is: NotificationsView['is']): string {
  const words = t.notifications;
  switch (is) {
    case 'unknown':
      return t.app.wait;
    case 'not-allowed':
      return words.notAllowed;
    case 'missing':
      return words.missing;
    case 'not-installed':
      return words.notInstalled;
    case 'nobody':
      return words.none;
    case 'blocked':
      return words.blocked;
    case 'off':
    case 'turning-on':
      return words.offText;
    case 'on':
    case 'turning-off':
      return words.onText;
    default:
      return is satisfies never;
  }
}

/** How to allow them again, by platform; an installed app's window has its own settings. */
function stepsFor({ platform, installed }: View): string {
  const { steps } = t.notifications;
  if (platform === 'android' && installed) return steps.androidInstalled;
  if (platform !== 'ios' && installed) return steps.installed;
  return steps[platform];
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-notifications-screen': NotificationsScreen;
  }
}
