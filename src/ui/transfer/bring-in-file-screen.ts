/** Asks for the file that another app exported, or says why one could not be read. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { bringIn, problemNotice } from './bring-in-parts.ts';

@customElement('tessera-bring-in-file-screen')
export class BringInFileScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) problem: ErrorCode | undefined;
  @query('input') protected input!: HTMLInputElement;

  override render(): TemplateResult {
    const { title, text, backup, apps, codes, choose, again } = w.bringIn.file;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        content: html`${problemNotice(this.problem)}
          <p>${backup}</p>
          <p class="soft">${apps}</p>
          <p class="soft">${codes}</p>
          <input type="file" hidden @change=${this.#chosen} />`,
        actions: html`<button
            data-action="choose-file"
            class="primary"
            type="button"
            @click=${() => this.input.click()}
          >
            ${this.problem ? again : choose}
          </button>
          ${actionButton('second', 'cancel', t.app.cancel, this.on(bringIn({ type: 'went-back' })))}`,
      })}`;
  }

  /** Every kind of file is offered: systems know few endings of exports. */
  #chosen(): void {
    const file = this.input.files?.[0];
    this.input.value = '';
    if (file) this.act(bringIn({ type: 'file-picked', file }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-bring-in-file-screen': BringInFileScreen;
  }
}
