/** What a backup file would have, what it cannot have, and what is known of the last one. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import type { LastBackup } from '../../core/transfer/back-up-types.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { icon } from '../components/icons.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { sentences } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp, lostList, nameList, reminder, sorted } from './back-up-parts.ts';

@customElement('tessera-back-up-list-screen')
export class BackUpListScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      section {
        display: grid;
        gap: var(--s2);
      }
      h2 {
        font-size: var(--text-large);
      }
      .names {
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
      }
      .names li {
        padding: var(--s3) var(--s4);
        overflow-wrap: anywhere;
      }
      .names li + li {
        border-block-start: 1px solid var(--line);
      }
      .state {
        display: flex;
        align-items: start;
        gap: var(--s2);
      }
      .state .icon {
        flex: none;
        color: var(--brand);
      }
      @media (forced-colors: active) {
        .names {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) last: LastBackup | undefined;
  /** Ids. */
  @property({ attribute: false }) unreadable: readonly string[] = [];

  override render(): TemplateResult {
    const { title, text, careful, none, noneText, again, againText, act } = w.backUp.list;
    const { inFile: movable, again: bound } = sorted(this.view.accounts);
    const canBeRead = ({ id }: Account): boolean => !this.unreadable.includes(id);
    const accounts = { inFile: movable.filter(canBeRead), again: bound };
    const unreadable = movable.filter((account) => !canBeRead(account));
    const isEmpty = movable.length === 0;
    const { inFile } = w.backUp.list;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text: isEmpty ? none : text,
        content: isEmpty
          ? html`<p>${noneText}</p>
              ${this.#lost()}`
          : html`${this.#state(accounts.inFile)}
              <section>
                <h2>${inFile({ n: formatNumber(accounts.inFile.length) })}</h2>
                ${nameList(accounts.inFile)}
              </section>
              ${unreadable.length === 0 ? nothing : this.#unreadable(unreadable)} ${this.#lost()}
              ${
                accounts.again.length === 0
                  ? nothing
                  : html`<section>
                      <h2>${again({ n: formatNumber(accounts.again.length) })}</h2>
                      <p class="soft">${againText}</p>
                      ${nameList(accounts.again)}
                    </section>`
              }
              <p class="soft">${careful}</p>`,
        actions:
          accounts.inFile.length === 0
            ? nothing
            : actionButton('primary', 'make-backup', act, this.on(backUp({ type: 'begun' }))),
      })}`;
  }

  #unreadable(accounts: readonly Account[]): TemplateResult {
    const { unreadable, unreadableText } = w.backUp.list;
    return html`<section data-backup="unreadable">
      <h2>${unreadable({ n: formatNumber(accounts.length) })}</h2>
      <p class="soft">${unreadableText}</p>
      ${nameList(accounts)}
    </section>`;
  }

  #lost(): TemplateResult | typeof nothing {
    const { damaged, accounts } = this.view;
    if (damaged.length === 0) return nothing;
    return html`<section data-backup="lost">
      <h2>${t.home.damaged({ n: damaged.length })}</h2>
      <p class="soft">${w.backUp.lost.text}</p>
      ${lostList(damaged, accounts, this.last)}
    </section>`;
  }

  #state(inFile: readonly Account[]): TemplateResult {
    const { last } = this;
    const { never, untried, untriedText, earlier, proven, since } = w.backUp.list;
    if (!last) return html`<p data-backup="none">${never}</p>`;
    const date = formatDate(last.at * 1000);
    const ids = new Set(last.ids);
    const n = inFile.filter(({ id }) => !ids.has(id)).length;
    const added = n === 0 ? '' : since({ n });
    if (last.proven)
      return html`<p class="state" data-backup="proven" data-since=${n}>
        ${icon('check')}<span>${sentences(proven({ date }), added)}</span>
      </p>`;
    const older = last.earlier ? earlier({ date: formatDate(last.earlier.at * 1000) }) : '';
    return html`<div data-backup="untried" data-since=${n}>
        ${reminder(untried({ date }), sentences(untriedText, older, added))}
      </div>
      <div class="actions">
        ${actionButton('second', 'try-backup', w.backUp.list.try, this.on(backUp({ type: 'proof-wanted' })))}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-list-screen': BackUpListScreen;
  }
}
