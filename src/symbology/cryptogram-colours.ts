/**
 * Sorts a cryptogram's cells into white, red, green and blue, and checks that those are the image's
 * colours (docs/cryptogram.md §4).
 */
import type { Sorted } from './cell-sort.ts';
import { sortCells } from './cell-sort.ts';
import { WHITE } from './cryptogram-layout.ts';

/** Linear colours of an even light: where the search for the picture's own palette begins. */
const NOMINAL = Float32Array.of(1, 1, 1, 0.8, 0.15, 0.15, 0.15, 0.8, 0.15, 0.15, 0.15, 0.8);

/** Minimum share of each colour in a cryptogram's cells; whitening makes it near a quarter. */
const LEAST_SHARE = 0.08;

/** Colours differ in their channel by at least this much of white. */
const LEAST_CONTRAST = 0.12;

/**
 * Sorts size² samples of three channels; `plausible` if the colours are those of a cryptogram, and
 * each occurs.
 */
export function sortColours(
  samples: Float32Array,
  size: number,
): Sorted & { readonly plausible: boolean } {
  const sorted = sortCells(samples, size, NOMINAL);
  return { ...sorted, plausible: plausible(sorted) };
}

/**
 * Each colour has its share of the cells; white is brightest in every channel, the others brightest
 * in their own.
 */
function plausible({ cells, palette }: Sorted): boolean {
  for (let colour = 0; colour < 4; colour++) {
    let count = 0;
    for (const cell of cells) if (cell === colour) count++;
    if (count < LEAST_SHARE * cells.length) return false;
  }
  for (let channel = 0; channel < 3; channel++) {
    const strong = palette[(channel + 1) * 3 + channel]!;
    for (let other = 1; other < 4; other++) {
      if (other !== channel + 1 && palette[other * 3 + channel]! > strong - LEAST_CONTRAST)
        return false;
    }
    const white = palette[WHITE * 3 + channel]!;
    const dim = Math.min(palette[3 + channel]!, palette[6 + channel]!, palette[9 + channel]!);
    if (white < dim + LEAST_CONTRAST) return false;
  }
  return true;
}
