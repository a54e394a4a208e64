/**
 * A picture at half its size, in one pass: its luminance, and the brightest channel of each pixel.
 */
import type { Luminance, PixelImage } from './image.ts';
import { packedPixels } from './image.ts';

/**
 * Both planes, each pixel the mean of four; what is odd at the right and lower edge is left out.
 */
export interface HalfSize {
  readonly grey: Luminance;
  /** Of white, of a colour, and of its mixtures with white the brightest channel is bright. */
  readonly brightest: Uint8Array;
}

/** Red and blue of a packed pixel, each with room for the sum of four. */
const RED_AND_BLUE = 0xff00ff;

/** Weights of BT.601 in 10-bit integers, and what divides by four besides. */
const RED = 306;
const GREEN = 601;
const BLUE = 117;
const SHIFT = 12;
const ROUND = 1 << (SHIFT - 1);

/** The picture at half its size; `into` is overwritten where it is as large. */
export function halfSize(image: PixelImage, into?: HalfSize): HalfSize {
  const width = image.width >> 1;
  const height = image.height >> 1;
  const half = into?.grey.width === width && into.grey.height === height ? into : undefined;
  const { grey, brightest } = half ?? {
    grey: { data: new Uint8ClampedArray(width * height), width, height },
    brightest: new Uint8Array(width * height),
  };
  const pixels = packedPixels(image);
  const { data } = grey;
  for (let y = 0, to = 0; y < height; y++) {
    let above = 2 * y * image.width;
    for (let x = 0; x < width; x++, above += 2, to++) {
      const below = above + image.width;
      const a = pixels[above]!;
      const b = pixels[above + 1]!;
      const c = pixels[below]!;
      const d = pixels[below + 1]!;
      const both =
        (a & RED_AND_BLUE) + (b & RED_AND_BLUE) + (c & RED_AND_BLUE) + (d & RED_AND_BLUE);
      const red = both & 0xffff;
      const blue = both >>> 16;
      const green =
        ((a >>> 8) & 0xff) + ((b >>> 8) & 0xff) + ((c >>> 8) & 0xff) + ((d >>> 8) & 0xff);
      data[to] = (RED * red + GREEN * green + BLUE * blue + ROUND) >> SHIFT;
      brightest[to] = (red > green ? (red > blue ? red : blue) : green > blue ? green : blue) >> 2;
    }
  }
  return half ?? { grey, brightest };
}
