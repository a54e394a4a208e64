/** What moves to a new phone, what has to be activated again there, and the warning before it. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { isMovable } from '../../core/transfer/movable.ts';
import { moveName } from '../../core/transfer/move-name.ts';
import type { Send } from '../../core/transfer/send-types.ts';
import { t } from '../../i18n/strings.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { dotted, sentences } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { tickBox } from '../styles/tick-box.ts';
import { sendAction } from './send-action.ts';

@customElement('tessera-send-list-screen')
export class SendListScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    tickBox,
    css`
      [data-list='staying'] {
        list-style: disc;
        padding-inline-start: 1.5em;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) state!: Extract<Send, { step: 'send-list' }>;

  override render(): TemplateResult {
    const { accounts, about } = this.view;
    const movable = accounts.filter(isMovable);
    const staying = accounts.filter((each) => !isMovable(each));
    const { without } = this.state;
    const moving = movable.filter(({ id }) => !without.includes(id)).length;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.send.title}</h1>
          <p>${movable.length === 0 ? w.send.none : rich(w.send.text, { app: about.name })}</p>
        </div>
        ${this.#problem()} ${movable.length === 0 ? nothing : this.#list(movable, moving)}
        ${
          staying.length > 0
            ? html`<p>${w.send.staying({ n: staying.length })}</p>
                <ul data-list="staying">
                  ${staying.map((account) => html`<li>${dotted(moveName(account))}</li>`)}
                </ul>`
            : nothing
        }
        <div class="actions">
          ${
            moving === 0
              ? nothing
              : html`<button
                  data-action="scan-request"
                  class="primary"
                  type="button"
                  @click=${this.on(sendAction({ type: 'send-scan-wanted' }))}
                >
                  ${icon('scan')}${w.send.scan}
                </button>`
          }
          ${actionButton('second', 'cancel', t.app.cancel, this.on(sendAction({ type: 'send-stopped' })))}
        </div>
      </div>`;
  }

  #list(movable: readonly Account[], moving: number): TemplateResult {
    return html`<tessera-notice mild what=${w.send.warnWhat} why=${w.send.warnWhy}></tessera-notice>
      <p role="status"><strong>${w.send.moving({ n: moving })}</strong></p>
      <ul class="rows">
        ${movable.map((account) => this.#entry(account))}
      </ul>`;
  }

  #entry(account: Account): TemplateResult {
    const moves = !this.state.without.includes(account.id);
    const name = dotted(moveName(account));
    const toggle = { type: 'send-left-out', account: account.id, out: moves } as const;
    return html`<li>
      <button
        data-action="leave-out"
        class="row"
        type="button"
        role="checkbox"
        aria-checked=${moves}
        aria-label=${w.send.leaveOut({ account: name })}
        @click=${this.on(sendAction(toggle))}
      >
        <span class="box">${icon('check')}</span><span class="grow">${name}</span>
      </button>
    </li>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { problem } = this.state;
    if (problem === undefined) return nothing;
    if (problem === 'hidden')
      return html`<tessera-notice
        mild
        what=${w.send.hiddenWhat}
        why=${w.send.hiddenWhy}
      ></tessera-notice>`;
    const { what, why, next } = transferErrorWords(problem);
    return html`<tessera-notice
      code=${problem}
      what=${what}
      why=${sentences(why, next)}
    ></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-list-screen': SendListScreen;
  }
}
