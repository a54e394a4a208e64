/** Cuts a part out of a picture, at its size or smaller. */
import type { PixelImage } from './image.ts';
import type { Rectangle } from './rectangle.ts';

/**
 * The part with its sides multiplied by `scale`, at most 1: each pixel the mean of those it covers.
 */
export function partOf(image: PixelImage, part: Rectangle, scale: number): PixelImage {
  return scale === 1 ? cut(image, part) : shrink(image, part, scale);
}

function cut(image: PixelImage, { left, top, width, height }: Rectangle): PixelImage {
  if (width === image.width && height === image.height) return image;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { data, width, height };
}

function shrink(image: PixelImage, part: Rectangle, scale: number): PixelImage {
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const data = new Uint8ClampedArray(width * height * 4);
  const columns = edges(part.left, part.width, width);
  const rows = edges(part.top, part.height, height);
  const sums = new Uint32Array(width * 4);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const [top, bottom] = [rows[y]!, rows[y + 1]!];
    for (let row = top; row < bottom; row++) addRow(image, row, columns, sums);
    for (let x = 0, to = y * width * 4; x < width; x++, to += 4) {
      const count = (bottom - top) * (columns[x + 1]! - columns[x]!);
      for (let c = 0; c < 4; c++) data[to + c] = sums[x * 4 + c]! / count;
    }
  }
  return { data, width, height };
}

/** Where each of so many pixels begins along a side, and where the last one ends. */
function edges(start: number, length: number, count: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, i) => start + Math.floor((i * length) / count));
}

/** Adds the pixels of a row to the four sums of each column that they lie in. */
function addRow(
  { data, width }: PixelImage,
  row: number,
  columns: Int32Array,
  sums: Uint32Array,
): void {
  let at = (row * width + columns[0]!) * 4;
  for (let x = 0; x + 1 < columns.length; x++) {
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (let left = columns[x + 1]! - columns[x]!; left > 0; left--, at += 4) {
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
      alpha += data[at + 3]!;
    }
    sums[x * 4] = sums[x * 4]! + red;
    sums[x * 4 + 1] = sums[x * 4 + 1]! + green;
    sums[x * 4 + 2] = sums[x * 4 + 2]! + blue;
    sums[x * 4 + 3] = sums[x * 4 + 3]! + alpha;
  }
}
