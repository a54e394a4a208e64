/** What would let the next frame be read, said only once it has been so for a while. */
import type { CryptogramReading } from './cryptogram-read.ts';
import type { Luminance } from './image.ts';
import type { QrLook } from './qr-read.ts';

/** What the person can do. */
export type Hint = 'closer' | 'further' | 'hold-still' | 'more-light';

/** Below these many pixels a module a code is too small, in its own reader's measure. */
const SMALL_CRYPTOGRAM = 5;
const SMALL_QR = 2.5;

/** A QR module of more pixels than this that is not sharp is nearer than a phone can focus. */
const LARGE_QR = 16;

/** Where the brightest hundredth is darker than this, of 255, there is too little light. */
const DIM = 70;

/** Every so many pixels one is looked at for brightness. */
const STRIDE = 997;

/** A hint is given when it is that of this many of the last `WINDOW` frames. */
const WINDOW = 6;
const ENOUGH = 4;

/** One frame's hint, from what was seen in it and not read. */
export function hintOf(
  grey: Luminance,
  cryptogram: CryptogramReading | undefined,
  qr: QrLook,
): Hint | undefined {
  if (brightest(grey) < DIM) return 'more-light';
  if (cryptogram !== undefined && cryptogram.modulePixels < SMALL_CRYPTOGRAM) return 'closer';
  // A frame alone, large and without a mosaic, is anything: a window, a screen's edge.
  if (cryptogram !== undefined && cryptogram.doubtful < 1) return 'hold-still';
  if (qr.patterns === undefined) return undefined;
  const { modulePixels } = qr.patterns;
  if (modulePixels < SMALL_QR) return 'closer';
  return modulePixels > LARGE_QR ? 'further' : 'hold-still';
}

/** Passes a hint on when most of the last frames gave it. */
export function createHints(): (hint: Hint | undefined) => Hint | undefined {
  const last: (Hint | undefined)[] = [];
  return (hint) => {
    last.push(hint);
    if (last.length > WINDOW) last.shift();
    const same = last.filter((other) => other === hint).length;
    return same >= ENOUGH ? hint : undefined;
  };
}

/** The luminance that one in a hundred pixels exceeds. */
function brightest({ data }: Luminance): number {
  const counts = new Uint16Array(256);
  let seen = 0;
  for (let i = 0; i < data.length; i += STRIDE, seen++) counts[data[i]!]! += 1;
  let level = 255;
  for (let above = counts[255]!; level > 0 && above * 100 < seen; above += counts[level]!) level--;
  return level;
}
