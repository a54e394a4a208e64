/** Says why an activation failed, and what can be done. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { moment } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import type { CaseWords } from '../components/error-screen.ts';
import { errorScreen } from '../components/error-screen.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-failed-screen')
export class FailedScreen extends Screen {
  static override styles = [base, buttons, page];
  @property({ attribute: false }) state!: At<'failed'>;

  override render(): TemplateResult {
    const { error, back, lost } = this.state;
    return errorScreen(
      error,
      html`${
          back
            ? html`<button
                data-action="try-again"
                class="primary"
                type="button"
                @click=${this.on({ type: 'try-again-asked' })}
              >
                ${t.app.tryAgain}
              </button>`
            : nothing
        }
        <button
          data-action="start-over"
          class=${back ? 'second' : 'primary'}
          type="button"
          @click=${this.on({ type: 'start-over-asked' })}
        >
          ${t.app.startOver}
        </button>
        ${
          lost
            ? html`<button
                data-action="stop"
                class="plain"
                type="button"
                @click=${this.on({ type: 'stop-asked' })}
              >
                ${t.requests.done}
              </button>`
            : nothing
        }`,
      this.#caseWords(),
    );
  }

  #caseWords(): CaseWords {
    const { error, back, lost } = this.state;
    if (error === 'PAGE_REFUSED' && back?.step === 'activation-code')
      return { what: rich(t.activation.refused, { issuer: back.waiting.issuerName }) };
    if (lost?.by !== 'dropped') return {};
    const times = { begun: moment(lost.begunAt), dropped: moment(lost.droppedAt) };
    return { facts: t.activation.dropped(times) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-failed-screen': FailedScreen;
  }
}
