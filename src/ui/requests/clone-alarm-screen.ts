/** Somebody may be using the account: what was approved elsewhere, whom to call, and the way on. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Route } from '../../core/navigation/route-types.ts';
import { moment } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-clone-alarm-screen')
export class CloneAlarmScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .call {
        font-weight: 650;
      }
    `,
  ];

  @property({ attribute: false }) route!: Extract<Route, { readonly at: 'clone-suspected' }>;

  override render(): TemplateResult {
    const { account: id, approvals, back } = this.route;
    const account = this.view.accounts.find((each) => each.id === id);
    const issuer = account?.issuerName ?? t.accounts.issuer;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${t.errors.CLONE_SUSPECTED.what}</h1>
        <tessera-notice code="CLONE_SUSPECTED" own-why what=${issuer}>
          ${approvals.map(
            ({ at }) =>
              html`<p>
                ${
                  at === undefined
                    ? t.alarm.answered
                    : t.alarm.approved({ when: moment(at * 1000) })
                }
              </p>`,
          )}
          <p class="call">${rich(t.alarm.call, { issuer })}</p>
        </tessera-notice>
        <div class="actions">
          <p class="soft small">${t.alarm.wasMeText}</p>
          <button
            data-action="it-was-me"
            class="second"
            type="button"
            @click=${this.on({ type: 'acknowledged' })}
          >
            ${t.alarm.wasMe}
          </button>
          <button
            data-action="go-on"
            class="plain"
            type="button"
            @click=${this.on({ type: 'closed' })}
          >
            ${back.at === 'request' ? t.alarm.goOn : t.app.back}
          </button>
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-clone-alarm-screen': CloneAlarmScreen;
  }
}
