/** Names the accounts that arrived, and says what is to be known before they are kept. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { MoveName } from '../../core/transfer/move-name.ts';
import type { Arrived } from '../../core/transfer/receive-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { dotted, sentences } from '../joining.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { receiveAction } from './receive-action.ts';

@customElement('tessera-receive-tell-screen')
export class ReceiveTellScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      ul {
        list-style: disc;
        padding-inline-start: 1.5em;
      }
    `,
  ];

  @property({ attribute: false }) arrived!: Arrived;

  override render(): TemplateResult {
    const { accounts, names, here, unhidden, notice } = this.arrived;
    const isErased = notice === 'erased';
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: w.receive.tellTitle({ n: accounts }),
        text: w.receive.tellText,
        content: html`${this.#names(names)}
        ${here > 0 ? html`<p>${w.receive.here({ n: here })}</p>` : nothing}
        ${notice === 'first' ? html`<p>${w.bringIn.first.text}</p>` : nothing}
        ${
          unhidden.length > 0
            ? html`<p>${w.receive.unhidden({ n: unhidden.length })}</p>
                ${this.#names(unhidden)}`
            : nothing
        }
        ${isErased ? this.#erased() : nothing}`,
        actions: html`<button
            data-action=${isErased ? 'restore-anyway' : 'keep-all'}
            class=${isErased ? 'grave' : 'primary'}
            type="button"
            @click=${this.on(receiveAction({ type: 'receive-keep-wanted' }))}
          >
            ${isErased ? w.bringIn.erased.goOn : w.receive.keep({ n: accounts })}
          </button>
          <button
            data-action="not-now"
            class="second"
            type="button"
            @click=${this.on(receiveAction({ type: 'receive-stopped' }))}
          >
            ${isErased ? t.app.cancel : w.bringIn.first.notNow}
          </button>`,
      })}`;
  }

  #names(names: readonly MoveName[]): TemplateResult {
    return html`<ul>
      ${names.map((name) => html`<li>${dotted(name)}</li>`)}
    </ul>`;
  }

  #erased(): TemplateResult {
    const { title, text, safer } = w.bringIn.erased;
    return html`<tessera-notice what=${title} why=${sentences(text, safer)}></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-tell-screen': ReceiveTellScreen;
  }
}
