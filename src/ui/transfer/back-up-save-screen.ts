/** The file is ready: by which way it leaves this phone. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { BackUpScreen, SaveWay } from '../../core/transfer/back-up-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp, fileNotice, notice, reminder } from './back-up-parts.ts';

type Save = Extract<BackUpScreen, { readonly step: 'back-up-save' }>;

@customElement('tessera-back-up-save-screen')
export class BackUpSaveScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: Save;

  override render(): TemplateResult {
    const { title, text, share, download } = w.backUp.save;
    const { file, canShare, problem } = this.state;
    // On a phone the system's sheet leads further than its folder of downloads.
    const onPhone = this.view.platform === 'ios' || this.view.platform === 'android';
    const sharesFirst = canShare && onPhone && (problem === undefined || problem === 'cancelled');
    const sharing = this.#button('share', share, sharesFirst);
    const saving = this.#button('download', download, !sharesFirst);
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        content: html`<p class="soft">${file}</p>
          ${this.#problem()}`,
        actions: sharesFirst
          ? html`${sharing}${saving}`
          : html`${saving}${canShare ? sharing : nothing}`,
      })}`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { cancelled, cancelledText, failed, failedText } = w.backUp.save;
    const { problem } = this.state;
    if (problem === 'cancelled') return reminder(cancelled, cancelledText);
    return problem === 'UNEXPECTED' ? notice(failed, failedText, problem) : fileNotice(problem);
  }

  #button(way: SaveWay, words: string, first: boolean): TemplateResult {
    return html`<button
      data-action=${way}
      class=${first ? 'primary' : 'second'}
      type="button"
      @click=${this.on(backUp({ type: 'save-wanted', way }))}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-save-screen': BackUpSaveScreen;
  }
}
