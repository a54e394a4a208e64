/** Shows the passphrase that was drawn, to be written down; it cannot be copied. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { spellOut } from '../../i18n/format.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp } from './back-up-parts.ts';

@customElement('tessera-back-up-passphrase-screen')
export class BackUpPassphraseScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      ol {
        display: grid;
        justify-content: center;
        gap: var(--s2);
        padding: var(--s4);
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
        direction: ltr;
        font-family: var(--font-code);
        font-size: 2rem;
        font-weight: 600;
        line-height: 1.3;
        letter-spacing: 0.06em;
        -webkit-user-select: none;
        user-select: none;
      }
      li {
        display: grid;
        grid-template-columns: 1.5rem auto 1ch;
        align-items: baseline;
        gap: var(--s2);
      }
      .place {
        color: var(--ink-soft);
        font-size: var(--text-small);
        letter-spacing: 0;
      }
      @media (forced-colors: active) {
        ol {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  @property() passphrase = '';

  override render(): TemplateResult {
    const { title, text, label, written, own } = w.backUp.passphrase;
    const groups = this.passphrase.split('-');
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        content: html`<ol aria-label=${label}>
          ${groups.map((group, i) => this.#group(group, i, i < groups.length - 1))}
        </ol>`,
        actions: html`${actionButton('primary', 'written-down', written, this.on(backUp({ type: 'written-down' })))}
        ${actionButton('second', 'own-passphrase', own, this.on(backUp({ type: 'own-wanted' })))}`,
      })}`;
  }

  /** The hyphen after a group is a part of the passphrase. */
  #group(group: string, index: number, hasHyphen: boolean): TemplateResult {
    const shown = this.view.concealed ? '••••' : group;
    return html`<li>
      <span class="place" aria-hidden="true">${index + 1}</span>
      <span class="group" aria-hidden="true">${shown}</span>
      <span aria-hidden="true">${hasHyphen ? '-' : ''}</span>
      <span class="for-voice">${this.view.concealed ? '' : spellOut(group)}</span>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-passphrase-screen': BackUpPassphraseScreen;
  }
}
