/** Colour grid → pixels (docs/cryptogram.md §1): quiet zone, black frame, coloured squares. */
import { encodeCryptogram } from './cryptogram-encode.ts';
import type { ColourGrid } from './cryptogram-layout.ts';
import { BORDER, FRAME, QUIET } from './cryptogram-layout.ts';
import type { PixelImage } from './image.ts';

/** The colour indices' pixels, then the frame's. */
const RGBA: readonly (readonly [number, number, number, number])[] = [
  [255, 255, 255, 255],
  [255, 0, 0, 255],
  [0, 255, 0, 255],
  [0, 0, 255, 255],
  [0, 0, 0, 255],
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
  const data = new Uint8ClampedArray(side * side * 4);
  for (let row = 0; row < modules; row++) {
    const first = row * scale * side * 4;
    for (let column = 0; column < modules; column++) {
      const rgba = RGBA[moduleColour(grid, column, row)]!;
      for (let x = column * scale; x < (column + 1) * scale; x++) data.set(rgba, first + x * 4);
    }
    for (let y = 1; y < scale; y++) {
      data.copyWithin(first + y * side * 4, first, first + side * 4);
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
