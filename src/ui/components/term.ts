/** A term and its value, in a description list. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

export function term(name: string, value: string | TemplateResult): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
