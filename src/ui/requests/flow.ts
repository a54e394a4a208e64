/** The way of one request, from its opening to what became of it: one screen a place. */
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { RequestPlace } from '../../core/navigation/types.ts';
import { Screen } from '../components/screen.ts';
import { t } from '../../i18n/strings.ts';
import { base, page } from '../styles/base.ts';
import '../components/busy.ts';
import './outcome.ts';
import './request.ts';
import './response.ts';

@customElement('t-request-flow')
export class RequestFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) place!: RequestPlace;

  override render(): TemplateResult {
    const { place, view } = this;
    switch (place.at) {
      case 'opening-request':
        return html`<t-busy .view=${view} text=${t.requests.opening}></t-busy>`;
      case 'answering':
        return html`<t-busy
          .view=${view}
          text=${place.by === 'service' ? t.answer.sending : t.answer.making}
        ></t-busy>`;
      case 'request':
        // Another request is another screen: it has not been seen yet.
        return keyed(
          place.request,
          html`<t-request .view=${view} .place=${place}></t-request>`,
        ) as unknown as TemplateResult;
      case 'response-code':
        return html`<t-response .view=${view}></t-response>`;
      case 'answered':
      case 'not-sent':
      case 'deactivation':
      case 'deactivated':
        return keyed(
          place.at,
          html`<t-outcome .view=${view} .place=${place}></t-outcome>`,
        ) as unknown as TemplateResult;
      default:
        return place satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-request-flow': RequestFlow;
  }
}
