/**
 * Reading every QR code in one still picture: all views of the whole, then of its parts, each code
 * covered once it is read.
 */
import type { Corners, Luminance, Point } from './image.ts';
import { crop, halved, inverted } from './image.ts';
import { cutOuts } from './qr-margin.ts';
import { certainPlaces, likelyPlaces } from './qr-places.ts';
import type { Effort, QrFound } from './qr-read.ts';
import { findQr, RUNGS, rungsNamed } from './qr-read.ts';
import { halfView, negativeOf, plainView } from './qr-views.ts';
import type { Rectangle } from './rectangle.ts';

/** Beyond this many codes a picture is a sheet of stickers, not something to choose from. */
const MOST_CODES = 8;

/**
 * Pictures above this many pixels are looked at in half size first: finder patterns get too large
 * for the library.
 */
const LARGE = 1600 * 1200;

/** A still picture is worth the time. */
const THOROUGH: Effort = { reads: 16, grids: 4 };

/** Of a place in a part of a large picture: its own finder patterns are the best ones there. */
const LOCAL: Effort = { reads: 4, grids: 1 };

/** All views, and those that a part of a large picture is worth. */
const ALL_RUNGS: readonly number[] = RUNGS.map((_, rung) => rung);
const PART_RUNGS: readonly number[] = rungsNamed('half', 'hybrid', 'three quarters', 'double');

/** Those of a place in a large picture, all of which was looked at in every view before. */
const LARGE_RUNGS: readonly number[] = [...PART_RUNGS, ...rungsNamed('global')];

/** All QR codes in a still picture, each text once, with its outline where one was measured. */
export function findQrStill(image: Luminance): QrFound[] {
  return readEach(
    image,
    (rest) => climb(rest) ?? readNearPatterns(rest) ?? readWithoutMargin(rest),
  );
}

/**
 * The same for a part of a large picture: its views are looked at only where finder patterns show.
 */
export function findQrNearPatterns(image: Luminance): QrFound[] {
  return readEach(image, readCertain);
}

function readCertain(image: Luminance): QrFound | undefined {
  const found = readPlaces(image, certainPlaces(image, plainView), PART_RUNGS, LOCAL);
  if (found !== undefined) return found;
  const negative = certainPlaces(image, (grey) => halfView(negativeOf(grey)));
  return negative.length === 0
    ? undefined
    : readPlaces(inverted(image), negative, PART_RUNGS, LOCAL);
}

/**
 * What is read again and again from what is left of a picture, each code covered once it is read.
 */
function readEach(image: Luminance, read: (rest: Luminance) => QrFound | undefined): QrFound[] {
  const rest: Luminance = { ...image, data: image.data.slice() };
  const found = new Map<string, QrFound>();
  for (let i = 0; i < MOST_CODES; i++) {
    const next = read(rest);
    if (next === undefined) break;
    if (!found.has(next.text)) found.set(next.text, next);
    if (next.corners === undefined) break;
    cover(rest, next.corners);
  }
  return [...found.values()];
}

/** The first reading of any view. */
function climb(image: Luminance, rungs = ALL_RUNGS, effort = THOROUGH): QrFound | undefined {
  if (image.width * image.height > LARGE) {
    const smaller = climb(halved(image), rungs, effort);
    if (smaller !== undefined) return moved(smaller, 0, 0, 2);
  }
  for (const rung of rungs) {
    const found = findQr(image, rung, effort);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first reading of the surroundings of what looks like a code's finder patterns. */
function readNearPatterns(image: Luminance): QrFound | undefined {
  const other = inverted(image);
  const rungs = image.width * image.height > LARGE ? LARGE_RUNGS : ALL_RUNGS;
  return (
    readPlaces(image, likelyPlaces(image), rungs) ?? readPlaces(other, likelyPlaces(other), rungs)
  );
}

function readPlaces(
  image: Luminance,
  places: readonly Rectangle[],
  rungs = ALL_RUNGS,
  effort = THOROUGH,
): QrFound | undefined {
  for (const { left, top, width, height } of places) {
    const found = climb(crop(image, left, top, width, height), rungs, effort);
    if (found !== undefined) return moved(found, left, top, 1);
  }
  return undefined;
}

/** The first reading of a code that has no quiet zone. */
function readWithoutMargin(image: Luminance): QrFound | undefined {
  for (const shown of [image, inverted(image)]) {
    for (const { image: alone, left, top } of cutOuts(shown)) {
      const found = climb(alone);
      if (found !== undefined) return moved(found, left, top, 1);
    }
  }
  return undefined;
}

function moved(found: QrFound, left: number, top: number, scale: number): QrFound {
  if (found.corners === undefined) return { text: found.text };
  const place = ({ x, y }: Point): Point => ({ x: left + x * scale, y: top + y * scale });
  const [a, b, c, d] = found.corners;
  return { text: found.text, corners: [place(a), place(b), place(c), place(d)] };
}

/** Paints a code white, in place, half a tenth of its size beyond its outline. */
function cover(image: Luminance, corners: Corners): void {
  const centre = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  const grown = corners.map(({ x, y }) => ({
    x: centre.x + (x - centre.x) * 1.05,
    y: centre.y + (y - centre.y) * 1.05,
  }));
  const bottom = Math.min(image.height - 1, Math.max(...grown.map(({ y }) => y)));
  for (let y = Math.max(0, Math.floor(Math.min(...grown.map((p) => p.y)))); y <= bottom; y++) {
    const [from, to] = span(grown, y);
    if (to < from) continue;
    const row = y * image.width;
    image.data.fill(
      255,
      row + Math.max(0, Math.floor(from)),
      row + Math.min(image.width, Math.ceil(to)),
    );
  }
}

/** Where a convex polygon meets the line at height `y`: its leftmost and rightmost x. */
function span(polygon: readonly Point[], y: number): [number, number] {
  let from = Infinity;
  let to = -Infinity;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    if (a.y > y === b.y > y) return;
    const x = a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y);
    from = Math.min(from, x);
    to = Math.max(to, x);
  });
  return [from, to];
}
