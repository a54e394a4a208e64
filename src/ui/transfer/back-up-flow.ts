/** Chooses among the screens of making and trying a backup file. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import './back-up-list-screen.ts';
import './back-up-passphrase-screen.ts';
import './back-up-save-screen.ts';
import './back-up-saved-screen.ts';
import './back-up-typing-screen.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { OWN_PASSPHRASE_SYMBOLS } from '../../core/transfer/back-up.ts';
import type { BackUpAction, BackUpScreen } from '../../core/transfer/back-up-types.ts';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { sentences } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp, fileNotice, lostList, nameList, notice, sorted } from './back-up-parts.ts';
import type { Typing } from './back-up-typing-screen.ts';

type At<S extends BackUpScreen['step']> = Extract<BackUpScreen, { readonly step: S }>;

@customElement('tessera-back-up-flow')
export class BackUpFlow extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .names {
        display: grid;
        gap: var(--s2);
        padding-inline-start: 1.25em;
        list-style: square;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) state!: BackUpScreen;

  protected override get headingKey(): string {
    return this.state.locked ? 'locked' : this.state.step;
  }

  override render(): TemplateResult {
    const { state, view } = this;
    const { backUp: words } = w;
    if (state.locked) return this.#locked();
    switch (state.step) {
      case 'back-up-looking':
        return this.#busy(t.app.wait);
      case 'back-up-list':
        return html`<tessera-back-up-list-screen
          .view=${view}
          .last=${state.last}
          .unreadable=${state.unreadable ?? []}
        ></tessera-back-up-list-screen>`;
      case 'back-up-passphrase':
        return html`<tessera-back-up-passphrase-screen
          .view=${view}
          passphrase=${state.passphrase ?? ''}
        ></tessera-back-up-passphrase-screen>`;
      case 'back-up-own':
        return this.#typing(ownTyping(state));
      case 'back-up-check':
        return this.#typing(checkTyping(state));
      case 'back-up-writing':
        return this.#busy(words.writing, { why: words.writingWhy, cancel: true });
      case 'back-up-save':
        return html`<tessera-back-up-save-screen
          .view=${view}
          .state=${state}
        ></tessera-back-up-save-screen>`;
      case 'back-up-saving':
        return this.#busy(t.app.wait);
      case 'back-up-saved':
        return html`<tessera-back-up-saved-screen
          .view=${view}
          .state=${state}
        ></tessera-back-up-saved-screen>`;
      case 'back-up-opening':
        return this.#busy(words.opening, { cancel: true });
      case 'back-up-open':
        return this.#typing(openTyping(state));
      case 'back-up-comparing':
        return this.#busy(words.comparing, { why: words.writingWhy, cancel: true });
      case 'back-up-missing':
        return this.#missing(state);
      case 'back-up-proven':
        return this.#proven(state);
      case 'back-up-failed': {
        const { what, why, next } = transferErrorWords(state.code);
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
      >${cancel ? this.#button('cancel', t.app.cancel, { type: 'went-back' }) : nothing}
    </tessera-busy-screen>`;
  }

  /** Whoever took the phone meanwhile sees no passphrase. */
  #locked(): TemplateResult {
    const { title, text, act } = w.backUp.locked;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        actions: html`${this.#button('enter-pin', act, { type: 'pin-wanted' }, 'primary')}
        ${this.#button('cancel', t.app.cancel, { type: 'went-back' })}`,
      })}`;
  }

  #typing(typing: Typing): TemplateResult {
    return html`<tessera-back-up-typing-screen
      .view=${this.view}
      .typing=${typing}
    ></tessera-back-up-typing-screen>`;
  }

  #missing({ ids, total }: At<'back-up-missing'>): TemplateResult {
    const { title, text, act } = w.backUp.missing;
    const missing = this.view.accounts.filter(({ id }) => ids.includes(id));
    const there = formatNumber(total - ids.length);
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: title({ there, n: total }),
        text,
        content: nameList(missing),
        actions: this.#button('make-backup', act, { type: 'begun' }, 'primary'),
      })}`;
  }

  #proven({ total }: At<'back-up-proven'>): TemplateResult {
    const { title, text, counters } = w.backUp.proven;
    const { accounts, damaged } = this.view;
    const { inFile, again } = sorted(accounts);
    const isCounting = inFile.some((account) => account.kind === 'oath' && account.type === 'hotp');
    const content = html`${isCounting ? html`<p class="soft">${counters}</p>` : nothing}
    ${
      again.length === 0
        ? nothing
        : html`<p class="soft">${w.backUp.list.again({ n: formatNumber(again.length) })}</p>
            ${nameList(again)}`
    }
    ${
      damaged.length === 0
        ? nothing
        : html`<p class="soft">${t.home.damaged({ n: damaged.length })}</p>
            ${lostList(damaged, accounts)}`
    }`;
    return this.#ended(title({ n: total }), text, content);
  }

  #ended(title: string, text: string, content?: TemplateResult): TemplateResult {
    return plainScreen({
      title,
      text,
      content: content ?? nothing,
      actions: this.#button('done', w.backUp.proven.done, { type: 'went-back' }, 'primary'),
    });
  }

  #button(name: string, words: string, event: BackUpAction, kind = 'second'): TemplateResult {
    return actionButton(kind, name, words, this.on(backUp(event)));
  }
}

function ownTyping({ short }: At<'back-up-own'>): Typing {
  const { title, text, field, short: what, shortText } = w.backUp.own;
  return {
    title,
    text,
    field: field({ n: formatNumber(OWN_PASSPHRASE_SYMBOLS) }),
    act: t.app.continue,
    problem: short ? notice(what, shortText) : nothing,
  };
}

function checkTyping({ own, wrong }: At<'back-up-check'>): Typing {
  const { check } = w.backUp;
  if (own)
    return {
      title: check.ownTitle,
      text: check.ownText,
      field: check.ownField,
      act: t.app.continue,
      problem: wrong ? notice(check.ownWrong, check.wrongText) : nothing,
    };
  return {
    title: check.title,
    text: check.text,
    field: check.field,
    act: t.app.continue,
    capitals: true,
    problem: wrong ? notice(check.wrong, check.wrongText) : nothing,
  };
}

function openTyping({ problem }: At<'back-up-open'>): Typing {
  const { title, text, field, act, lost } = w.backUp.open;
  return {
    title,
    text,
    field,
    act,
    problem: fileNotice(problem),
    other: { name: 'make-backup', words: lost, event: { type: 'begun' } },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-flow': BackUpFlow;
  }
}
