/** What removing an account means, before it is authenticated. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { isMovable } from '../../core/transfer/movable.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { distinctName } from './distinct-name.ts';
import { siteOf } from './oath-facts.ts';

type Words = string | TemplateResult;

@customElement('tessera-remove-account-screen')
export class RemoveAccountScreen extends Screen {
  static override styles = [base, buttons, page];

  @property() account = '';

  override render(): TemplateResult {
    const account = this.view.accounts.find(({ id }) => id === this.account);
    if (!account && this.view.damaged.some(({ id }) => id === this.account))
      return this.#question(t.accounts.damagedRemoveTitle, t.accounts.damagedRemoveText);
    if (!account)
      return html`<tessera-app-bar back></tessera-app-bar>
        <div class="body"><h1 tabindex="-1">${t.accounts.gone}</h1></div>`;
    const title = rich(t.accounts.removeTitle, {
      account: distinctName(account, this.view.accounts),
    });
    if (account.kind === 'oath') {
      const site = siteOf(account);
      return this.#question(
        title,
        rich(w.oath.removeText, { site }),
        rich(isMovable(account) ? w.oath.removeBack : w.oath.removeBound, { site }),
      );
    }
    return this.#question(
      title,
      rich(t.accounts.removeText, { issuer: account.issuerName }),
      rich(t.accounts.removeBack, { issuer: account.issuerName }),
    );
  }

  #question(title: Words, ...texts: readonly Words[]): TemplateResult {
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${title}</h1>
          ${texts.map((text) => html`<p>${text}</p>`)}
        </div>
        <div class="actions">
          <button
            data-action="remove-account"
            class="grave"
            type="button"
            @click=${this.on({ type: 'remove', account: this.account })}
          >
            ${t.accounts.removeConfirm}
          </button>
          <button
            data-action="keep"
            class="second"
            type="button"
            @click=${this.on({ type: 'went-back' })}
          >
            ${t.accounts.keep}
          </button>
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-remove-account-screen': RemoveAccountScreen;
  }
}
