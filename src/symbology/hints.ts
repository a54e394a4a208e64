/** What would let the next frame be read, said only once it has been so for a while. */
import type { CryptogramReading } from './cryptogram-read.ts';
import type { Luminance, Point } from './image.ts';
import type { QrLook } from './qr-read.ts';

/** What the person can do. */
export type Hint = 'closer' | 'further' | 'hold-still' | 'more-light';

/** Below these many pixels a module a code is too small, in its own reader's measure. */
const SMALL_CRYPTOGRAM = 5;
const SMALL_QR = 2.5;

/**
 * A code that takes up more than this share of a frame's shorter side is nearer than phones focus:
 * its outer corners, and a QR code's finder patterns.
 */
const LARGE_CRYPTOGRAM = 0.85;
const LARGE_QR = 0.7;

/** Where the brightest hundredth is darker than this, of 255, there is too little light. */
const DIM = 70;

/** Every so many pixels one is looked at for brightness. */
const STRIDE = 997;

/**
 * A hint is passed on when this many of the last frames gave it: as many as the ladder has views,
 * of which few see what they cannot read.
 */
const WINDOW = 8;
const ENOUGH = 3;

/** One frame's hint, from its luminance at half size and what was seen in it and not read. */
export function hintOf(
  half: Luminance,
  cryptogram: CryptogramReading | undefined,
  qr: QrLook,
): Hint | undefined {
  if (brightest(half) < DIM) return 'more-light';
  if (cryptogram !== undefined && cryptogram.modulePixels < SMALL_CRYPTOGRAM) return 'closer';
  const side = 2 * Math.min(half.width, half.height);
  // A frame alone, large and without a mosaic, is anything: a window, a screen's edge.
  if (cryptogram !== undefined && cryptogram.doubtful < 1) {
    const [a, b, c] = cryptogram.corners;
    return longer(a, b, c) > LARGE_CRYPTOGRAM * side ? 'further' : 'hold-still';
  }
  if (qr.patterns === undefined) return undefined;
  const { modulePixels, right, corner, below } = qr.patterns;
  if (modulePixels < SMALL_QR) return 'closer';
  return longer(right, corner, below) > LARGE_QR * side ? 'further' : 'hold-still';
}

/** The longer of the two sides that meet in `corner`. */
function longer(a: Point, corner: Point, b: Point): number {
  return Math.max(
    Math.hypot(a.x - corner.x, a.y - corner.y),
    Math.hypot(b.x - corner.x, b.y - corner.y),
  );
}

/** Passes on what most of the last frames would have said, of those that had anything to say. */
export function createHints(): (hint: Hint | undefined) => Hint | undefined {
  const last: (Hint | undefined)[] = [];
  return (hint) => {
    last.push(hint);
    if (last.length > WINDOW) last.shift();
    const counts = new Map<Hint, number>();
    for (const each of last) if (each) counts.set(each, (counts.get(each) ?? 0) + 1);
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    return most && most[1] >= ENOUGH ? most[0] : undefined;
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
