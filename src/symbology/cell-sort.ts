/**
 * Sorts the cells of a sampled grid into the colours of a palette: k-means, local light and blur
 * taken out between rounds.
 */
import type { Bench, Leak } from './cell-light.ts';
import { benchOf, estimateLeak, estimateLight, separate } from './cell-light.ts';

/** What every cell is, and how sure that is. */
export interface Sorted {
  /** Palette indices; valid until the next call of the same size. */
  readonly cells: Uint8Array;
  /** Share of cells whose colour is nearly as far as the next one. */
  readonly doubtful: number;
  /** The colours as they turned out. */
  readonly palette: Float32Array;
}

const MAX_PASSES = 5;

/** A cell is doubtful when its colour is more than this share as far as the next one. */
const DOUBT = 0.6;

/**
 * Sorts size² samples of three channels, beginning with a palette of three channels a colour;
 * colour 0 surrounds the grid.
 */
export function sortCells(samples: Float32Array, size: number, start: Float32Array): Sorted {
  const bench = benchOf(size);
  const palette = start.slice();
  bench.own.set(samples.subarray(0, bench.own.length));
  bench.light.fill(0);
  let leak: Leak = { beside: 0, above: 0 };
  for (let round = 0; ; round++) {
    const doubtful = assign(bench, palette);
    if (round === MAX_PASSES || (round > 0 && doubtful === 0)) {
      return { cells: bench.cells, doubtful, palette };
    }
    settle(bench, palette);
    estimateLight(bench, samples, palette, leak);
    leak = estimateLeak(bench, samples, palette);
    separate(bench, samples, palette, leak);
  }
}

/** Gives each cell the nearest colour; returns the share of doubtful ones. */
function assign({ cells, own }: Bench, palette: Float32Array): number {
  const colours = palette.length / 3;
  let doubtful = 0;
  for (let cell = 0, at = 0; cell < cells.length; cell++, at += 3) {
    let best = 0;
    let nearest = Infinity;
    let second = Infinity;
    for (let colour = 0; colour < colours; colour++) {
      const red = own[at]! - palette[colour * 3]!;
      const green = own[at + 1]! - palette[colour * 3 + 1]!;
      const blue = own[at + 2]! - palette[colour * 3 + 2]!;
      const distance = red * red + green * green + blue * blue;
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        best = colour;
      } else if (distance < second) second = distance;
    }
    cells[cell] = best;
    if (nearest > DOUBT * DOUBT * second) doubtful++;
  }
  return doubtful / cells.length;
}

/** Each colour becomes the mean of its cells; one that no cell has stays. */
function settle({ cells, own }: Bench, palette: Float32Array): void {
  const sums = new Float64Array(palette.length);
  const counts = new Int32Array(palette.length / 3);
  for (let cell = 0, at = 0; cell < cells.length; cell++, at += 3) {
    const colour = cells[cell]!;
    counts[colour] = counts[colour]! + 1;
    for (let c = 0; c < 3; c++) sums[colour * 3 + c] = sums[colour * 3 + c]! + own[at + c]!;
  }
  for (let i = 0; i < palette.length; i++) {
    const count = counts[Math.floor(i / 3)]!;
    if (count > 0) palette[i] = sums[i]! / count;
  }
}
