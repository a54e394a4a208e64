/**
 * Gives a QR code the quiet zone that it lacks (ISO/IEC 18004 §9.1): what lies around it becomes
 * white.
 */
import { oppositeCorner, project, squareTo } from './geometry.ts';
import type { Corners, Luminance, Point } from './image.ts';
import { findMarksWithoutMargin } from './qr-finder.ts';
import type { QrPatterns } from './qr-triples.ts';
import { triplesOf } from './qr-triples.ts';
import { greyOf, plainView } from './qr-views.ts';

/** Places that are tried; the best ones are first. */
const MOST_PLACES = 4;

/** From a code's edge to a finder pattern's centre, in modules. */
const CENTRE = 3.5;

/** White around the code, in modules. */
const MARGIN = 5;

/** A code cut out of its surroundings, and where its image lies in the picture. */
export interface CutOut {
  readonly image: Luminance;
  readonly left: number;
  readonly top: number;
}

/** What may be codes without a quiet zone, each alone on white. */
export function* cutOuts(image: Luminance): Generator<CutOut> {
  const { bits } = plainView(greyOf(image));
  const likely = triplesOf(findMarksWithoutMargin(bits), MOST_PLACES);
  for (const patterns of likely) yield cutOut(image, patterns);
}

function cutOut(image: Luminance, patterns: QrPatterns): CutOut {
  const outline = outlineOf(patterns);
  const margin = Math.ceil(MARGIN * patterns.modulePixels);
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  const left = Math.floor(Math.min(...xs)) - margin;
  const top = Math.floor(Math.min(...ys)) - margin;
  const width = Math.ceil(Math.max(...xs)) + margin - left;
  const height = Math.ceil(Math.max(...ys)) + margin - top;
  const data = new Uint8ClampedArray(width * height).fill(255);
  for (let y = 0; y < height; y++) {
    const row = top + y;
    if (row < 0 || row >= image.height) continue;
    for (let x = 0; x < width; x++) {
      const column = left + x;
      if (column < 0 || column >= image.width) continue;
      if (!isInside(outline, column + 0.5, row + 0.5)) continue;
      data[y * width + x] = image.data[row * image.width + column]!;
    }
  }
  return { image: { data, width, height }, left, top };
}

/** The code's corners, as far as three of its finder patterns tell. */
function outlineOf({ corner, right, below, modulePixels }: QrPatterns): Corners {
  const far = oppositeCorner(corner, right, below);
  const centres = squareTo([corner, right, far, below]);
  const across = CENTRE / modulesBetween(corner, right, modulePixels);
  const down = CENTRE / modulesBetween(corner, below, modulePixels);
  return [
    project(centres, -across, -down),
    project(centres, 1 + across, -down),
    project(centres, 1 + across, 1 + down),
    project(centres, -across, 1 + down),
  ];
}

/** Between two centres there are 14 modules, or four more for each version (§6.3.2). */
function modulesBetween(a: Point, b: Point, modulePixels: number): number {
  const estimate = Math.hypot(b.x - a.x, b.y - a.y) / modulePixels;
  return Math.max(14, Math.round((estimate - 14) / 4) * 4 + 14);
}

/** Returns true if a place lies within a convex outline, which runs clockwise. */
function isInside(outline: Corners, x: number, y: number): boolean {
  return outline.every((a, i) => {
    const b = outline[(i + 1) & 3]!;
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= 0;
  });
}
