/** Chooses among the screens that bring accounts in. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import './bring-in-file-screen.ts';
import './bring-in-list-screen.ts';
import './bring-in-one-screen.ts';
import './bring-in-password-screen.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { countToAdd, singleOf } from '../../core/transfer/bring-in-list.ts';
import type { BringIn, BringInAction, OathNotice } from '../../core/transfer/bring-in-types.ts';
import { t } from '../../i18n/strings.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { sentences } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { bringIn } from './bring-in-parts.ts';

@customElement('tessera-bring-in-flow')
export class BringInFlow extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: BringIn;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    const { state, view } = this;
    switch (state.step) {
      case 'bring-in-starting':
        return this.#busy(t.app.wait);
      case 'bring-in-notice':
        return html`<tessera-app-bar back></tessera-app-bar>${this.#notice(state.notice)}`;
      case 'choose-file':
        return html`<tessera-bring-in-file-screen
          .view=${view}
          .problem=${state.problem}
        ></tessera-bring-in-file-screen>`;
      case 'file-password':
        return html`<tessera-bring-in-password-screen
          .view=${view}
          .problem=${state.problem}
          ?backup=${state.origin === 'backup'}
        ></tessera-bring-in-password-screen>`;
      case 'reading-file':
        return state.locked
          ? this.#busy(w.bringIn.opening, { why: w.bringIn.openingWhy, cancel: true })
          : this.#busy(w.bringIn.reading, { cancel: true });
      case 'bring-in-comparing':
        return state.proof === undefined
          ? this.#locked()
          : this.#busy(w.bringIn.comparing, { cancel: true });
      case 'bring-in-preview': {
        const single = singleOf(state);
        return single
          ? html`<tessera-bring-in-one-screen
              .view=${view}
              .account=${single}
              .problem=${state.problem}
            ></tessera-bring-in-one-screen>`
          : html`<tessera-bring-in-list-screen
              .view=${view}
              .previewed=${state}
              .problem=${state.problem}
            ></tessera-bring-in-list-screen>`;
      }
      case 'bring-in-keeping':
        return this.#busy(w.bringIn.keeping({ n: countToAdd(state) }));
      case 'brought-in':
        return this.#ended(w.bringIn.done.title({ n: state.added }), whatToDo(state));
      case 'bring-in-failed': {
        const { what, why, next } = transferErrorWords(state.error);
        return this.#ended(what, sentences(why, next));
      }
      default:
        return state satisfies never;
    }
  }

  #busy(
    text: string,
    { why = '', cancel }: { readonly why?: string; readonly cancel?: boolean } = {},
  ): TemplateResult {
    return html`<tessera-busy-screen .view=${this.view} text=${text} why=${why}
      >${cancel ? this.#button('second', 'cancel', t.app.cancel, { type: 'went-back' }) : nothing}
    </tessera-busy-screen>`;
  }

  /** The PIN was not entered: what was read waits for it. */
  #locked(): TemplateResult {
    const { title, text, enter } = w.bringIn.locked;
    const again = this.on({ type: 'start-transfer', purpose: 'bring-in' });
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        actions: html`${actionButton('primary', 'enter-pin', enter, again)}
        ${this.#button('second', 'cancel', t.app.cancel, { type: 'went-back' })}`,
      })}`;
  }

  #notice(notice: OathNotice): TemplateResult {
    const { first, erased } = w.bringIn;
    const accept = { type: 'notice-accepted' } as const;
    const [goOn, stop] =
      notice === 'first'
        ? [this.#button('primary', 'continue', t.app.continue, accept), first.notNow]
        : [this.#button('grave', 'restore-anyway', erased.goOn, accept), t.app.cancel];
    const { title, text } = w.bringIn[notice];
    return plainScreen({
      title,
      text,
      content: notice === 'erased' ? html`<p>${erased.safer}</p>` : nothing,
      actions: html`${goOn} ${this.#button('second', 'not-now', stop, { type: 'went-back' })}`,
    });
  }

  #ended(title: string, text: string): TemplateResult {
    return html`<tessera-app-bar back></tessera-app-bar>${plainScreen({
        title,
        text,
        actions: this.#button('primary', 'done', w.bringIn.done.close, { type: 'closed' }),
      })}`;
  }

  #button(look: string, action: string, label: string, event: BringInAction): TemplateResult {
    return actionButton(look, action, label, this.on(bringIn(event)));
  }
}

/** What becomes of the file. Of accounts that were scanned or pasted there is none. */
function whatToDo({ origin, counts }: Extract<BringIn, { readonly step: 'brought-in' }>): string {
  const { text, backup, counters } = w.bringIn.done;
  if (origin === undefined) return '';
  if (origin === 'export') return text;
  return counts ? sentences(backup, counters) : backup;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-bring-in-flow': BringInFlow;
  }
}
