/** After the receipt: delete on the old phone or keep both, asked once more, and what was done. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { MoveName } from '../../core/transfer/move-name.ts';
import type { Send, SendTap } from '../../core/transfer/send-types.ts';
import { locale } from '../../i18n/strings.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { dotted, sentences } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sendAction } from './send-action.ts';

type Chosen = Extract<
  Send,
  | { step: 'send-moved' }
  | { step: 'send-counting' }
  | { step: 'send-delete' }
  | { step: 'send-done' }
>;

/** One button: its name for tools, its rank, its words, and what it does. */
type Choice = readonly [
  action: string,
  rank: 'primary' | 'second' | 'grave',
  words: string,
  tap: SendTap['type'],
];

@customElement('tessera-send-choice-screen')
export class SendChoiceScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: Chosen;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    return html`<tessera-app-bar ?back=${this.state.step !== 'send-done'}></tessera-app-bar>
      ${this.#screen()}`;
  }

  #screen(): TemplateResult {
    const { state } = this;
    switch (state.step) {
      case 'send-moved':
        return plainScreen({
          title: w.send.movedTitle({ n: state.packed.accounts }),
          text: w.send.movedText,
          content: html`${this.#unread(state.packed.unread)} ${this.#problem(state)}`,
          actions: this.#choices(
            ['delete-here', 'primary', w.send.delete, 'send-delete-wanted'],
            ['keep-both', 'second', w.send.keep, 'send-keep-wanted'],
          ),
        });
      case 'send-counting': {
        const n = state.packed.counting;
        return plainScreen({
          title: w.send.countingTitle({ n }),
          text: rich(w.send.countingText, { names: list(state.packed.countingNames) }),
          actions: this.#choices(
            ['delete-counting', 'primary', w.send.countingDelete, 'send-counting-deleted'],
            ['keep-counting', 'second', w.send.countingStays, 'send-counting-stays'],
          ),
        });
      }
      case 'send-delete': {
        const { accounts, counting } = state.packed;
        const n = state.deletion === 'all' ? accounts : counting;
        return plainScreen({
          title: w.send.deleteTitle({ n }),
          text: w.send.deleteText,
          actions: this.#choices(
            ['delete', 'grave', w.send.deleteConfirm, 'send-delete-confirmed'],
            ['not-delete', 'second', w.send.notDelete, 'send-stopped'],
          ),
        });
      }
      case 'send-done':
        return plainScreen({
          title: state.deleted > 0 ? w.send.deletedTitle({ n: state.deleted }) : w.send.keptTitle,
          text: state.deleted > 0 ? w.send.deletedText : w.send.keptText,
          content: html`${
            state.staying
              ? html`<p>${rich(w.send.stayingText, { names: list(state.countingNames ?? []) })}</p>`
              : nothing
          }
          ${this.#unread(state.unread ?? [])}`,
          actions: this.#choices(['done', 'primary', w.send.done, 'send-stopped']),
        });
      default:
        return state satisfies never;
    }
  }

  /** Who erases this phone loses what did not move. */
  #unread(names: readonly MoveName[]): TemplateResult | typeof nothing {
    if (names.length === 0) return nothing;
    return html`<tessera-notice
      what=${w.send.unreadWhat({ n: names.length })}
      why=${w.send.unreadWhy({ names: list(names) })}
    ></tessera-notice>`;
  }

  #problem({ problem }: Extract<Chosen, { step: 'send-moved' }>): TemplateResult | typeof nothing {
    if (problem === undefined) return nothing;
    const { what, why, next } = transferErrorWords(problem);
    return html`<tessera-notice
      code=${problem}
      what=${what}
      why=${sentences(why, next)}
    ></tessera-notice>`;
  }

  #choices(...choices: readonly Choice[]): TemplateResult {
    return html`${choices.map(
      ([action, rank, words, type]) =>
        html`<button
          data-action=${action}
          class=${rank}
          type="button"
          @click=${this.on(sendAction({ type } as SendTap))}
        >
          ${words}
        </button>`,
    )}`;
  }
}

function list(names: readonly MoveName[]): string {
  return new Intl.ListFormat(locale).format(names.map(dotted));
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-choice-screen': SendChoiceScreen;
  }
}
