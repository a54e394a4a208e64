/** The response code, to be typed into the page, for as long as its request may be answered. */
import '../components/app-bar.ts';
import '../components/code-display.ts';
import '../components/other-screen.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RequestView } from '../../core/view.ts';
import { groupDigits } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { yourPicture } from '../components/your-picture.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sideways } from '../styles/sideways.ts';
import { codeTimeLeft } from './code-time.ts';
import { subject, timeLeft } from './request-parts.ts';
import { requestStyles } from './request-styles.ts';

@customElement('tessera-response-code-screen')
export class ResponseCodeScreen extends Screen {
  static override styles = [base, buttons, page, sideways, requestStyles];

  /** It was sent, too, and whether it has arrived is not known. */
  @property({ type: Boolean }) unheard = false;

  /** Milliseconds since 1970. */
  #openedAt = Date.now();
  #ticker = new TickController(this);

  override render(): TemplateResult {
    const { request, accounts } = this.view;
    const account = accounts.find(({ id }) => id === request?.account);
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">
            ${account ? rich(t.response.title, { issuer: account.issuerName }) : t.accounts.gone}
          </h1>
          ${request ? html`<p>${subject(request)}</p>` : nothing}
        </div>
        ${
          this.unheard && account
            ? html`<p role="status">${rich(t.response.unheard, { issuer: account.issuerName })}</p>`
            : nothing
        }
        ${request?.response === undefined ? nothing : this.#code(request, request.response)}
        ${yourPicture(this.view)}
        <tessera-other-screen kind="response"></tessera-other-screen>
        <div class="actions">
          <button
            data-action="done"
            class="primary"
            type="button"
            @click=${this.on({ type: 'closed' })}
          >
            ${t.requests.done}
          </button>
        </div>
      </div>`;
  }

  #code({ expiresAt }: RequestView, response: string): TemplateResult {
    const times = { openedAt: this.#openedAt, now: this.#ticker.now };
    const left = codeTimeLeft(expiresAt, times);
    if (left === 0) return html`<p role="status">${t.response.over}</p>`;
    return html`<tessera-code-display
      kind="response"
      code=${groupDigits(response)}
      text=${response}
      .sentence=${t.response.spell}
      .copied=${this.view.copied}
      ?concealed=${this.view.concealed}
      >${
        left === undefined ? nothing : html`<p class="tags">${timeLeft(left)}</p>`
      }</tessera-code-display
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-response-code-screen': ResponseCodeScreen;
  }
}
