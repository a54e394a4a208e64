/**
 * Reads a QR code whose finder patterns are known (ISO/IEC 18004): its true perspective, then its
 * modules as cells.
 */
import type { Correspondence, Projection } from './geometry.ts';
import { fitProjection, project, unitSquare } from './geometry.ts';
import type { Luminance, Point } from './image.ts';
import { valueAt } from './image.ts';
import { align } from './qr-alignment.ts';
import { LARGEST, readModules } from './qr-modules.ts';
import { patternOf, RING, ringCorners } from './qr-pattern.ts';
import type { Pattern } from './qr-settle.ts';
import type { QrPatterns } from './qr-triples.ts';
import type { QrFound } from './zxing-read.ts';

/** From a code's edge to a finder pattern's centre, and to the timing pattern, in modules. */
const CENTRE = 3.5;
const TIMING = 6.5;

/** Modules a side of version 1. */
const SMALLEST = 21;

/**
 * The code whose three finder patterns were seen in an image; `undefined` when its modules do not
 * decode.
 */
export function readQrGrid(image: Luminance, seen: QrPatterns): QrFound | undefined {
  const rings = measure(image, seen);
  if (rings === undefined) return undefined;
  for (const size of likelySizes(rings)) {
    const known = ringPlaces(rings, size);
    const rough = fitProjection(known);
    if (rough === undefined || !alternates(image, rough, size)) continue;
    const projection = align(image, rough, known, size);
    const text = readModules(image, projection, size);
    if (text !== undefined) return { text, corners: unitSquare(projection) };
  }
  return undefined;
}

type Rings = readonly [readonly Point[], readonly Point[], readonly Point[]];

/** The rings of the corner, right and lower finder pattern. */
function measure(
  image: Luminance,
  { corner, right, below, modulePixels }: QrPatterns,
): Rings | undefined {
  const along = step(corner, right, modulePixels);
  const down = step(corner, below, modulePixels);
  const rings: (readonly Point[])[] = [];
  for (const centre of [corner, right, below]) {
    const ring = ringCorners(image, { centre, along, down });
    if (ring === undefined) return undefined;
    rings.push(ring);
  }
  return rings as unknown as Rings;
}

function step(from: Point, to: Point, length: number): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: ((to.x - from.x) * length) / distance, y: ((to.y - from.y) * length) / distance };
}

/** Sizes of symbols, the likeliest first, by the patterns' distances in modules. */
function likelySizes(rings: Rings): number[] {
  const [corner, right, below] = rings.map(patternOf) as [Pattern, Pattern, Pattern];
  const across = distance(corner, right) / meanStep(corner.along, right.along);
  const downwards = distance(corner, below) / meanStep(corner.down, below.down);
  const estimate = (across + downwards) / 2 + 2 * CENTRE;
  const nearest = Math.round((estimate - 1) / 4) * 4 + 1;
  const sign = estimate < nearest ? -4 : 4;
  return [nearest, nearest + sign, nearest - sign].filter(
    (size) => size >= SMALLEST && size <= LARGEST,
  );
}

function distance(a: Pattern, b: Pattern): number {
  return Math.hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y);
}

function meanStep(a: Point, b: Point): number {
  return (Math.hypot(a.x, a.y) + Math.hypot(b.x, b.y)) / 2;
}

/** The rings' corners, in a plane in which the whole code is the unit square. */
function ringPlaces(rings: Rings, size: number): Correspondence[] {
  const centres = [
    [CENTRE, CENTRE],
    [size - CENTRE, CENTRE],
    [CENTRE, size - CENTRE],
  ];
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  return rings.flatMap((ring, i) =>
    ring.map(({ x, y }, corner) => ({
      u: (centres[i]![0]! + RING * signs[corner]![0]!) / size,
      v: (centres[i]![1]! + RING * signs[corner]![1]!) / size,
      x,
      y,
    })),
  );
}

/** Returns true if the two timing patterns lie where this size has them: dark and light in turn. */
function alternates(image: Luminance, projection: Projection, size: number): boolean {
  let right = 0;
  let count = 0;
  for (const across of [true, false]) {
    let last: number | undefined;
    for (let i = 8; i <= size - 9; i++) {
      const [u, v] = across ? [i + 0.5, TIMING] : [TIMING, i + 0.5];
      const { x, y } = project(projection, u / size, v / size);
      const value = valueAt(image, x, y);
      if (value === undefined) return false;
      if (last !== undefined) {
        count++;
        // Even modules are dark.
        if (i % 2 === 0 ? value < last : value > last) right++;
      }
      last = value;
    }
  }
  return right >= 0.75 * count;
}
