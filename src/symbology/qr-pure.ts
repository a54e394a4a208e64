/**
 * Reads a picture that is nothing but one upright QR code and its margin, however small its
 * modules: a screenshot, a download.
 */
import type { Luminance } from './image.ts';
import type { QrFound } from './zxing-read.ts';
import { decodeModules } from './zxing-read.ts';

/** A finder pattern's width, and the sizes of symbols, in modules (ISO/IEC 18004). */
const FINDER = 7;
const SMALLEST = 21;
const LARGEST = 177;

/** The code between the outermost dark pixels; `undefined` where they do not bound one. */
export function readPureQr(image: Luminance): QrFound | undefined {
  const middle = halfway(image);
  const box = darkBox(image, middle);
  if (box === undefined) return undefined;
  const { left, top, right, bottom } = box;
  let run = 0;
  while (left + run < right && image.data[top * image.width + left + run]! < middle) run++;
  const size = 4 * Math.round((((right - left) * FINDER) / run - 1) / 4) + 1;
  if (!(size >= SMALLEST && size <= LARGEST)) return undefined;
  const modules = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = Math.floor(top + ((row + 0.5) * (bottom - top)) / size);
    for (let column = 0; column < size; column++) {
      const x = Math.floor(left + ((column + 0.5) * (right - left)) / size);
      modules[row * size + column] = image.data[y * image.width + x]! < middle ? 1 : 0;
    }
  }
  const text = decodeModules(modules, size);
  if (text === undefined) return undefined;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ] as const;
  return { text, corners };
}

function halfway({ data }: Luminance): number {
  let low = 255;
  let high = 0;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (low + high) / 2;
}

/** The rows and columns from the first dark pixel to behind the last. */
function darkBox({ data, width, height }: Luminance, middle: number) {
  let [left, top, right, bottom] = [width, -1, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! >= middle) continue;
      if (top < 0) top = y;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      bottom = y + 1;
    }
  }
  return top < 0 ? undefined : { left, top, right, bottom };
}
