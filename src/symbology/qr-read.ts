/**
 * Reading QR codes (ISO/IEC 18004) from luminance: a ladder of views of one image, since no single
 * view reads them all.
 */
import type { Luminance } from './image.ts';
import { findMarks } from './qr-finder.ts';
import { readQrGrid } from './qr-grid.ts';
import { readPureQr } from './qr-pure.ts';
import type { QrPatterns } from './qr-triples.ts';
import { triplesOf } from './qr-triples.ts';
import type { GreyPicture, QrView } from './qr-views.ts';
import {
  doubledView,
  flatView,
  globalView,
  greyOf,
  halfView,
  narrowView,
  negativeOf,
  placedPatterns,
  plainView,
  threeQuarterView,
  turnedView,
} from './qr-views.ts';
import type { QrFound } from './zxing-read.ts';
import { readQrAt } from './zxing-read.ts';

export type { QrFound } from './zxing-read.ts';

/** What a look at an image gave: a code read, or finder patterns that look like one. */
export interface QrLook {
  readonly found?: QrFound;
  readonly patterns?: QrPatterns;
}

/**
 * How many of the places where finder patterns stand like a code's are read, and measured closely.
 */
export interface Effort {
  readonly reads: number;
  readonly grids: number;
}

/** For a video's frame: the next one comes in a moment. */
const QUICK: Effort = { reads: 4, grids: 1 };

interface Rung {
  readonly name: string;
  /** Whether it is the image's negative that is looked at. */
  readonly negative?: true;
  /** Absent where the whole image is read as one code. */
  readonly view?: (image: GreyPicture) => QrView;
}

/** The views, in the order in which a still picture's are tried. */
export const RUNGS: readonly Rung[] = [
  { name: 'half', view: halfView },
  { name: 'hybrid', view: plainView },
  { name: 'global', view: globalView },
  { name: 'turned', view: turnedView },
  { name: 'three quarters', view: threeQuarterView },
  { name: 'double', view: doubledView },
  { name: 'inverted', negative: true, view: plainView },
  { name: 'inverted half', negative: true, view: halfView },
  { name: 'half height', view: flatView },
  { name: 'half width', view: narrowView },
  { name: 'pure' },
];

/**
 * The views that a video's frames climb, as indices: those that cost least come round more often.
 */
export const FRAME_RUNGS: readonly number[] = rungsNamed(
  ...['half', 'three quarters', 'half', 'inverted half'],
  ...['half', 'hybrid', 'half', 'three quarters'],
  ...['half', 'inverted half', 'half', 'double'],
);

/** Views by their names, as indices. */
export function rungsNamed(...names: readonly string[]): number[] {
  return names.map((wanted) => RUNGS.findIndex(({ name }) => name === wanted));
}

/** One view's look at an image; places are in pixels of the image. */
export function look(image: GreyPicture, rung: number, effort = QUICK): QrLook {
  const { negative, view } = RUNGS[rung]!;
  const shown = negative ? negativeOf(image) : image;
  if (view !== undefined) return lookAt(shown, view(shown), effort);
  const found = readPureQr(shown.full());
  return found === undefined ? {} : { found };
}

/** One view's reading: the text and the outline. */
export function findQr(image: Luminance, rung: number, effort = QUICK): QrFound | undefined {
  return look(greyOf(image), rung, effort).found;
}

/**
 * Reads where three finder patterns stand like a code's: from the view's bits, then from the
 * image's light.
 */
function lookAt(image: GreyPicture, view: QrView, { reads, grids }: Effort): QrLook {
  const triples = triplesOf(findMarks(view.bits), reads);
  for (const patterns of triples) {
    const found = readQrAt(view.bits, patterns);
    if (found !== undefined) return { found: placed(found, view) };
  }
  const likely = triples.slice(0, grids).map((patterns) => placedPatterns(patterns, view));
  for (const patterns of likely) {
    const found = readQrGrid(image.full(), patterns);
    if (found !== undefined) return { found };
  }
  return likely[0] === undefined ? {} : { patterns: likely[0] };
}

function placed({ text, corners }: QrFound, { toImage }: QrView): QrFound {
  if (corners === undefined) return { text };
  const [a, b, c, d] = corners;
  return { text, corners: [toImage(a), toImage(b), toImage(c), toImage(d)] };
}
