/** Reads a QR code whose finder patterns are known (ISO/IEC 18004): its true perspective, then its modules as cells. */
import { sortCells } from './cell-sort.ts';
import { LINEAR } from './light.ts';
import { fitProjection, project, unitSquare } from './geometry.ts';
import type { Correspondence, Projection } from './geometry.ts';
import type { Luminance, Point } from './image.ts';
import { RING, patternOf, ringCorners, valueAt } from './qr-pattern.ts';
import type { Pattern } from './qr-pattern.ts';
import { alignmentCentres, decodeModules } from './zxing-read.ts';
import type { QrFound, QrPatterns } from './zxing-read.ts';

/** From a code's edge to a finder pattern's centre, and to the timing pattern, in modules. */
const CENTRE = 3.5;
const TIMING = 6.5;

/** Modules a side of the smallest and the largest symbol looked for: versions 1 to 25. */
const SMALLEST = 21;
const LARGEST = 117;

/** Modules around an expected alignment pattern that are searched: the far one is extrapolated, the others lie between known ones. */
const FAR_REACH = 3;
const NEAR_REACH = 1;

/** An alignment pattern's contrast is at least this share of the finder patterns'. */
const LEAST_CONTRAST = 0.35;

/** White, then black: the colours of sorted modules. */
const BLACK_AND_WHITE = Float32Array.of(1, 1, 1, 0, 0, 0);

/** Taps in a module, in modules from its middle: three by three. */
const TAP = 0.24;

/** Modules in each direction whose mean tells dark from light. */
const AROUND = 6;

const samples = new Float32Array(LARGEST * LARGEST * 3);
const sums = new Float64Array((LARGEST + 1) * (LARGEST + 1));

/** The code whose three finder patterns were seen in an image; `undefined` when its modules do not decode. */
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

/** Whether the two timing patterns lie where this size has them: dark and light in turn. */
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

/** The projection again with the alignment patterns' places: the one farthest from the finder patterns first. */
function align(
  image: Luminance,
  rough: Projection,
  known: readonly Correspondence[],
  size: number,
): Projection {
  const centres = alignmentCentres(size);
  if (centres.length === 0) return rough;
  const [first, last] = [centres[0]!, centres.at(-1)!];
  const found = [...known];
  let projection = rough;
  const take = (column: number, row: number, reach: number) => {
    const place = findAlignment(image, projection, size, column + 0.5, row + 0.5, reach);
    if (place !== undefined) found.push(place);
  };
  take(last, last, FAR_REACH);
  projection = fitProjection(found) ?? projection;
  for (const row of centres) {
    for (const column of centres) {
      const finder =
        (row === first && (column === first || column === last)) ||
        (row === last && column === first);
      if (!finder && !(row === last && column === last)) take(column, row, NEAR_REACH);
    }
  }
  return fitProjection(found) ?? projection;
}

/** An alignment pattern near where it is expected: the place where its rings stand out most. */
function findAlignment(
  image: Luminance,
  projection: Projection,
  size: number,
  column: number,
  row: number,
  reach: number,
): Correspondence | undefined {
  let best = { contrast: -Infinity, column, row };
  for (const [step, around] of [
    [0.25, reach],
    [0.08, 0.24],
  ] as const) {
    const from = best;
    for (let dy = -around; dy <= around + 1e-9; dy += step) {
      for (let dx = -around; dx <= around + 1e-9; dx += step) {
        const [c, r] = [from.column + dx, from.row + dy];
        const contrast = alignmentContrast(image, projection, size, c, r);
        if (contrast > best.contrast) best = { contrast, column: c, row: r };
      }
    }
  }
  const reference = finderContrast(image, projection, size);
  if (best.contrast < LEAST_CONTRAST * reference) return undefined;
  const { x, y } = project(projection, best.column / size, best.row / size);
  return { u: column / size, v: row / size, x, y };
}

/** Light ring less dark ring and dark centre, around a place. */
function alignmentContrast(
  image: Luminance,
  projection: Projection,
  size: number,
  column: number,
  row: number,
): number {
  let light = 0;
  let dark = 0;
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const { x, y } = project(projection, (column + dx) / size, (row + dy) / size);
      const value = valueAt(image, x, y);
      if (value === undefined) return -Infinity;
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      if (ring === 1) light += value / 8;
      else dark += value / 17;
    }
  }
  return light - dark;
}

/** The corner finder pattern's light ring less its centre. */
function finderContrast(image: Luminance, projection: Projection, size: number): number {
  const at = (column: number, row: number) => {
    const { x, y } = project(projection, column / size, row / size);
    return valueAt(image, x, y) ?? 0;
  };
  const light =
    at(CENTRE - 2, CENTRE) +
    at(CENTRE + 2, CENTRE) +
    at(CENTRE, CENTRE - 2) +
    at(CENTRE, CENTRE + 2);
  return light / 4 - at(CENTRE, CENTRE);
}

function readModules(image: Luminance, projection: Projection, size: number): string | undefined {
  sample(image, projection, size);
  sums.fill(0, 0, size + 1);
  level(size);
  const { cells } = sortCells(samples, size, BLACK_AND_WHITE);
  return decodeModules(cells, size);
}

/** Linear light of each module, nine taps, to `samples` (one channel of three). */
function sample(image: Luminance, m: Projection, size: number): void {
  const { data, width, height } = image;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let tap = 0; tap < 9; tap++) {
        const u = (column + 0.5 + ((tap % 3) - 1) * TAP) / size;
        const v = (row + 0.5 + (((tap / 3) | 0) - 1) * TAP) / size;
        const w = 1 / (m[6]! * u + m[7]! * v + 1);
        const x = Math.min(width - 1, Math.max(0, ((m[0]! * u + m[1]! * v + m[2]!) * w) | 0));
        const y = Math.min(height - 1, Math.max(0, ((m[3]! * u + m[4]! * v + m[5]!) * w) | 0));
        sum += LINEAR[data[y * width + x]!]!;
      }
      samples[(row * size + column) * 3] = sum / 9;
    }
  }
}

/** Makes the samples 1 where white and 0 where black, by the mean around each module: a symbol is half dark nearly everywhere. */
function level(size: number): void {
  const stride = size + 1;
  for (let row = 0; row < size; row++) {
    let running = 0;
    for (let column = 0; column < size; column++) {
      running += samples[(row * size + column) * 3]!;
      sums[(row + 1) * stride] = 0;
      sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1]! + running;
    }
  }
  let squares = 0;
  for (let row = 0; row < size; row++) {
    const top = Math.max(0, row - AROUND);
    const bottom = Math.min(size, row + AROUND + 1);
    for (let column = 0; column < size; column++) {
      const left = Math.max(0, column - AROUND);
      const right = Math.min(size, column + AROUND + 1);
      const sum =
        sums[bottom * stride + right]! -
        sums[top * stride + right]! -
        sums[bottom * stride + left]! +
        sums[top * stride + left]!;
      const at = (row * size + column) * 3;
      samples[at + 1] = samples[at]! - sum / ((bottom - top) * (right - left));
      squares += samples[at + 1]! ** 2;
    }
  }
  // The spread of two equally frequent values is half their distance.
  const contrast = 2 * Math.sqrt(squares / (size * size)) || 1;
  for (let at = 0; at < size * size * 3; at += 3) {
    samples.fill(samples[at + 1]! / contrast + 0.5, at, at + 3);
  }
}
