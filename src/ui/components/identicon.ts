/** A small mosaic per issuer key, so that two pages of one name are told apart. */
import type { TemplateResult } from 'lit';
import { html, svg } from 'lit';

const SIZE = 5;
const HALF = 3;

/** Returns which of 5 × 5 tiles are laid, mirrored; `key` is in hex. */
function identiconCells(key: string): readonly { x: number; y: number; tone: number }[] {
  const digits = Array.from(key.slice(-30), (digit) => Number.parseInt(digit, 16) || 0);
  const cells: { x: number; y: number; tone: number }[] = [];
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < HALF; x += 1) {
      const value = digits[y * HALF + x] ?? 0;
      if (value < 7) continue;
      const tone = value % 3;
      cells.push({ x, y, tone });
      if (x < HALF - 1) cells.push({ x: SIZE - 1 - x, y, tone });
    }
  return cells;
}

export function identicon(key: string): TemplateResult {
  return html`<svg class="identicon" viewBox="0 0 54 54" aria-hidden="true" focusable="false">
    ${identiconCells(key).map(
      ({ x, y, tone }) =>
        svg`<rect
            class="tone${tone}"
            x=${x * 10 + 2.5} y=${y * 10 + 2.5}
            width="9" height="9" rx="1.2" />`,
    )}
  </svg>`;
}
