/** Sorts sampled cells into white, red, green and blue (docs/cryptogram.md §4): k-means, local light and blur taken out between rounds. */

import { WHITE } from './cryptogram-layout.ts';

/** What every cell is, and how sure that is. */
export interface Sorted {
  readonly cells: Uint8Array;
  /** Share of cells whose colour is nearly as far as the next one. */
  readonly doubtful: number;
  /** Whether the picture's colours are those of a cryptogram, and each is there. */
  readonly plausible: boolean;
}

/** Linear colours of an even light: where the search for the picture's own palette begins. */
const NOMINAL = Float32Array.of(1, 1, 1, 0.8, 0.15, 0.15, 0.15, 0.8, 0.15, 0.15, 0.15, 0.8);

const ROUNDS = 5;

/** Cells in each direction whose common residue is taken for local light. */
const NEIGHBOURHOOD = 3;

/** A cell is doubtful when its colour is more than this share as far as the next one. */
const DOUBT = 0.6;

/** Each colour has at least this share of a cryptogram's cells: whitening makes it near a quarter. */
const LEAST_SHARE = 0.08;

/** Colours differ in their channel by at least this much of white. */
const LEAST_CONTRAST = 0.12;

/** A neighbour gives a cell at most this share of its colour. */
const MOST_LEAK = 0.2;

/** Buffers for one size. */
interface Bench {
  readonly size: number;
  readonly cells: Uint8Array;
  /** Each cell's own colour, three channels: its sample without local light and without what its neighbours leak. */
  readonly own: Float32Array;
  /** Light added around each cell: a reflection, an unevenness that the frame does not show. */
  readonly light: Float32Array;
  readonly residue: Float32Array;
}

/** The share of its colour that a cell gives its neighbours beside it, and above and below. */
interface Leak {
  readonly beside: number;
  readonly above: number;
}

const benches = new Map<number, Bench>();

/** Sorts size² samples of three channels; the answer's cells are valid until the next call of the same size. */
export function sortColours(samples: Float32Array, size: number): Sorted {
  const bench = benchOf(size);
  const palette = NOMINAL.slice();
  bench.own.set(samples.subarray(0, bench.own.length));
  bench.light.fill(0);
  let leak: Leak = { beside: 0, above: 0 };
  for (let round = 0; ; round++) {
    const doubtful = assign(bench, palette);
    if (round === ROUNDS || (round > 0 && doubtful === 0)) {
      return { cells: bench.cells, doubtful, plausible: plausible(bench, palette) };
    }
    settle(bench, palette);
    estimateLight(bench, samples, palette, leak);
    leak = estimateLeak(bench, samples, palette);
    separate(bench, samples, palette, leak);
  }
}

function benchOf(size: number): Bench {
  let bench = benches.get(size);
  if (bench === undefined) {
    const cells = size * size;
    bench = {
      size,
      cells: new Uint8Array(cells),
      own: new Float32Array(cells * 3),
      light: new Float32Array(cells * 3),
      residue: new Float32Array(cells * 3),
    };
    benches.set(size, bench);
  }
  return bench;
}

/** Gives each cell the nearest colour; returns the share of doubtful ones. */
function assign({ cells, own }: Bench, palette: Float32Array): number {
  let doubtful = 0;
  for (let cell = 0, at = 0; cell < cells.length; cell++, at += 3) {
    let best = 0;
    let nearest = Infinity;
    let second = Infinity;
    for (let colour = 0; colour < 4; colour++) {
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

/** Each colour has its share of the cells; white is brightest in every channel, the others brightest in their own. */
function plausible({ cells }: Bench, palette: Float32Array): boolean {
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

/** Each colour becomes the mean of its cells; one that no cell has stays. */
function settle({ cells, own }: Bench, palette: Float32Array): void {
  const sums = new Float64Array(12);
  const counts = new Int32Array(4);
  for (let cell = 0, at = 0; cell < cells.length; cell++, at += 3) {
    const colour = cells[cell]!;
    counts[colour] = counts[colour]! + 1;
    for (let c = 0; c < 3; c++) sums[colour * 3 + c] = sums[colour * 3 + c]! + own[at + c]!;
  }
  for (let i = 0; i < 12; i++) {
    const count = counts[Math.floor(i / 3)]!;
    if (count > 0) palette[i] = sums[i]! / count;
  }
}

/** Local light: what samples exceed their model by, averaged over a neighbourhood. */
function estimateLight(
  bench: Bench,
  samples: Float32Array,
  palette: Float32Array,
  leak: Leak,
): void {
  const { size, cells, residue, light } = bench;
  for (let cell = 0; cell < cells.length; cell++) {
    for (let c = 0; c < 3; c++) {
      const kept = 1 - 2 * leak.beside - 2 * leak.above;
      const model =
        kept * palette[cells[cell]! * 3 + c]! +
        leak.beside * beside(bench, palette, cell, c) +
        leak.above * above(bench, palette, cell, c);
      residue[cell * 3 + c] = samples[cell * 3 + c]! - model;
    }
  }
  for (let line = 0; line < size; line++) boxMean(residue, light, line * size * 3, 3, size);
  residue.set(light);
  for (let line = 0; line < size; line++) boxMean(residue, light, line * 3, size * 3, size);
}

/** The running mean over a neighbourhood along one line of cells. */
function boxMean(
  from: Float32Array,
  to: Float32Array,
  base: number,
  stride: number,
  length: number,
): void {
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < length + NEIGHBOURHOOD; i++) {
      if (i < length) {
        sum += from[base + i * stride + c]!;
        count++;
      }
      const last = i - 2 * NEIGHBOURHOOD - 1;
      if (last >= 0) {
        sum -= from[base + last * stride + c]!;
        count--;
      }
      const middle = i - NEIGHBOURHOOD;
      if (middle >= 0) to[base + middle * stride + c] = sum / count;
    }
  }
}

/** Least squares over all cells: how far samples lie from their colour towards their neighbours'. */
function estimateLeak(bench: Bench, samples: Float32Array, palette: Float32Array): Leak {
  const { cells, light } = bench;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  let xr = 0;
  let yr = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    for (let c = 0; c < 3; c++) {
      const colour = palette[cells[cell]! * 3 + c]!;
      const x = beside(bench, palette, cell, c) - 2 * colour;
      const y = above(bench, palette, cell, c) - 2 * colour;
      const r = samples[cell * 3 + c]! - light[cell * 3 + c]! - colour;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xr += x * r;
      yr += y * r;
    }
  }
  const determinant = xx * yy - xy * xy;
  if (determinant <= 0) return { beside: 0, above: 0 };
  return {
    beside: bounded((xr * yy - yr * xy) / determinant),
    above: bounded((yr * xx - xr * xy) / determinant),
  };
}

function bounded(leak: number): number {
  return Math.min(MOST_LEAK, Math.max(0, leak));
}

/** Takes local light and neighbours' light out of every sample. */
function separate(bench: Bench, samples: Float32Array, palette: Float32Array, leak: Leak): void {
  const { cells, own, light } = bench;
  const kept = 1 - 2 * leak.beside - 2 * leak.above;
  for (let cell = 0; cell < cells.length; cell++) {
    for (let c = 0; c < 3; c++) {
      const leaked =
        leak.beside * beside(bench, palette, cell, c) + leak.above * above(bench, palette, cell, c);
      const at = cell * 3 + c;
      own[at] = (samples[at]! - light[at]! - leaked) / kept;
    }
  }
}

/** The sum of the colours left and right of a cell; around the grid all is white, colour 0. */
function beside({ size, cells }: Bench, palette: Float32Array, cell: number, c: number): number {
  const column = cell % size;
  const left = column > 0 ? cells[cell - 1]! : 0;
  const right = column < size - 1 ? cells[cell + 1]! : 0;
  return palette[left * 3 + c]! + palette[right * 3 + c]!;
}

/** The sum of the colours above and below a cell. */
function above({ size, cells }: Bench, palette: Float32Array, cell: number, c: number): number {
  const up = cell >= size ? cells[cell - size]! : 0;
  const down = cell + size < cells.length ? cells[cell + size]! : 0;
  return palette[up * 3 + c]! + palette[down * 3 + c]!;
}
