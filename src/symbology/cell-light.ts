/**
 * How light reaches the cells of a grid: each its own colour, a share of its neighbours', and what
 * falls on all around it.
 */

/** Cells in each direction whose common residue is taken for local light. */
const NEIGHBOURHOOD = 3;

/** A neighbour gives a cell at most this share of its colour. */
const MOST_LEAK = 0.2;

/** What is known of a grid's cells, three channels each; one for each size, reused. */
export interface Bench {
  readonly size: number;
  readonly cells: Uint8Array;
  /**
   * Each cell's own colour, three channels: its sample without local light and without what its
   * neighbours leak.
   */
  readonly own: Float32Array;
  /** Light added around each cell: a reflection, an unevenness that the frame does not show. */
  readonly light: Float32Array;
  readonly residue: Float32Array;
}

/** The share of its colour that a cell gives its neighbours beside it, and above and below. */
export interface Leak {
  readonly beside: number;
  readonly above: number;
}

const benches = new Map<number, Bench>();

/** The bench of a size, as the last user left it. */
export function benchOf(size: number): Bench {
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

/** Local light: what samples exceed their model by, averaged over a neighbourhood. */
export function estimateLight(
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

/**
 * Least squares over all cells: how far samples lie from their colour towards their neighbours'.
 */
export function estimateLeak(bench: Bench, samples: Float32Array, palette: Float32Array): Leak {
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
export function separate(
  bench: Bench,
  samples: Float32Array,
  palette: Float32Array,
  leak: Leak,
): void {
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
