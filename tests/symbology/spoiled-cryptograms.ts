/** Cryptograms that are damaged, changed or foreign. */
import {
  encodeCryptogram,
  encodeMessage,
  messageOf,
} from '../../src/symbology/cryptogram-encode.ts';
import type { ColourGrid } from '../../src/symbology/cryptogram-layout.ts';
import { calibrationColour, layoutOf } from '../../src/symbology/cryptogram-layout.ts';
import { gridPixels } from '../../src/symbology/cryptogram-write.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { bytes, paste, sheet } from './pictures.ts';

/** Some of a grid's data cells replaced. */
export function damage({ size, cells }: ColourGrid, share: number, next: () => number): ColourGrid {
  const damaged = cells.slice();
  for (const cell of layoutOf(size).dataCells) {
    if (next() < share) damaged[cell] = Math.floor(next() * 4);
  }
  return { size, cells: damaged };
}

/** Random colours, calibration corners included. */
export function mosaic(size: number, next: () => number): ColourGrid {
  return { size, cells: Uint8Array.from({ length: size * size }, () => Math.floor(next() * 4)) };
}

/** One of ten ways in which an image is not, or no longer, the cryptogram of a payload. */
export function spoiled(payload: Uint8Array, next: () => number, i: number): PixelImage {
  const grid = encodeCryptogram(payload);
  switch (i % 10) {
    case 0:
      return gridPixels(damage(grid, next(), next), 3);
    case 1:
      return gridPixels(damage(grid, 0.1 * next(), next), 3);
    case 2:
      return gridPixels(mosaic(25, next), 3);
    case 3: {
      const foreign = mosaic(25, next);
      layoutOf(25).calibration.forEach((cell, at) => {
        foreign.cells[cell] = calibrationColour(at);
      });
      return gridPixels(foreign, 3);
    }
    case 4: {
      const other = encodeCryptogram(bytes(101, i + 1)).cells;
      const cells = grid.cells.map((colour, cell) => (cell < 300 ? colour : other[cell]!));
      return gridPixels({ size: 25, cells }, 3);
    }
    case 5: {
      const message = messageOf(payload, layoutOf(25).data);
      message[Math.floor(next() * 5)]! ^= 1 + Math.floor(next() * 255);
      return gridPixels(encodeMessage(message, 25), 3);
    }
    case 6: {
      const mirrored = grid.cells.map((_, cell) => {
        const column = cell % 25;
        return grid.cells[cell - column + 24 - column]!;
      });
      return gridPixels({ size: 25, cells: mirrored }, 3);
    }
    case 7:
      return covered(gridPixels(grid, 3), next);
    case 8:
      return gridPixels(mosaic(20 + Math.floor(next() * 14), next), 3);
    default:
      return speckled(next() < 0.5 ? sheet(105, 105) : gridPixels(grid, 3), next);
  }
}

/** The picture with a patch of one colour over some of it. */
function covered(image: PixelImage, next: () => number): PixelImage {
  const patch = sheet(10 + Math.floor(next() * 60), 10 + Math.floor(next() * 60));
  const colour = [0, 1, 2].map(() => Math.floor(next() * 256));
  for (let i = 0; i < patch.data.length; i += 4) patch.data.set(colour, i);
  const room = image.width - Math.max(patch.width, patch.height);
  paste(image, patch, Math.floor(next() * room), Math.floor(next() * room));
  return image;
}

/** The picture with some of its pixels' channels replaced by chance. */
function speckled(image: PixelImage, next: () => number): PixelImage {
  const share = next();
  for (let i = 0; i < image.data.length; i++) {
    if (next() < share) image.data[i] = next() * 256;
  }
  return image;
}
