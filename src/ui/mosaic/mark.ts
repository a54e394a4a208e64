/** The mark: the emblem in small, laid of 4 × 4 tiles (the same break as in emblem.ts). */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import { LEFT_TILES, MARK_SIZE, RIGHT_TILES } from './mark-tiles.ts';

/** The host's own picture where it has one (docs/configuring.md). */
export function mark(logo?: string): TemplateResult {
  if (logo !== undefined) return html`<img class="mark" src=${logo} alt="" />`;
  return html`<svg
    class="mark"
    viewBox="0 0 ${MARK_SIZE} ${MARK_SIZE}"
    aria-hidden="true"
    focusable="false"
  >
    <path fill="var(--brand)" d=${LEFT_TILES} />
    <path fill="var(--gold)" d=${RIGHT_TILES} />
  </svg>`;
}
