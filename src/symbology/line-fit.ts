/**
 * Fits straight lines through measured points, some of them wrong: least squares, repeated without
 * the outliers.
 */

/** y = offset + slope · x */
export interface Line {
  readonly offset: number;
  readonly slope: number;
}

const MAX_PASSES = 4;

let residuals = new Float64Array(64);

/**
 * Fits a line through the first `count` points whose `kept` is not 0, at least `fewest` of them.
 * Points within `tolerance` of it always count; sets `kept` to those that did.
 */
export function fitLine(
  x: Float64Array,
  y: Float64Array,
  kept: Uint8Array,
  count: number,
  fewest: number,
  tolerance: number,
): Line | undefined {
  if (residuals.length < count) residuals = new Float64Array(count);
  let line: Line = { offset: 0, slope: 0 };
  for (let round = 0; round < MAX_PASSES; round++) {
    const next = leastSquares(x, y, kept, count, fewest);
    if (next === undefined) return undefined;
    line = next;
    for (let i = 0; i < count; i++) {
      residuals[i] = Math.abs(y[i]! - line.offset - line.slope * x[i]!);
    }
    const limit = Math.max(tolerance, 3 * median(residuals, count));
    for (let i = 0; i < count; i++) kept[i] = residuals[i]! <= limit ? 1 : 0;
  }
  return line;
}

function leastSquares(
  x: Float64Array,
  y: Float64Array,
  kept: Uint8Array,
  count: number,
  fewest: number,
): Line | undefined {
  let n = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < count; i++) {
    if (kept[i] === 0) continue;
    n++;
    sx += x[i]!;
    sy += y[i]!;
    sxx += x[i]! * x[i]!;
    sxy += x[i]! * y[i]!;
  }
  if (n < fewest) return undefined;
  const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
  return { offset: (sy - slope * sx) / n, slope };
}

/** The middle one of the first `count` numbers. */
export function median(numbers: Float64Array, count: number): number {
  return numbers.slice(0, count).sort()[count >> 1]!;
}
