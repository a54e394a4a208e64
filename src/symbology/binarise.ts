/** Luminance → dark and light, by each pixel's surroundings or by one threshold for all. */
import type { Luminance } from './image.ts';

/** One byte a pixel, 1 dark and 0 light, rows from the top. */
export interface Bits {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels a side of a block that shares one threshold, as a power of two. */
const BLOCK_POWER = 3;
const BLOCK = 1 << BLOCK_POWER;

/** A block's threshold is the mean of those of this many blocks in each direction. */
const REACH = 2;
const BLOCKS_AROUND = (2 * REACH + 1) ** 2;

/** Every so many rows of a block are measured. */
const ROW_STEP = 2;
const SEEN = (BLOCK * BLOCK) / ROW_STEP;

/** A block whose values differ by no more than this, of 255, is all light or all dark. */
const LEAST_RANGE = 24;

/** Smaller images have too few blocks. */
const SMALLEST = BLOCK * (2 * REACH + 1);

let buffer = new Uint8Array(0);
let points = new Float32Array(0);

/**
 * Compares each block of 8×8 pixels with the mean of the 5×5 blocks around it (the method of
 * ZXing's HybridBinarizer). The bits are valid until the next call of either function.
 */
export function binariseLocally(image: Luminance): Bits {
  const { width, height } = image;
  if (width < SMALLEST || height < SMALLEST) return binariseGlobally(image);
  const bits = bitsOf(image);
  const columns = (width + BLOCK - 1) >> BLOCK_POWER;
  const rows = (height + BLOCK - 1) >> BLOCK_POWER;
  if (points.length < columns * rows) points = new Float32Array(columns * rows);
  measureBlocks(image, columns, rows);
  for (let row = 0; row < rows; row++) {
    const top = Math.min(row * BLOCK, height - BLOCK);
    const middleRow = Math.min(Math.max(row, REACH), rows - REACH - 1);
    for (let column = 0; column < columns; column++) {
      const left = Math.min(column * BLOCK, width - BLOCK);
      const middle = Math.min(Math.max(column, REACH), columns - REACH - 1);
      let sum = 0;
      for (let y = middleRow - REACH; y <= middleRow + REACH; y++) {
        const first = y * columns + middle - REACH;
        for (let at = first; at <= first + 2 * REACH; at++) sum += points[at]!;
      }
      darkenBlock(image, bits.data, top * width + left, sum / BLOCKS_AROUND);
    }
  }
  return bits;
}

/** Halfway between the darkest and the lightest of the values that are not rare. */
export function binariseGlobally(image: Luminance): Bits {
  const bits = bitsOf(image);
  const limit = otsuThreshold(image);
  const { data } = image;
  for (let i = 0; i < data.length; i++) bits.data[i] = data[i]! <= limit ? 1 : 0;
  return bits;
}

function bitsOf({ width, height }: Luminance): Bits {
  const count = width * height;
  if (buffer.length < count) buffer = new Uint8Array(count);
  return { data: buffer.subarray(0, count), width, height };
}

/**
 * Each block's own threshold, to `points`: its mean, or one taken from its neighbours where it is
 * even.
 */
function measureBlocks({ data, width, height }: Luminance, columns: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const top = Math.min(row * BLOCK, height - BLOCK);
    for (let column = 0; column < columns; column++) {
      const first = top * width + Math.min(column * BLOCK, width - BLOCK);
      let sum = 0;
      let low = 255;
      let high = 0;
      for (let y = 0, at = first; y < BLOCK; y += ROW_STEP, at += ROW_STEP * width) {
        for (let x = at; x < at + BLOCK; x++) {
          const value = data[x]!;
          sum += value;
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      const at = row * columns + column;
      if (high - low > LEAST_RANGE) {
        points[at] = sum / SEEN;
        continue;
      }
      // An even block is taken for light, unless it is darker than its neighbours' thresholds.
      points[at] = low / 2;
      if (row === 0 || column === 0) continue;
      const beside = (points[at - columns]! + 2 * points[at - 1]! + points[at - columns - 1]!) / 4;
      if (low < beside) points[at] = beside;
    }
  }
}

/**
 * Compares every pixel of a block with a limit: the sign bit of the difference tells, without a
 * branch.
 */
function darkenBlock(
  { data, width }: Luminance,
  bits: Uint8Array,
  first: number,
  limit: number,
): void {
  const light = Math.floor(limit) + 1;
  for (let y = 0, at = first; y < BLOCK; y++, at += width) {
    for (let x = at; x < at + BLOCK; x++) bits[x] = (data[x]! - light) >>> 31;
  }
}

/** The threshold that parts the values into the two most distinct classes (Otsu 1979). */
function otsuThreshold({ data }: Luminance): number {
  const counts = new Uint32Array(256);
  let sum = 0;
  for (const value of data) {
    counts[value]!++;
    sum += value;
  }
  let best = 0;
  let limit = 0;
  let below = 0;
  let sumBelow = 0;
  for (let value = 0; value < 255; value++) {
    below += counts[value]!;
    sumBelow += value * counts[value]!;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const distance = sumBelow / below - (sum - sumBelow) / above;
    const between = below * above * distance * distance;
    if (between <= best) continue;
    best = between;
    limit = value;
  }
  return limit;
}
