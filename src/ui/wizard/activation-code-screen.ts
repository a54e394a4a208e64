/** The last code, to be typed into the page, and what the page said to it. */
import '../components/code-display.ts';
import '../components/notice.ts';
import '../components/other-screen.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { groupDigits } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { clockWords } from '../clock-words.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sideways } from '../styles/sideways.ts';

@customElement('tessera-activation-code-screen')
export class ActivationCodeScreen extends Screen {
  static override styles = [base, buttons, page, sideways];

  @property({ attribute: false }) state!: At<'activation-code'>;

  override render(): TemplateResult {
    const { waiting } = this.state;
    const { issuerName: issuer } = waiting;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${rich(t.activation.title, { issuer })}</h1>
        <p>${rich(t.activation.text, { issuer })}</p>
      </div>
      <tessera-code-display
        kind="activation"
        code=${groupDigits(waiting.code)}
        text=${waiting.code}
        .sentence=${t.activation.spell}
        .copied=${this.view.copied}
        ?concealed=${this.view.concealed}
      ></tessera-code-display>
      ${
        waiting.clocks
          ? html`<tessera-notice mild>
              <p>${rich(t.activation.clock, { issuer, ...clockWords(waiting.clocks) })}</p>
            </tessera-notice>`
          : nothing
      }
      <tessera-other-screen kind="activation"></tessera-other-screen>
      <div class="actions">
        <button
          data-action="page-active"
          class="primary"
          type="button"
          @click=${this.on({ type: 'page-accepted' })}
        >
          <span>${rich(t.activation.accepted, { issuer })}</span>
        </button>
        <button
          data-action="page-refused"
          class="plain"
          type="button"
          @click=${this.on({ type: 'page-refused' })}
        >
          <span>${rich(t.activation.refused, { issuer })}</span>
        </button>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-activation-code-screen': ActivationCodeScreen;
  }
}
