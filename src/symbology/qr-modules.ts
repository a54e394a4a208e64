/**
 * Reads a QR symbol's modules as cells (ISO/IEC 18004): sampled in linear light, levelled, sorted
 * into black and white.
 */
import { sortCells } from './cell-sort.ts';
import type { Projection } from './geometry.ts';
import type { Luminance } from './image.ts';
import { LINEAR } from './light.ts';
import { decodeModules } from './zxing-read.ts';

/**
 * Modules a side of the largest symbol read this way: version 25, well above the largest message's.
 */
export const LARGEST = 117;

/** White, then black: the colours of sorted modules. */
const BLACK_AND_WHITE = Float32Array.of(1, 1, 1, 0, 0, 0);

/** Taps in a module, in modules from its middle: three by three. */
const TAP = 0.24;

/** Modules in each direction whose mean tells dark from light. */
const AROUND = 6;

const samples = new Float32Array(LARGEST * LARGEST * 3);
const sums = new Float64Array((LARGEST + 1) * (LARGEST + 1));

/**
 * The text of a symbol of `size`² modules (at most LARGEST²) that a projection carries from the
 * unit square to the image.
 */
export function readModules(
  image: Luminance,
  projection: Projection,
  size: number,
): string | undefined {
  sample(image, projection, size);
  level(size);
  const { cells } = sortCells(samples, size, BLACK_AND_WHITE);
  return decodeModules(cells, size);
}

/** Linear light of each module, nine taps, to `samples` (one channel of three). */
function sample(image: Luminance, m: Projection, size: number): void {
  const { data, width, height } = image;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let tap = 0; tap < 9; tap++) {
        const u = (column + 0.5 + ((tap % 3) - 1) * TAP) / size;
        const v = (row + 0.5 + (((tap / 3) | 0) - 1) * TAP) / size;
        const w = 1 / (m[6]! * u + m[7]! * v + 1);
        const x = Math.min(width - 1, Math.max(0, ((m[0]! * u + m[1]! * v + m[2]!) * w) | 0));
        const y = Math.min(height - 1, Math.max(0, ((m[3]! * u + m[4]! * v + m[5]!) * w) | 0));
        sum += LINEAR[data[y * width + x]!]!;
      }
      samples[(row * size + column) * 3] = sum / 9;
    }
  }
}

/**
 * Makes the samples 1 where white and 0 where black, by the mean around each module: a symbol is
 * half dark nearly everywhere.
 */
function level(size: number): void {
  sumUp(size);
  let squares = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = (row * size + column) * 3;
      samples[at + 1] = samples[at]! - meanAround(size, row, column);
      squares += samples[at + 1]! ** 2;
    }
  }
  // The spread of two equally frequent values is half their distance.
  const contrast = 2 * Math.sqrt(squares / (size * size)) || 1;
  for (let at = 0; at < size * size * 3; at += 3) {
    samples.fill(samples[at + 1]! / contrast + 0.5, at, at + 3);
  }
}

/** Sums of the samples above and to the left of each module's corner. */
function sumUp(size: number): void {
  const stride = size + 1;
  sums.fill(0, 0, stride);
  for (let row = 0; row < size; row++) {
    let running = 0;
    sums[(row + 1) * stride] = 0;
    for (let column = 0; column < size; column++) {
      running += samples[(row * size + column) * 3]!;
      sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1]! + running;
    }
  }
}

function meanAround(size: number, row: number, column: number): number {
  const stride = size + 1;
  const top = Math.max(0, row - AROUND);
  const bottom = Math.min(size, row + AROUND + 1);
  const left = Math.max(0, column - AROUND);
  const right = Math.min(size, column + AROUND + 1);
  const sum =
    sums[bottom * stride + right]! -
    sums[top * stride + right]! -
    sums[bottom * stride + left]! +
    sums[top * stride + left]!;
  return sum / ((bottom - top) * (right - left));
}
