/** The way of one request, from its opening to what became of it: one screen a place. */
import '../components/busy-screen.ts';
import './not-accepted-screen.ts';
import './number-screen.ts';
import './request-outcome-screen.ts';
import './request-screen.ts';
import './response-code-screen.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import type { RequestRoute } from '../../core/navigation/route-types.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

@customElement('tessera-request-flow')
export class RequestFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) route!: RequestRoute;

  override render(): TemplateResult {
    const { route, view } = this;
    switch (route.at) {
      case 'opening-request':
        return html`<tessera-busy-screen
          .view=${view}
          text=${t.requests.opening}
        ></tessera-busy-screen>`;
      case 'answering':
        return html`<tessera-busy-screen
          .view=${view}
          text=${route.by === 'service' ? t.answer.sending : t.answer.making}
        ></tessera-busy-screen>`;
      case 'request':
        // Another request gets a new element, which has not been seen yet.
        return keyed(
          route.request,
          html`<tessera-request-screen .view=${view} .route=${route}></tessera-request-screen>`,
        ) as unknown as TemplateResult;
      case 'number':
        return html`<tessera-number-screen
          .view=${view}
          length=${route.numberDigits}
        ></tessera-number-screen>`;
      case 'response-code':
        return html`<tessera-response-code-screen
          .view=${view}
          ?unheard=${route.unheard}
        ></tessera-response-code-screen>`;
      case 'not-accepted':
        return html`<tessera-not-accepted-screen
          .view=${view}
          .route=${route}
        ></tessera-not-accepted-screen>`;
      case 'answered':
      case 'not-sent':
      case 'deactivation':
      case 'deactivated':
        return keyed(
          route.at,
          html`<tessera-request-outcome-screen
            .view=${view}
            .route=${route}
          ></tessera-request-outcome-screen>`,
        ) as unknown as TemplateResult;
      default:
        return route satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-request-flow': RequestFlow;
  }
}
