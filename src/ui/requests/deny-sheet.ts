/** Asks why a request is denied: the person has changed their mind, or it was somebody else's. */
import '../components/sheet.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, buttons } from '../styles/base.ts';

@customElement('tessera-deny-sheet')
export class DenySheet extends Screen {
  static override styles = [
    base,
    buttons,
    css`
      .actions {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  override render(): TemplateResult {
    const { request, accounts } = this.view;
    const account = accounts.find(({ id }) => id === request?.account);
    const back = this.on({ type: 'went-back' });
    return html`<tessera-sheet label=${t.deny.title} @tessera-dismiss=${back}>
      <h1 tabindex="-1">${t.deny.title}</h1>
      <p>${whatItTells(account)}</p>
      <div class="actions">
        <button
          data-action="was-me"
          class="second"
          type="button"
          @click=${this.on({ type: 'denied' })}
        >
          ${t.deny.wasMe}
        </button>
        <button
          data-action="not-me"
          class="grave"
          type="button"
          @click=${this.on({ type: 'denied', reason: 'not-me' })}
        >
          ${t.deny.notMe}
        </button>
        <button data-action="keep-open" class="plain" type="button" @click=${back}>
          ${t.app.back}
        </button>
      </div>
    </tessera-sheet>`;
  }
}

function whatItTells(account: Account | undefined): TemplateResult {
  return html`${rich(t.deny.notMeText, { issuer: account?.issuerName ?? '' })}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-deny-sheet': DenySheet;
  }
}
