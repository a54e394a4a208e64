/** A term and its value, in a description list. */
import { html, type TemplateResult } from 'lit';

export function term(name: string, value: string): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
