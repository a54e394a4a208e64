/** Eight digits in two groups, to be typed on the other phone; hidden while the page is. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';

import { groupDigits, spellOut } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';

export const numberStyles = css`
  .digits {
    direction: ltr;
    font-family: var(--font-code);
    font-weight: 600;
    font-size: min(2.75rem, 12vw);
    font-variant-numeric: tabular-nums;
    line-height: 1.3;
    text-align: center;
    white-space: nowrap;
  }
`;

/** @param name what the digits are called, for who hears the screen */
export function bigNumber(digits: string, name: string, concealed: boolean): TemplateResult {
  const shown = groupDigits(digits);
  if (concealed) return html`<p class="digits">${shown.replace(/\d/g, '•')}</p>`;
  return html`<p class="digits" data-code="move" aria-hidden="true">${shown}</p>
    <p class="for-voice">${t.app.labelled({ label: name, value: spellOut(shown) })}</p>`;
}
