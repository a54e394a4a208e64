/** One account of a code: whose it is, and whether it is kept. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import type { BroughtAccount } from '../../core/transfer/bring-in-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { term } from '../components/term.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { bringIn, broughtTitle, problemNotice } from './bring-in-parts.ts';

@customElement('tessera-bring-in-one-screen')
export class BringInOneScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    css`
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) account!: BroughtAccount;
  @property({ attribute: false }) problem: ErrorCode | undefined;

  override render(): TemplateResult {
    const { account } = this;
    const words = w.bringIn.one;
    const name = broughtTitle(account);
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: rich(account.here ? words.hereTitle : words.title, { account: name }),
        text: account.here
          ? words.hereText
          : account.unhidden
            ? rich(w.oath.unhiddenText, {
                site: account.issuer || account.label || w.oath.thisSite,
              })
            : words.text,
        content: html`${this.#facts()}
        ${account.sameName ? notice(w.bringIn.list.sameName) : nothing}
        ${account.sameKey ? notice(w.bringIn.list.sameKey) : nothing} ${problemNotice(this.problem)}`,
        actions: this.#actions(),
      })}`;
  }

  #facts(): TemplateResult {
    const { issuer, label } = this.account;
    return html`<dl class="rows">
      ${issuer ? term(w.oath.site, issuer) : nothing} ${label ? term(w.oath.label, label) : nothing}
    </dl>`;
  }

  #actions(): TemplateResult {
    const { keep, open } = w.bringIn.one;
    return html`<button
        data-action="keep-account"
        class="primary"
        type="button"
        @click=${this.on(bringIn({ type: 'keep-wanted' }))}
      >
        ${this.account.here ? open : keep}
      </button>
      <button
        data-action="leave-out"
        class="second"
        type="button"
        @click=${this.on(bringIn({ type: 'went-back' }))}
      >
        ${t.app.cancel}
      </button>`;
  }
}

function notice(text: string): TemplateResult {
  return html`<tessera-notice mild what=${text}></tessera-notice>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-bring-in-one-screen': BringInOneScreen;
  }
}
