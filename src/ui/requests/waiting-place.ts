/** The place of the waiting requests on Home: their cards are loaded once something waits. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { View } from '../../core/view.ts';

let isLoading = false;

/** Renders the cards; once they were there, an empty place too, which they leave in their time. */
export function waitingPlace(view: View): TemplateResult | typeof nothing {
  if (!isLoading && view.requests.items.length > 0) {
    isLoading = true;
    import('./waiting-cards.ts').catch(() => (isLoading = false));
  }
  if (!isLoading) return nothing;
  return html`<tessera-waiting-cards hidden .view=${view}></tessera-waiting-cards>`;
}
