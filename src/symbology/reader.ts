/** The room's door: frames of a video in, what they show out, each frame climbing one step of the ladder. */
import { luminance } from './image.ts';
import type { Corners, PixelImage } from './image.ts';
import { findQr } from './qr-read.ts';
import { findQrStill } from './qr-still.ts';

/** What a picture shows. A foreign cryptogram has the geometry of ours and a payload that is not. */
export type Found =
  | { readonly kind: 'qr'; readonly text: string; readonly corners?: Corners }
  | { readonly kind: 'cryptogram'; readonly bytes: Uint8Array; readonly corners: Corners }
  | { readonly kind: 'foreign-cryptogram'; readonly corners: Corners };

/** What the person can do to let the next frame be read. */
export type Hint = 'closer' | 'further' | 'hold-still' | 'more-light';

export interface Reading {
  readonly found?: Found;
  readonly hint?: Hint;
}

/** A reader of one video's frames; it remembers which view comes next. */
export function createScanner(): (image: PixelImage) => Reading {
  let rung = 0;
  let buffer = new Uint8ClampedArray(0);
  return (image) => {
    const pixels = image.width * image.height;
    if (buffer.length < pixels) buffer = new Uint8ClampedArray(pixels);
    const found = findQr(luminance(image, buffer), rung++);
    return found === undefined ? {} : { found: { kind: 'qr', ...found } };
  };
}

/** The scanner's findings alone. */
export function createFrameReader(): (image: PixelImage) => Found | undefined {
  const scan = createScanner();
  return (image) => scan(image).found;
}

/** Everything that a still picture shows, each code once. */
export function readStill(image: PixelImage): Found[] {
  return findQrStill(luminance(image)).map((found) => ({ kind: 'qr', ...found }));
}
