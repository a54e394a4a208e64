/**
 * Where a still picture may show QR codes: the surroundings of what looks like three finder
 * patterns of one.
 */
import { oppositeCorner } from './geometry.ts';
import type { Luminance } from './image.ts';
import { findMarks } from './qr-finder.ts';
import { hasTiming } from './qr-timing.ts';
import type { QrPatterns } from './qr-triples.ts';
import { triplesOf } from './qr-triples.ts';
import type { GreyPicture, QrView } from './qr-views.ts';
import { greyOf, halfView, placedPatterns, plainView } from './qr-views.ts';
import type { Rectangle } from './rectangle.ts';

/** Places that are looked at closely; the best ones are first. */
const MOST_PLACES = 4;
const MOST_CERTAIN = 2;

/** Sets of three finder patterns that are considered. */
const MOST_TRIPLES = 24;

/** Around the finder patterns' centres, in modules: the rest of them, and a quiet zone. */
const MARGIN = 8;

/** Places whose sides differ by less than this share are one. */
const NEAR = 0.1;

/** The places of an image, seen at its size and at half of it. */
export function likelyPlaces(image: Luminance): Rectangle[] {
  return placesIn(image, [plainView, halfView], MOST_PLACES);
}

/**
 * The places of a part of a large picture, with a timing pattern as well: most parts show no code.
 */
export function certainPlaces(image: Luminance, look: (image: GreyPicture) => QrView): Rectangle[] {
  return placesIn(image, [look], MOST_CERTAIN, ({ bits }, patterns) => hasTiming(bits, patterns));
}

function placesIn(
  image: Luminance,
  looks: readonly ((image: GreyPicture) => QrView)[],
  most: number,
  isLikely: (view: QrView, patterns: QrPatterns) => boolean = () => true,
): Rectangle[] {
  const places: Rectangle[] = [];
  for (const look of looks) {
    // Views share a buffer: each is done with before the next one is made.
    const view = look(greyOf(image));
    const triples = triplesOf(findMarks(view.bits), MOST_TRIPLES);
    for (const patterns of triples.filter((each) => isLikely(view, each)).slice(0, most)) {
      const place = surroundings(placedPatterns(patterns, view), image);
      if (!places.some((known) => isNearly(known, place))) places.push(place);
    }
  }
  return places.slice(0, most);
}

/** The rectangle around a code whose finder patterns lie there, with some margin. */
function surroundings(
  { corner, right, below, modulePixels }: QrPatterns,
  image: Luminance,
): Rectangle {
  const far = oppositeCorner(corner, right, below);
  const xs = [corner, right, below, far].map(({ x }) => x);
  const ys = [corner, right, below, far].map(({ y }) => y);
  const margin = MARGIN * modulePixels;
  const left = Math.max(0, Math.floor(Math.min(...xs) - margin));
  const top = Math.max(0, Math.floor(Math.min(...ys) - margin));
  return {
    left,
    top,
    width: Math.min(image.width, Math.ceil(Math.max(...xs) + margin)) - left,
    height: Math.min(image.height, Math.ceil(Math.max(...ys) + margin)) - top,
  };
}

function isNearly(a: Rectangle, b: Rectangle): boolean {
  const most = NEAR * Math.min(a.width, a.height);
  return (
    Math.abs(a.left - b.left) < most &&
    Math.abs(a.top - b.top) < most &&
    Math.abs(a.left + a.width - b.left - b.width) < most &&
    Math.abs(a.top + a.height - b.top - b.height) < most
  );
}
