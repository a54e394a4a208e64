/** A term and its value, in a description list. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

export function term(name: string, value: string): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
