/**
 * Measures a QR finder pattern to a fraction of a pixel: the corners of its dark ring, by the
 * centre line of each side.
 */
import type { Luminance, Point } from './image.ts';
import { valueAt } from './image.ts';
import type { Line } from './line-fit.ts';
import { fitLine } from './line-fit.ts';
import type { Pattern } from './qr-settle.ts';
import { settled } from './qr-settle.ts';

/**
 * The ring's centre line lies this many modules from the pattern's centre (ISO/IEC 18004 §6.3.3).
 */
export const RING = 3;

/** Rays a side, at most this many modules off its middle. */
const RAYS = 13;
const OFF_MIDDLE = 2.2;
const FEWEST = 6;

/** Modules by which a ray may always be off its side. */
const TOLERANCE = 0.08;

/** A ray looks for the ring between these distances, in steps of this size, in modules. */
const NEAREST = 1.9;
const FARTHEST = 4.1;
const STEP = 0.1;
const STEPS = Math.round((FARTHEST - NEAREST) / STEP) + 1;

/** Half the width of the window whose darkness is weighed around the darkest step. */
const WINDOW = 8;

const values = new Float64Array(STEPS);
const offsets = new Float64Array(RAYS);
const distances = new Float64Array(RAYS);
const kept = new Uint8Array(RAYS);

/**
 * The four corners of the ring's centre line, clockwise from the one at (−3, −3) modules;
 * `undefined` where there is no ring.
 */
export function ringCorners(image: Luminance, rough: Pattern): readonly Point[] | undefined {
  let pattern = settled(image, rough);
  let corners: Point[] | undefined;
  // The second look is along the sides that the first one found.
  for (let round = 0; round < 2; round++) {
    corners = cornersOf(image, pattern);
    if (corners === undefined) return undefined;
    pattern = patternOf(corners);
  }
  return corners;
}

function cornersOf(image: Luminance, { centre, along, down }: Pattern): Point[] | undefined {
  const top = sideLine(image, centre, negative(down), along);
  const right = sideLine(image, centre, along, down);
  const bottom = sideLine(image, centre, down, along);
  const left = sideLine(image, centre, negative(along), down);
  if (!top || !right || !bottom || !left) return undefined;
  // In modules: a side to the right is x = offset + slope · y, one below y = offset + slope · x.
  const place = (x: Line, xSign: number, y: Line, ySign: number): Point => {
    const u =
      (xSign * x.offset + xSign * x.slope * ySign * y.offset) /
      (1 - xSign * x.slope * ySign * y.slope);
    const v = ySign * (y.offset + y.slope * u);
    return {
      x: centre.x + u * along.x + v * down.x,
      y: centre.y + u * along.y + v * down.y,
    };
  };
  return [
    place(left, -1, top, -1),
    place(right, 1, top, -1),
    place(right, 1, bottom, 1),
    place(left, -1, bottom, 1),
  ];
}

/**
 * The centre line of the ring's side in a direction: its distance in modules as a line over the
 * offset along the side.
 */
function sideLine(image: Luminance, centre: Point, out: Point, side: Point): Line | undefined {
  let count = 0;
  for (let ray = 0; ray < RAYS; ray++) {
    const offset = OFF_MIDDLE * ((2 * ray) / (RAYS - 1) - 1);
    const distance = ringDistance(
      image,
      centre.x + offset * side.x,
      centre.y + offset * side.y,
      out,
    );
    if (distance === undefined) continue;
    offsets[count] = offset;
    distances[count] = distance;
    kept[count] = 1;
    count++;
  }
  return fitLine(offsets, distances, kept, count, FEWEST, TOLERANCE);
}

/**
 * How far out the darkest place lies, in modules: the centre of gravity of what is darker than
 * halfway around it.
 */
function ringDistance(image: Luminance, x: number, y: number, out: Point): number | undefined {
  let darkest = WINDOW;
  for (let i = 0; i < STEPS; i++) {
    const distance = NEAREST + i * STEP;
    const value = valueAt(image, x + distance * out.x, y + distance * out.y);
    if (value === undefined) return undefined;
    values[i] = value;
    if (i >= WINDOW && i < STEPS - WINDOW && value < values[darkest]!) darkest = i;
  }
  let lightest = 0;
  for (let i = darkest - WINDOW; i <= darkest + WINDOW; i++) {
    if (values[i]! > lightest) lightest = values[i]!;
  }
  const half = (lightest + values[darkest]!) / 2;
  let weight = 0;
  let sum = 0;
  for (let i = darkest - WINDOW; i <= darkest + WINDOW; i++) {
    const dark = half - values[i]!;
    if (dark <= 0) continue;
    weight += dark;
    sum += dark * (NEAREST + i * STEP);
  }
  return weight === 0 ? undefined : sum / weight;
}

/** The pattern between the corners of its ring. */
export function patternOf(corners: readonly Point[]): Pattern {
  const [a, b, c, d] = corners as readonly [Point, Point, Point, Point];
  return {
    centre: { x: (a.x + b.x + c.x + d.x) / 4, y: (a.y + b.y + c.y + d.y) / 4 },
    along: {
      x: (b.x + c.x - a.x - d.x) / (4 * RING),
      y: (b.y + c.y - a.y - d.y) / (4 * RING),
    },
    down: {
      x: (c.x + d.x - a.x - b.x) / (4 * RING),
      y: (c.y + d.y - a.y - b.y) / (4 * RING),
    },
  };
}

function negative({ x, y }: Point): Point {
  return { x: -x, y: -y };
}
