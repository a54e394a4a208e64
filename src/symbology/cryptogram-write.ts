/** Colour grid → pixels (docs/cryptogram.md §1): quiet zone, black frame, coloured squares. */
import { BORDER, FRAME, QUIET } from './cryptogram-layout.ts';
import type { ColourGrid } from './cryptogram-layout.ts';
import { encodeCryptogram } from './cryptogram-encode.ts';
import type { PixelImage } from './image.ts';

/** Red, green and blue of the colour indices, then of the frame. */
const RGB: readonly (readonly [number, number, number])[] = [
  [255, 255, 255],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [0, 0, 0],
];
const BLACK = 4;

/** A message's colour cryptogram with its quiet zone, `scale` pixels a module. */
export function cryptogramPixels(payload: Uint8Array, scale = 4): PixelImage {
  return gridPixels(encodeCryptogram(payload), scale);
}

/** Any colour grid in its frame, `scale` pixels a module. */
export function gridPixels(grid: ColourGrid, scale = 4): PixelImage {
  const modules = grid.size + 2 * BORDER;
  const side = modules * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const colour = moduleColour(grid, Math.floor(x / scale), Math.floor(y / scale));
      data.set(RGB[colour]!, (y * side + x) * 4);
    }
  }
  return { data, width: side, height: side };
}

/** The colour index of a module of the whole image, 4 for the frame's black. */
export function moduleColour({ size, cells }: ColourGrid, column: number, row: number): number {
  const inside = Math.min(column, row, size + 2 * BORDER - 1 - column, size + 2 * BORDER - 1 - row);
  if (inside >= BORDER) return cells[(row - BORDER) * size + column - BORDER]!;
  return inside >= QUIET && inside < QUIET + FRAME ? BLACK : 0;
}
