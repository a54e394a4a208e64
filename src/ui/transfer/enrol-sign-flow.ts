/** What a LinOTP server asks to be signed, and the code for it. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import '../components/code-display.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Signing } from '../../core/transfer/enrol-sign.ts';
import type { Ocra2Answer, Ocra2Question } from '../../core/transfer/enrol-types.ts';
import { groupDigits } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { distinctName } from '../accounts/distinct-name.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { wholeCodes } from '../whole-codes.ts';
import { isHidden, problemWords, showAgain, signAction } from './enrol-parts.ts';
import { questionParts, questionStyles } from './enrol-question.ts';

@customElement('tessera-enrol-sign-flow')
export class EnrolSignFlow extends Screen {
  static override styles = [base, buttons, page, questionStyles];

  @property({ attribute: false }) state!: Signing;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    const { state } = this;
    switch (state.step) {
      case 'sign-idle':
      case 'sign-working':
        return html`<tessera-busy-screen
          .view=${this.view}
          text=${t.app.wait}
        ></tessera-busy-screen>`;
      case 'sign-question':
        return html`<tessera-app-bar back></tessera-app-bar>${this.#question(state.question)}`;
      case 'sign-code':
        return html`<tessera-app-bar></tessera-app-bar>${this.#code(state.answer)}`;
      case 'sign-failed': {
        const { what, why } = problemWords(state.problem);
        return html`<tessera-app-bar></tessera-app-bar>${plainScreen({
            title: what,
            text: why,
            actions: this.#close(w.enrol.sign.done, 'primary'),
          })}`;
      }
      default:
        return state satisfies never;
    }
  }

  #question(question: Ocra2Question): TemplateResult {
    return plainScreen({
      title: w.enrol.sign.title,
      text: w.enrol.sign.check,
      content: questionParts(question),
      actions: html`${actionButton('primary', 'show-code', w.enrol.sign.show, this.on(signAction({ type: 'sign-wanted' })))}
      ${this.#close(w.enrol.sign.close, 'second')}`,
    });
  }

  #code(answer: Ocra2Answer): TemplateResult {
    return plainScreen({
      title: w.enrol.sign.codeTitle,
      text: w.enrol.sign.codeText,
      content: html`${this.#name(answer.account)}
        <tessera-code-display
          typed-only
          kind="response"
          code=${groupDigits(answer.code)}
          text=${answer.code}
          .sentence=${w.enrol.sign.spell}
          .copied=${this.view.copied}
          ?concealed=${isHidden(this.view)}
        ></tessera-code-display>
        ${showAgain(this.view, this.on({ type: 'start-transfer', purpose: 'sign' }))}
        ${questionParts(answer)}`,
      actions: this.#close(w.enrol.sign.done, 'primary'),
    });
  }

  /** Whose code it is: the question names no account. */
  #name(id: string): TemplateResult | typeof nothing {
    const { accounts } = this.view;
    const account = accounts.find((each) => each.id === id);
    return account
      ? html`<p class="wrap" data-account><b>${wholeCodes(distinctName(account, accounts))}</b></p>`
      : nothing;
  }

  #close(words: string, rank: 'primary' | 'second'): TemplateResult {
    return html`<button
      data-action="done"
      class=${rank}
      type="button"
      @click=${this.on(signAction({ type: 'closed' }))}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-enrol-sign-flow': EnrolSignFlow;
  }
}
