/** Tells an image without any edge, such as a wall before the camera: it can show no code. */
import type { Luminance } from './image.ts';

/** Pixels a side of the squares that are looked at, and every so many of their rows. */
const SQUARE = 8;
const ROW_STEP = 2;

/** The least range of a square that may be a code's, of 255: beyond a camera's noise. */
const LEAST_RANGE = 16;

/** Returns true if each whole square of the image is of one light. */
export function isEven({ data, width, height }: Luminance): boolean {
  for (let top = 0; top + SQUARE <= height; top += SQUARE) {
    for (let left = 0; left + SQUARE <= width; left += SQUARE) {
      let low = 255;
      let high = 0;
      for (let y = top; y < top + SQUARE; y += ROW_STEP) {
        const row = y * width;
        for (let at = row + left; at < row + left + SQUARE; at++) {
          const value = data[at]!;
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      if (high - low >= LEAST_RANGE) return false;
    }
  }
  return true;
}
