/** How a move ended on the new phone: the receipt, what is missing, or why it is over. */
import '../components/app-bar.ts';
import '../components/notice.ts';
import '../components/support-details.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Receive } from '../../core/transfer/receive-types.ts';
import { t } from '../../i18n/strings.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { dotted } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { receiveAction } from './receive-action.ts';
import { bigNumber, numberStyles } from './receive-number.ts';

type Ended = Extract<
  Receive,
  { step: 'receive-done' } | { step: 'receive-incomplete' } | { step: 'receive-over' }
>;

@customElement('tessera-receive-result-screen')
export class ReceiveResultScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    numberStyles,
    css`
      ul {
        list-style: disc;
        padding-inline-start: 1.5em;
      }
    `,
  ];

  @property({ attribute: false }) state!: Ended;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    return html`<tessera-app-bar></tessera-app-bar>${this.#screen()}`;
  }

  #screen(): TemplateResult {
    const { state } = this;
    switch (state.step) {
      case 'receive-done':
        return plainScreen({
          title: w.receive.doneTitle({ n: state.accounts }),
          text: w.receive.doneText,
          content: html`${bigNumber(state.receipt, w.receive.receipt, this.view.concealed)}
          ${state.here > 0 ? html`<p class="soft">${w.receive.here({ n: state.here })}</p>` : ''}`,
          actions: this.#stop('done', 'primary', w.receive.done),
        });
      case 'receive-incomplete': {
        const { what, next } = transferErrorWords('MOVE_INCOMPLETE');
        return plainScreen({
          title: what,
          text: w.receive.incomplete({ n: state.kept }),
          content: html`<ul data-error="MOVE_INCOMPLETE">
              ${state.missing.map((name) => html`<li>${dotted(name)}</li>`)}
            </ul>
            <p>${next}</p>
            <tessera-support-details error="MOVE_INCOMPLETE"></tessera-support-details>`,
          actions: this.#again(),
        });
      }
      case 'receive-over': {
        const { what, why, next } = transferErrorWords(state.code);
        return plainScreen({
          title: what,
          content: html`<tessera-notice
            code=${state.code}
            what=${why}
            why=${next}
          ></tessera-notice>`,
          actions: this.#again(),
        });
      }
      default:
        return state satisfies never;
    }
  }

  #again(): TemplateResult {
    return html`${actionButton('primary', 'begin-again', w.receive.again, this.on(receiveAction({ type: 'receive-again-wanted' })))}
    ${this.#stop('cancel', 'second', t.app.cancel)}`;
  }

  #stop(action: string, rank: 'primary' | 'second', words: string): TemplateResult {
    return html`<button
      data-action=${action}
      class=${rank}
      type="button"
      @click=${this.on(receiveAction({ type: 'receive-stopped' }))}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-result-screen': ReceiveResultScreen;
  }
}
