/** The place of the waiting requests on Home: their cards are loaded once something waits. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { View } from '../../core/view.ts';
import { loaded } from '../lazy-screens.ts';

let isWanted = false;

/**
 * Renders the cards; once they were there, an empty place too, which they leave in their time. It
 * fills by itself when their chunk arrives. Without it nothing: Pending requests lists the same.
 */
export function waitingPlace(view: View): TemplateResult | typeof nothing {
  isWanted ||= view.requests.items.length > 0;
  if (!isWanted || loaded('waiting', () => undefined) === 'missing') return nothing;
  return html`<tessera-waiting-cards hidden .view=${view}></tessera-waiting-cards>`;
}
