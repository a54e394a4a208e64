/**
 * Reads pictures. Of a video, each frame is read by one step of the
 * ladder.
 */
import type { CryptogramReading } from './cryptogram-read.ts';
import { createCryptogramReader, readAsShown, readCryptograms } from './cryptogram-read.ts';
import { isEven } from './evenness.ts';
import type { HalfSize } from './half-size.ts';
import { halfSize } from './half-size.ts';
import type { Hint } from './hints.ts';
import { createHints, hintOf } from './hints.ts';
import type { Corners, PixelImage } from './image.ts';
import { isTransparent, luminance, onGround } from './image.ts';
import { createQrLooks } from './qr-looks.ts';
import type { QrFound } from './qr-read.ts';
import { findQrNearPatterns, findQrStill } from './qr-still.ts';

/**
 * What a picture shows. A foreign cryptogram has the geometry and colours of ours and another
 * coding.
 */
export type Found =
  | { readonly kind: 'qr'; readonly text: string; readonly corners?: Corners }
  | { readonly kind: 'cryptogram'; readonly bytes: Uint8Array; readonly corners: Corners }
  | { readonly kind: 'foreign-cryptogram'; readonly corners: Corners };

export interface FrameResult {
  readonly found?: Found;
  readonly hint?: Hint;
}

/**
 * Frames in a row that must agree that a cryptogram is clear and not ours: a finger may lie on the
 * corners of one that is.
 */
const FOREIGN_FRAMES = 3;

/** What lies below a transparent picture. */
const WHITE = 255;
const BLACK = 0;

/**
 * A reader of one video's frames; it remembers which view comes next, and what the last frames
 * showed.
 */
export function createScanner(): (image: PixelImage) => FrameResult {
  const readCryptogram = createCryptogramReader();
  const steady = createHints();
  const lookForQr = createQrLooks();
  let frame = 0;
  let foreign = 0;
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
    if (cryptogram === undefined && isEven(small)) {
      const hint = steady(hintOf(small, undefined, {}));
      return hint === undefined ? {} : { hint };
    }
    // A mosaic has every other frame to itself.
    frame++;
    const mosaic = cryptogram !== undefined && cryptogram.doubtful < 1;
    const qr = mosaic && frame % 2 === 1 ? {} : lookForQr(image, small);
    if (qr.found !== undefined) return { found: { kind: 'qr', ...qr.found } };
    const hint = steady(hintOf(small, cryptogram, qr));
    return hint === undefined ? {} : { hint };
  };
}

/**
 * Everything that a still picture shows, each code once; one that lets light through, on white and
 * else on black.
 */
export function readStill(image: PixelImage): Found[] {
  if (!isTransparent(image)) return readOpaque(image);
  const found = readOpaque(onGround(image, WHITE));
  return found.length > 0 ? found : readOpaque(onGround(image, BLACK));
}

/** The same of a part of a large picture, QR codes only where something looks like one. */
export function readPart(image: PixelImage): Found[] {
  const opaque = isTransparent(image) ? onGround(image, WHITE) : image;
  return named(findQrNearPatterns(luminance(opaque)), readAsShown(opaque));
}

function readOpaque(image: PixelImage): Found[] {
  return named(findQrStill(luminance(image)), readCryptograms(image));
}

function named(codes: readonly QrFound[], cryptograms: readonly CryptogramReading[]): Found[] {
  const found: Found[] = codes.map((qr) => ({ kind: 'qr', ...qr }));
  for (const cryptogram of cryptograms) {
    const { bytes, foreign, corners } = cryptogram;
    if (bytes !== undefined) found.push(ours(bytes, cryptogram));
    else if (foreign) found.push({ kind: 'foreign-cryptogram', corners });
  }
  return found;
}

function ours(bytes: Uint8Array, { corners }: CryptogramReading): Found {
  return { kind: 'cryptogram', bytes, corners };
}
