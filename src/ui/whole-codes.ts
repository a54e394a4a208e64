/** Keeps codes and serial numbers in one piece: browsers end lines at their hyphens. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

/** Capitals and digits in groups, at least one digit before the last hyphen. */
const CODE = /((?=[A-Z-]*\d)[\dA-Z]+(?:-[\dA-Z]+)+)/u;

/**
 * Renders a text whose codes move to the next line as a whole (`unbroken` of the base styles),
 * written from the left in every language.
 */
export function wholeCodes(text: string): string | TemplateResult {
  const parts = text.split(CODE);
  if (parts.length === 1) return text;
  return html`${parts.map((part, i) =>
    i % 2 === 0 ? part : html`<span class="unbroken" dir="ltr">${part}</span>`,
  )}`;
}
