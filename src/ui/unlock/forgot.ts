/** A forgotten PIN: biometrics give a new one; else only erasing helps, after a typed word (docs/vault.md, rule 4). */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ErrorCode } from '../../core/errors.ts';
import { base, buttons, fields, page } from '../styles/base.ts';
import { rich } from '../rich-text.ts';
import { t } from '../../i18n/strings.ts';
import { accountTitle, inOrder } from '../accounts/account-name.ts';
import { moreIcon } from '../components/more-icons.ts';
import { Screen } from '../components/screen.ts';
import { plainScreen } from '../components/plain-screen.ts';
import '../components/notice.ts';

@customElement('t-forgot')
export class Forgot extends Screen {
  static override styles = [base, buttons, page];

  /** In the middle of an activation, which waits meanwhile. */
  @property({ type: Boolean }) activating = false;
  @property({ attribute: false }) problem: ErrorCode | undefined;

  override render(): TemplateResult {
    const biometrics = this.view.biometrics === 'on';
    return plainScreen({
      title: t.forgot.title,
      text: this.activating
        ? biometrics
          ? t.forgot.activating
          : t.forgot.activatingWithout
        : biometrics
          ? t.forgot.withBiometrics
          : t.forgot.without,
      content: this.problem ? html`<t-notice code=${this.problem}></t-notice>` : nothing,
      actions: html`${
          biometrics
            ? html`<button
                data-action="use-biometrics"
                class="primary"
                type="button"
                @click=${this.on({ type: 'biometrics-chosen' })}
              >
                ${moreIcon('face')}${t.biometrics.use[this.view.platform]}
              </button>`
            : nothing
        }
        ${
          this.activating
            ? html`<button
                data-action="pin-remembered"
                class="second"
                type="button"
                @click=${this.on({ type: 'pin-remembered' })}
              >
                ${t.forgot.remembered}
              </button>`
            : nothing
        }
        <button
          data-action="erase"
          class="grave"
          type="button"
          @click=${this.on({ type: 'erase-wanted' })}
        >
          ${t.forgot.erase}
        </button>`,
    });
  }
}

@customElement('t-erase')
export class Erase extends Screen {
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

  @state() private wrong = false;
  @query('input') private input!: HTMLInputElement;

  override render(): TemplateResult {
    const accounts = inOrder(this.view.accounts);
    return plainScreen({
      title: t.forgot.eraseTitle,
      text: accounts.length === 0 ? t.forgot.eraseNone : t.forgot.eraseText,
      content: html`<ul>
          ${accounts.map(
            (account) =>
              html`<li>
                <strong>${accountTitle(account)}</strong>
                <span class="soft">${account.issuerName} · ${account.serial}</span>
              </li>`,
          )}
        </ul>
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
      actions: html`<button data-action="erase" class="grave" type="button" @click=${this.confirm}>
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

  private confirm(): void {
    this.wrong = this.input.value.trim() !== t.forgot.eraseWord;
    if (this.wrong) this.input.focus();
    else this.act({ type: 'erase-confirmed' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-forgot': Forgot;
    't-erase': Erase;
  }
}
