/** Measures a QR finder pattern to a fraction of a pixel: the corners of its dark ring, by the centre line of each side. */
import { fitLine } from './line-fit.ts';
import type { Line } from './line-fit.ts';
import type { Luminance, Point } from './image.ts';

/** A finder pattern roughly: its centre and one module's step along the code's rows and columns. */
export interface Pattern {
  readonly centre: Point;
  readonly along: Point;
  readonly down: Point;
}

/** The ring's centre line lies this many modules from the pattern's centre (ISO/IEC 18004 §6.3.3). */
export const RING = 3;

/** What each square ring of modules around the centre adds to the contrast: dark, dark, light, dark, light. */
const SHARES = [-1 / 9, -1 / 9, 1 / 16, -1 / 24, 1 / 32];

/** How much longer or shorter than estimated a step may be. */
const STRETCHES = [0.65, 0.75, 0.85, 0.95, 1.05, 1.2, 1.4];

/** Steps of the search for the pattern's place and shape, in modules, and rounds at each. */
const FIRST_STEP = 0.4;
const LAST_STEP = 0.04;
const MOST_ROUNDS = 6;

/** Rays a side, at most this many modules off its middle. */
const RAYS = 13;
const OFF_MIDDLE = 2.2;
const FEWEST = 6;

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

/** The four corners of the ring's centre line, clockwise from the one at (−3, −3) modules; `undefined` where there is no ring. */
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

/** The pattern moved, stretched and skewed until light and dark stand out most where a finder pattern has them. */
function settled(image: Luminance, rough: Pattern): Pattern {
  const { centre, along, down } = rough;
  const shape = Float64Array.of(centre.x, centre.y, along.x, along.y, down.x, down.y);
  stretch(image, shape);
  const pixels = Math.hypot(shape[2]!, shape[3]!) / 2 + Math.hypot(shape[4]!, shape[5]!) / 2;
  let contrast = contrastOf(image, shape);
  for (let step = FIRST_STEP; step > LAST_STEP; step /= 2) {
    for (let round = 0, better = true; better && round < MOST_ROUNDS; round++) {
      better = false;
      for (let i = 0; i < 12; i++) {
        const parameter = i >> 1;
        // The outermost modules lie four steps from the centre.
        const change = ((i & 1 ? -step : step) * pixels) / (parameter < 2 ? 1 : 4);
        shape[parameter]! += change;
        const next = contrastOf(image, shape);
        if (next > contrast) {
          contrast = next;
          better = true;
        } else shape[parameter]! -= change;
      }
    }
  }
  const [x, y, ax, ay, dx, dy] = shape as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { centre: { x, y }, along: { x: ax, y: ay }, down: { x: dx, y: dy } };
}

/** The best of a few lengths of each step: a tilted pattern is shorter one way than the other. */
function stretch(image: Luminance, shape: Float64Array): void {
  const tried = shape.slice();
  let most = -Infinity;
  let best = shape.slice();
  for (const across of STRETCHES) {
    for (const downwards of STRETCHES) {
      for (let i = 2; i < 6; i++) tried[i] = shape[i]! * (i < 4 ? across : downwards);
      const contrast = contrastOf(image, tried);
      if (contrast > most) {
        most = contrast;
        best = tried.slice();
      }
    }
  }
  shape.set(best);
}

/** Mean of the light rings less mean of the dark ones, over the pattern and the light modules around it. */
function contrastOf(image: Luminance, shape: Float64Array): number {
  let contrast = 0;
  for (let row = -4; row <= 4; row++) {
    for (let column = -4; column <= 4; column++) {
      const value = valueAt(
        image,
        shape[0]! + column * shape[2]! + row * shape[4]!,
        shape[1]! + column * shape[3]! + row * shape[5]!,
      );
      if (value === undefined) return -Infinity;
      contrast += value * SHARES[Math.max(Math.abs(row), Math.abs(column))]!;
    }
  }
  return contrast;
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

/** The centre line of the ring's side in a direction: its distance in modules as a line over the offset along the side. */
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
  return fitLine(offsets, distances, kept, count, FEWEST);
}

/** How far out the darkest place lies, in modules: the centre of gravity of what is darker than halfway around it. */
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

/** The luminance between four pixels; `undefined` outside the image. */
export function valueAt(
  { data, width, height }: Luminance,
  x: number,
  y: number,
): number | undefined {
  const px = x - 0.5;
  const py = y - 0.5;
  if (!(px >= 0 && py >= 0 && px < width - 1 && py < height - 1)) return undefined;
  const column = px | 0;
  const row = py | 0;
  const u = px - column;
  const v = py - row;
  const at = row * width + column;
  const above = data[at]! * (1 - u) + data[at + 1]! * u;
  const below = data[at + width]! * (1 - u) + data[at + width + 1]! * u;
  return above * (1 - v) + below * v;
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
