/** The old phone takes eight digits from the new one: the number of its code, or its receipt. */
import '../components/app-bar.ts';
import '../components/pin-entry.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Send } from '../../core/transfer/send-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { pinPage } from '../components/pin-styles.ts';
import type { ActionEvent } from '../components/screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sendAction } from './send-action.ts';

/** Digits of both numbers. */
const DIGITS = 8;

@customElement('tessera-send-digits-screen')
export class SendDigitsScreen extends Screen {
  static override styles = [base, buttons, page, pinPage];

  @property({ attribute: false }) state!: Extract<
    Send,
    { step: 'send-number' } | { step: 'send-receipt' }
  >;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    const { askFirst, concealed } = this.view;
    const { step, triesLeft, checking = false, wrong = false } = this.state;
    const isReceipt = step === 'send-receipt';
    const title = isReceipt ? w.send.receiptTitle : w.send.numberTitle;
    const text = isReceipt ? w.send.receiptText : w.send.numberText;
    const code = isReceipt ? 'MOVE_RECEIPT_WRONG' : 'MOVE_NUMBER_WRONG';
    const problem = wrong ? { code, text: w.send.wrong({ left: triesLeft }) } : undefined;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${title}</h1>
          <p class="small">${text}</p>
        </div>
        <tessera-pin-entry
          data-focus
          kind="number"
          label=${title}
          description=${text}
          length=${DIGITS}
          ?asks=${askFirst}
          ?busy=${checking}
          ?concealed=${concealed}
          .problem=${problem}
          @tessera-action=${this.#typed}
        >
          ${
            isReceipt
              ? actionButton(
                  'plain',
                  'pictures-again',
                  w.send.again,
                  this.on(sendAction({ type: 'send-pictures-wanted' })),
                )
              : nothing
          }
        </tessera-pin-entry>
      </div>`;
  }

  /** The entry says that a number was typed, as for a request: here it is another one. */
  #typed(event: ActionEvent): void {
    const { action } = event;
    if (action.type !== 'number-typed') return;
    event.stopPropagation();
    const { digits } = action;
    const type = this.state.step === 'send-receipt' ? 'send-receipt-typed' : 'send-number-typed';
    this.act(sendAction({ type, digits }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-digits-screen': SendDigitsScreen;
  }
}
