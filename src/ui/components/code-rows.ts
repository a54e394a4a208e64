/**
 * Lays out a code in rows of two groups. Breaks are explicit: engines differ in their rules for
 * line breaks (UAX #14).
 */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';

const GROUPS_A_ROW = 2;

/**
 * The break is generated content, so that selected or copied text is the code and its separators
 * alone. The separator before it is there, hidden, and takes no part in centring.
 */
export const codeRows = css`
  .code {
    direction: ltr;
    font-family: var(--font-code);
    font-weight: 600;
    white-space: nowrap;
  }
  .code .row + .row::before {
    content: '\\a';
    white-space: pre;
  }
  .code .turn {
    opacity: 0;
    margin-inline-end: calc(-1ch - var(--code-spacing, 0em));
  }
`;

/** The text of these elements together is the code and its separators. */
export function rowsOf(code: string): TemplateResult[] {
  const parts = code.split(/([\s-])/u);
  const rows: string[][] = [];
  // A group and its separator are two parts.
  for (let i = 0; i < parts.length; i += 2 * GROUPS_A_ROW)
    rows.push(parts.slice(i, i + 2 * GROUPS_A_ROW));
  return rows.map((row) => html`<span class="row">${row.map(partOf)}</span>`);
}

function partOf(part: string, i: number): TemplateResult {
  const turns = i === 2 * GROUPS_A_ROW - 1;
  return html`<span class=${i % 2 === 0 ? 'group' : turns ? 'separator turn' : 'separator'}
    >${part}</span
  >`;
}
