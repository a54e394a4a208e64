/**
 * Tells a browser that falsifies what is read from a canvas, to hide whose it is, from one that
 * does not.
 */
import type { PixelImage } from './image.ts';

const SIDE = 32;

/**
 * A pixel's channel is another one where it differs by more than rounding and slight noise, of 255.
 */
const SLIGHT = 12;

/** Pixels that may be others, as a share: some browsers change a few, which hides no code. */
const FEW = 0.1;

/** Puts a pattern on a canvas and reads it back. */
export type RoundTrip = (
  pattern: { data: Uint8ClampedArray<ArrayBuffer> } & PixelImage,
) => Uint8ClampedArray;

/** Returns the way there and back on a canvas; `contextOf` gives one of a size, in pixels. */
export function roundTripOn(contextOf: (width: number, height: number) => PixelContext): RoundTrip {
  return ({ data, width, height }) => {
    const context = contextOf(width, height);
    context.putImageData(new ImageData(data, width, height), 0, 0);
    return context.getImageData(0, 0, width, height).data;
  };
}

/** A page's canvas as well as a worker's. */
type PixelContext = Pick<OffscreenCanvasRenderingContext2D, 'putImageData' | 'getImageData'>;

/** Returns true if a pattern comes back from a canvas as it was put there. */
export function isTrue(roundTrip: RoundTrip): boolean {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    // Squares of 4×4 pixels in changing colours, all opaque.
    const square = ((pixel >> 2) % 8) ^ (pixel >> 7);
    data.set([(square & 1) * 255, (square & 2) * 127, (square & 4) * 63, 255], pixel * 4);
  }
  const back = roundTrip({ data: data.slice(), width: SIDE, height: SIDE });
  let changed = 0;
  for (let at = 0; at < data.length; at++) {
    if (Math.abs(data[at]! - (back[at] ?? 0)) > SLIGHT) changed++;
  }
  return changed <= FEW * data.length;
}
