/** The room's door: pictures in, what they show out; of a video each frame climbs one step of the ladder. */
import { createCryptogramReader, readCryptograms } from './cryptogram-read.ts';
import type { CryptogramReading } from './cryptogram-read.ts';
import { halfSize } from './half-size.ts';
import type { HalfSize } from './half-size.ts';
import { createHints, hintOf } from './hints.ts';
import type { Hint } from './hints.ts';
import { luminance } from './image.ts';
import type { Corners, Luminance, PixelImage } from './image.ts';
import { FRAME_RUNGS, look } from './qr-read.ts';
import { findQrStill } from './qr-still.ts';

export type { Hint } from './hints.ts';

/** What a picture shows. A foreign cryptogram has the geometry and colours of ours and another coding. */
export type Found =
  | { readonly kind: 'qr'; readonly text: string; readonly corners?: Corners }
  | { readonly kind: 'cryptogram'; readonly bytes: Uint8Array; readonly corners: Corners }
  | { readonly kind: 'foreign-cryptogram'; readonly corners: Corners };

export interface FrameResult {
  readonly found?: Found;
  readonly hint?: Hint;
}

/** Frames in a row that must agree that a cryptogram is clear and not ours: a finger may lie on the corners of one that is. */
const FOREIGN_FRAMES = 3;

/** A reader of one video's frames; it remembers which view comes next, and what the last frames showed. */
export function createScanner(): (image: PixelImage) => FrameResult {
  const readCryptogram = createCryptogramReader();
  const steady = createHints();
  let rung = 0;
  let frame = 0;
  let foreign = 0;
  let buffer = new Uint8ClampedArray(0);
  let half: HalfSize | undefined;
  return (image) => {
    half = halfSize(image, half);
    const small = half.grey;
    const cryptogram = readCryptogram(image, half);
    foreign = cryptogram?.foreign ? foreign + 1 : 0;
    if (cryptogram?.bytes !== undefined) return { found: ours(cryptogram.bytes, cryptogram) };
    if (foreign >= FOREIGN_FRAMES) {
      return { found: { kind: 'foreign-cryptogram', corners: cryptogram!.corners } };
    }
    const pixels = image.width * image.height;
    if (buffer.length < pixels) buffer = new Uint8ClampedArray(pixels);
    let full: Luminance | undefined;
    const grey = { full: () => (full ??= luminance(image, buffer)), half: () => small };
    // A mosaic has every other frame to itself.
    frame++;
    const mosaic = cryptogram !== undefined && cryptogram.doubtful < 1;
    const qr =
      mosaic && frame % 2 === 1 ? {} : look(grey, FRAME_RUNGS[rung++ % FRAME_RUNGS.length]!);
    if (qr.found !== undefined) return { found: { kind: 'qr', ...qr.found } };
    const hint = steady(hintOf(small, cryptogram, qr));
    return hint === undefined ? {} : { hint };
  };
}

/** Everything that a still picture shows, each code once. */
export function readStill(image: PixelImage): Found[] {
  const found: Found[] = findQrStill(luminance(image)).map((qr) => ({ kind: 'qr', ...qr }));
  for (const cryptogram of readCryptograms(image)) {
    const { bytes, foreign, corners } = cryptogram;
    if (bytes !== undefined) found.push(ours(bytes, cryptogram));
    else if (foreign) found.push({ kind: 'foreign-cryptogram', corners });
  }
  return found;
}

function ours(bytes: Uint8Array, { corners }: CryptogramReading): Found {
  return { kind: 'cryptogram', bytes, corners };
}
