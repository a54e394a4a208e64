/** Erases everything after a typed confirmation, where no PIN and no biometrics are left. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';

import { issuerAccounts } from '../../core/account.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { accountTitle, inOrder } from '../accounts/account-name.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { dotted } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, fields, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { wholeCodes } from '../whole-codes.ts';

@customElement('tessera-erase-screen')
export class EraseScreen extends Screen {
  static override styles = [
    base,
    buttons,
    fields,
    page,
    css`
      li strong {
        display: block;
      }
      li {
        padding-block: var(--s2);
        border-block-start: 1px solid var(--line);
      }
      .problem {
        color: var(--alarm);
      }
    `,
  ];

  @state() protected wrong = false;
  @query('input') protected input!: HTMLInputElement;

  override render(): TemplateResult {
    const all = inOrder(this.view.accounts);
    const accounts = issuerAccounts(all);
    const others = all.length - accounts.length;
    return plainScreen({
      title: t.forgot.eraseTitle,
      ...(accounts.length > 0 || others === 0
        ? { text: accounts.length === 0 ? t.forgot.eraseNone : t.forgot.eraseText }
        : {}),
      content: html`<ul>
          ${accounts.map(
            (account) =>
              html`<li>
                <strong>${accountTitle(account)}</strong>
                <span class="soft"
                  >${wholeCodes(dotted([account.issuerName, account.serial]))}</span
                >
              </li>`,
          )}
        </ul>
        ${others === 0 ? nothing : html`<p>${w.oath.eraseText({ n: others })}</p>`}
        <label class="field"
          ><span>${rich(t.forgot.eraseType, { word: t.forgot.eraseWord })}</span>
          <input
            class="text"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-invalid=${this.wrong}
            aria-describedby="wrong"
          />
        </label>
        <p class="problem" id="wrong" role="status">
          ${this.wrong ? t.forgot.eraseWrong : nothing}
        </p>`,
      actions: html`<button data-action="erase" class="grave" type="button" @click=${this.#confirm}>
          ${t.forgot.eraseConfirm}
        </button>
        <button
          data-action="keep"
          class="second"
          type="button"
          @click=${this.on({ type: 'went-back' })}
        >
          ${t.forgot.keep}
        </button>`,
    });
  }

  #confirm(): void {
    this.wrong = this.input.value.trim() !== t.forgot.eraseWord;
    if (this.wrong) this.input.focus();
    else this.act({ type: 'erase-confirmed' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-erase-screen': EraseScreen;
  }
}
