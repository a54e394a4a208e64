/** The mark of the product: a tessera broken in two halves that fit. */
import { html, type TemplateResult } from 'lit';

export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <path fill="var(--brand)" d="M3 3h18v9h-8v9h8v9h-8v9h8v6H3z" />
    <path fill="var(--gold)" d="M24 3h21v42H24v-9h-8v-3h8V24h-8v-3h8z" />
  </svg>`;
}
