/** A button of a screen: how it looks, the name of its action, its words, and what it does. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

export function actionButton(
  look: string,
  action: string,
  label: string,
  act: () => void,
): TemplateResult {
  return html`<button data-action=${action} class=${look} type="button" @click=${act}>
    ${label}
  </button>`;
}
