/** Moving to a new phone: account by account, each ticked off once the new phone has it. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { moveName } from '../../core/transfer/move-name.ts';
import { newPhone } from '../../core/transfer/new-phone.ts';
import { m } from '../../i18n/menu-strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { accountTitle, inOrder } from '../accounts/account-name.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { dotted } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { tickBox } from '../styles/tick-box.ts';

@customElement('tessera-new-phone-screen')
export class NewPhoneScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    tickBox,
    css`
      ol {
        display: grid;
        gap: var(--s2);
        padding-inline-start: 1.5em;
        list-style: decimal;
      }
      .bound {
        list-style: disc;
        padding-inline-start: 1.5em;
        overflow-wrap: anywhere;
      }
      .entries {
        display: grid;
        gap: var(--s3);
      }
      .entry {
        display: grid;
        gap: var(--s3);
        padding: var(--s4);
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
        overflow-wrap: anywhere;
      }
      .entry h2 {
        font-size: var(--text-large);
      }
      button.tick {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-block-size: 2.75rem;
        font-weight: 600;
        text-align: start;
        justify-content: start;
      }
      @media (forced-colors: active) {
        .entry {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    const { activated, left, movable, bound, isOver } = newPhone(
      this.view.accounts,
      this.view.moved,
    );
    const accounts = inOrder(activated);
    const others = movable.length;
    const oath = others + bound.length;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${m.newPhone.title}</h1>
          ${
            accounts.length === 0 && oath > 0
              ? nothing
              : html`<p>${accounts.length === 0 ? m.newPhone.none : m.newPhone.text}</p>`
          }
          ${others === 0 ? nothing : html`<p>${w.oath.moveText({ n: others })}</p>`}
          ${bound.length === 0 ? nothing : this.#bound(bound)}
        </div>
        ${
          others === 0 || !this.view.otherAccounts
            ? nothing
            : html`<button
                data-action="send"
                class="primary"
                type="button"
                @click=${this.on({ type: 'start-transfer', purpose: 'send' })}
              >
                ${icon('phone')}${w.send.start}
              </button>`
        }
        ${
          accounts.length === 0
            ? nothing
            : html`<ol>
                  <li>${rich(m.newPhone.install, { app: this.view.about.name })}</li>
                  <li>${m.newPhone.activate}</li>
                  <li>${m.newPhone.tick}</li>
                </ol>
                <ul class="entries">
                  ${accounts.map((account) => this.#entry(account))}
                </ul>
                <p role="status" class="soft">
                  ${
                    left > 0
                      ? m.newPhone.left({ n: left })
                      : isOver
                        ? m.newPhone.all
                        : w.send.othersHere({ n: oath })
                  }
                </p>`
        }
      </div>`;
  }

  /** Accounts of other sites that no file and no camera can take along. */
  #bound(bound: readonly Account[]): TemplateResult {
    return html`<p>${w.send.staying({ n: bound.length })}</p>
      <ul class="bound">
        ${bound.map((account) => html`<li>${dotted(moveName(account))}</li>`)}
      </ul>`;
  }

  #entry(account: Account): TemplateResult {
    const on = this.view.moved.includes(account.id);
    const name = accountTitle(account);
    const { issuerName: issuer } = account;
    return html`<li class="entry">
      <h2>${name === issuer ? issuer : dotted([issuer, name])}</h2>
      ${
        on
          ? nothing
          : html`<p>${rich(m.newPhone.how, { issuer })}</p>
              <button
                data-action="one-time-password"
                class="second"
                type="button"
                aria-label=${m.newPhone.codeFor({ account: name })}
                @click=${this.on({ type: 'show-otp', account: account.id })}
              >
                ${icon('key')}${m.newPhone.code}
              </button>`
      }
      <button
        data-action="tick-moved"
        class="plain tick"
        type="button"
        role="checkbox"
        aria-checked=${on}
        aria-label=${m.newPhone.hasIt({ account: name })}
        @click=${this.on({ type: 'tick-moved', account: account.id, on: !on })}
      >
        <span class="box">${icon('check')}</span><span>${m.newPhone.has}</span>
      </button>
      ${
        on
          ? html`<p>${rich(m.newPhone.ended, { issuer })}</p>
              <button
                data-action="remove-account"
                class="second"
                type="button"
                aria-label=${m.newPhone.removeThis({ account: name })}
                @click=${this.on({ type: 'removal-asked', account: account.id })}
              >
                ${m.newPhone.remove}
              </button>`
          : nothing
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-new-phone-screen': NewPhoneScreen;
  }
}
