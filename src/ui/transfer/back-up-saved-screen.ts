/** Asks for the file where it was saved, to try it. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { BackUpScreen } from '../../core/transfer/back-up-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp, fileNotice } from './back-up-parts.ts';

type Saved = Extract<BackUpScreen, { readonly step: 'back-up-saved' }>;

@customElement('tessera-back-up-saved-screen')
export class BackUpSavedScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: Saved;
  @query('input') protected input!: HTMLInputElement;

  override render(): TemplateResult {
    const { title, text, earlier, choose, again } = w.backUp.saved;
    const { file, problem, canShare } = this.state;
    const way = canShare ? 'share' : 'download';
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text: file === undefined ? earlier : text,
        content: html`${fileNotice(problem)} <input type="file" hidden @change=${this.#chosen} />`,
        actions: html`<button
            data-action="open-saved"
            class="primary"
            type="button"
            @click=${() => this.input.click()}
          >
            ${choose}
          </button>
          ${
            file === undefined
              ? nothing
              : actionButton(
                  'second',
                  'save-again',
                  again,
                  this.on(backUp({ type: 'save-wanted', way })),
                )
          }
          ${actionButton('second', 'make-backup', w.backUp.open.lost, this.on(backUp({ type: 'begun' })))}`,
      })}`;
  }

  /** Every kind of file is offered: systems do not know this one's ending. */
  #chosen(): void {
    const file = this.input.files?.[0];
    this.input.value = '';
    if (file) this.act(backUp({ type: 'file-given', file }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-saved-screen': BackUpSavedScreen;
  }
}
