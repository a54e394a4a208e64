/** A sentence with its `{placeholders}` filled, for the screen: each value stands out, and keeps its own writing direction. */
import { html, type TemplateResult } from 'lit';
import type { Values } from '../i18n/format.ts';

export function rich(sentence: string, values: Values): TemplateResult {
  const parts = sentence.split(/(\{\w+\})/u).map((part) => {
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    const value = name === undefined ? undefined : values[name];
    return value === undefined ? part : html`<bdi>${value}</bdi>`;
  });
  return html`${parts}`;
}
