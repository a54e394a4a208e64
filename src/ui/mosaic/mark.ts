/** The mark in small: a tessera broken in two, laid of 4 × 4 stones (the same break as in emblem.ts). */
import { html, type TemplateResult } from 'lit';

/** How many stones of each row belong to the left half. */
const BREAK = [2, 1, 3, 2] as const;
const STONE = 10.2;

const stones = (half: 'left' | 'right') =>
  BREAK.flatMap((left, y) =>
    [0, 1, 2, 3]
      .filter((x) => x < left === (half === 'left'))
      .map(
        (x) =>
          `M${x * 11.5 + (half === 'left' ? 0 : 3)} ${y * 11.5 + 1.5}h${STONE}v${STONE}h-${STONE}z`,
      ),
  ).join('');

const LEFT = stones('left');
const RIGHT = stones('right');

/** The host's own picture where it has one (docs/configuring.md). */
export function mark(logo?: string): TemplateResult {
  if (logo !== undefined) return html`<img class="mark" src=${logo} alt="" />`;
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <path fill="var(--brand)" d=${LEFT} />
    <path fill="var(--gold)" d=${RIGHT} />
  </svg>`;
}
