/** The service refused the number or the code: the picture tells whether the PIN was right. */
import '../components/app-bar.ts';
import '../components/support-details.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RequestRoute } from '../../core/navigation/route-types.ts';
import { errorWords, t } from '../../i18n/strings.ts';
import { actionButton } from '../components/action-button.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { yourPicture } from '../components/your-picture.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { subject } from './request-parts.ts';

@customElement('tessera-not-accepted-screen')
export class NotAcceptedScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) route!: Extract<RequestRoute, { readonly at: 'not-accepted' }>;

  override render(): TemplateResult {
    const { numberDigits, triesLeft } = this.route;
    const { what, why } = errorWords('ANSWER_WRONG');
    const isOver = triesLeft === 0;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro" role="alert" data-error="ANSWER_WRONG">
          <div class="sign">${icon('alert')}</div>
          <h1 tabindex="-1">${what}</h1>
          <p>${numberDigits === undefined ? why : t.notAccepted.number}</p>
          ${this.view.request ? html`<p>${subject(this.view.request)}</p>` : nothing}
          ${isOver ? this.#over() : nothing}
          ${triesLeft ? html`<p>${t.notAccepted.left({ n: triesLeft })}</p>` : nothing}
        </div>
        ${yourPicture(this.view)}
        <div class="actions">
          ${
            isOver
              ? actionButton('primary', 'done', t.requests.done, this.on({ type: 'closed' }))
              : html`${actionButton(
                  'primary',
                  'try-again',
                  t.app.tryAgain,
                  this.on({ type: 'approve', by: 'service' }),
                )}
                ${actionButton('plain', 'not-now', t.answer.notNow, this.on({ type: 'went-back' }))}`
          }
          <tessera-support-details centred error="ANSWER_WRONG"></tessera-support-details>
        </div>
      </div>`;
  }

  #over(): TemplateResult {
    const { request, accounts } = this.view;
    const issuer = accounts.find(({ id }) => id === request?.account)?.issuerName ?? '';
    return html`<p><strong>${t.notAccepted.over}</strong></p>
      <p>${rich(t.notAccepted.overText, { issuer })}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-not-accepted-screen': NotAcceptedScreen;
  }
}
