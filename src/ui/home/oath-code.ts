/** The code of another server's account in its card: by time, by a tap, or by a scan. */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { OathAccount } from '../../core/account.ts';
import type { Action } from '../../core/action.ts';
import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { siteOf, unhiddenMark, unhiddenStyles } from '../accounts/oath-facts.ts';
import { ActionEvent } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { CardCode } from './card-code.ts';

@customElement('tessera-oath-code')
export class OathCode extends CardCode {
  static override styles = [
    ...CardCode.styles,
    unhiddenStyles,
    css`
      .taps {
        display: grid;
        gap: var(--s2);
        justify-items: center;
        text-align: center;
      }
    `,
  ];

  declare account: OathAccount;
  /** Of the code that was shown last. */
  #counter: number | undefined;

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { otp } = this.view;
    const counter = otp && 'counter' in otp ? otp.counter : undefined;
    if (counter !== undefined && counter !== this.#counter) this.expectCode();
    this.#counter = counter;
  }

  protected override get site(): string {
    return siteOf(this.account);
  }

  protected override purpose(): TemplateResult | typeof nothing {
    return this.account.type === 'ocra2' ? nothing : super.purpose();
  }

  protected override code(otp: View['otp']): TemplateResult {
    const { type } = this.account;
    if (type === 'ocra2') return this.#scan();
    if (type !== 'hotp' || otp === undefined) return super.code(otp);
    if ('masked' in otp) return this.masked(this.#taps(w.oathCode.show));
    return html`${super.code(otp)}
      <div class="taps">${this.#taps(w.oathCode.next)}</div>`;
  }

  protected override more(): TemplateResult {
    return html`<p class="soft small">${rich(w.oath.noRequests, { site: this.site })}</p>
      ${unhiddenMark(this.account)}`;
  }

  /** Each code is made by a tap alone: it is used up by being shown. */
  #taps(words: string): TemplateResult {
    const isAgain = this.#counter === undefined && this.account.showsAgain;
    return html`<p class="small">${w.oathCode.once}</p>
      <button
        data-action="next-code"
        class="second"
        type="button"
        @click=${this.#on({ type: 'count-otp', which: 'next' })}
      >
        ${words}
      </button>
      ${
        isAgain
          ? html`<button
              data-action="code-again"
              class="plain"
              type="button"
              @click=${this.#on({ type: 'count-otp', which: 'again' })}
            >
              ${w.oathCode.again}
            </button>`
          : nothing
      }`;
  }

  #scan(): TemplateResult {
    return html`<div class="taps">
      <p>${rich(w.oathCode.scan, { site: this.site })}</p>
      <button
        data-action="scan-to-answer"
        class="second"
        type="button"
        @click=${this.#on({ type: 'scan' })}
      >
        ${t.home.scan}
      </button>
    </div>`;
  }

  #on(action: Action): () => void {
    return () => this.dispatchEvent(new ActionEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-oath-code': OathCode;
  }
}
