/** A screen of one sentence and a few buttons: most steps are no more than this. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

type Part = TemplateResult | typeof nothing;

export interface Plain {
  readonly title: string | TemplateResult;
  readonly text?: string | TemplateResult;
  /** Between the text and the buttons. */
  readonly content?: Part;
  readonly actions?: Part;
}

export function plainScreen({ title, text, content, actions }: Plain): TemplateResult {
  return html`<div class="body">
    <div class="intro">
      <h1 tabindex="-1">${title}</h1>
      ${text ? html`<p>${text}</p>` : nothing}
    </div>
    ${content ?? nothing} ${actions ? html`<div class="actions">${actions}</div>` : nothing}
  </div>`;
}
