/**
 * Tells which finder patterns may belong to one QR code (ISO/IEC 18004 §6.3.3): three of a size at
 * a right angle.
 */
import type { Point } from './image.ts';
import type { FinderMark } from './qr-finder.ts';

/**
 * The centres of three finder patterns that stand like those of one code, and about how many pixels
 * a module has.
 */
export interface QrPatterns {
  readonly corner: Point;
  readonly right: Point;
  readonly below: Point;
  readonly modulePixels: number;
}

/** The shorter of two sides, or of two patterns, is at least this share of the longer one. */
const LEAST_RATIO = 0.6;

/** The most by which a corner is off the right angle, as a cosine. */
const MOST_COSINE = 0.5;

/**
 * From one pattern's centre to the next one's there are 14 modules at least, fewer where it is
 * tilted.
 */
const LEAST_MODULES = 10;

/** The widest symbol has 170 modules between the centres; tilt adds some. */
const MOST_MODULES = 220;

/** Marks that are put together: of more, those seen on most rows. */
const MOST_MARKS = 48;

/** Triples in the order of how well they stand, the best first, at most `most`. */
export function triplesOf(marks: readonly FinderMark[], most: number): QrPatterns[] {
  const chosen = [...marks]
    .sort((a, b) => b.count / b.modulePixels - a.count / a.modulePixels)
    .slice(0, MOST_MARKS)
    .sort((a, b) => a.modulePixels - b.modulePixels);
  const found: { patterns: QrPatterns; flaw: number }[] = [];
  for (let i = 0; i < chosen.length; i++) {
    const a = chosen[i]!;
    for (let j = i + 1; j < chosen.length; j++) {
      const b = chosen[j]!;
      if (a.modulePixels < LEAST_RATIO * b.modulePixels) break;
      for (let k = j + 1; k < chosen.length; k++) {
        const c = chosen[k]!;
        if (a.modulePixels < LEAST_RATIO * c.modulePixels) break;
        const seen = arranged(a, b, c);
        if (seen !== undefined) found.push(seen);
      }
    }
  }
  return found
    .sort((a, b) => a.flaw - b.flaw)
    .slice(0, most)
    .map(({ patterns }) => patterns);
}

/** The three as corner, right and lower pattern; `undefined` where they do not stand like that. */
function arranged(a: FinderMark, b: FinderMark, c: FinderMark) {
  const ab = squaredDistance(a, b);
  const bc = squaredDistance(b, c);
  const ca = squaredDistance(c, a);
  // The corner lies opposite the longest side.
  const [corner, one, other] =
    bc >= ab && bc >= ca ? [a, b, c] : ca >= ab && ca >= bc ? [b, c, a] : [c, a, b];
  const ax = one.x - corner.x;
  const ay = one.y - corner.y;
  const bx = other.x - corner.x;
  const by = other.y - corner.y;
  const lengthA = Math.hypot(ax, ay);
  const lengthB = Math.hypot(bx, by);
  const ratio = Math.min(lengthA, lengthB) / Math.max(lengthA, lengthB);
  if (ratio < LEAST_RATIO) return undefined;
  const cosine = Math.abs(ax * bx + ay * by) / (lengthA * lengthB);
  if (cosine > MOST_COSINE) return undefined;
  const smallest = Math.min(a.modulePixels, b.modulePixels, c.modulePixels);
  const largest = Math.max(a.modulePixels, b.modulePixels, c.modulePixels);
  if (Math.min(lengthA, lengthB) < LEAST_MODULES * smallest) return undefined;
  if (Math.max(lengthA, lengthB) > MOST_MODULES * largest) return undefined;
  const [right, below] = ax * by - ay * bx > 0 ? [one, other] : [other, one];
  return {
    patterns: {
      corner: pointOf(corner),
      right: pointOf(right),
      below: pointOf(below),
      modulePixels: (a.modulePixels + b.modulePixels + c.modulePixels) / 3,
    },
    flaw: 1 - ratio + cosine + 1 - smallest / largest + 1 / Math.min(a.count, b.count, c.count),
  };
}

function squaredDistance(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}

function pointOf({ x, y }: Point): Point {
  return { x, y };
}
