/** What is to be known before accounts that arrived are kept: what a PIN hides, and what not. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Arrived } from '../../core/transfer/receive-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
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
    const { accounts, here, unhidden, first } = this.arrived;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: w.receive.tellTitle({ n: accounts }),
        text: here > 0 ? w.receive.here({ n: here }) : '',
        content: html`${first ? html`<p>${w.receive.first}</p>` : nothing}
        ${unhidden.length > 0 ? this.#unhidden(unhidden) : nothing}`,
        actions: html`<button
            data-action="keep-all"
            class="primary"
            type="button"
            @click=${this.on(receiveAction({ type: 'receive-keep-wanted' }))}
          >
            ${w.receive.keep({ n: accounts })}
          </button>
          <button
            data-action="not-now"
            class="second"
            type="button"
            @click=${this.on(receiveAction({ type: 'receive-stopped' }))}
          >
            ${w.receive.notNow}
          </button>`,
      })}`;
  }

  #unhidden(names: readonly string[]): TemplateResult {
    return html`<p>${w.receive.unhidden({ n: names.length })}</p>
      <ul>
        ${names.map((name) => html`<li>${name}</li>`)}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-tell-screen': ReceiveTellScreen;
  }
}
