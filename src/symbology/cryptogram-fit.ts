/**
 * Fits a cryptogram's frame to a fraction of a pixel (docs/cryptogram.md §4): each side by the
 * centre line of its dark band.
 */
import type { Projection } from './geometry.ts';
import { project, squareTo } from './geometry.ts';
import type { Corners, PixelImage, Point } from './image.ts';
import { LINEAR } from './light.ts';
import { fitLine, median } from './line-fit.ts';

/**
 * Positions along each side at which the band is measured, without the ends: corners may be round.
 */
const PROFILES = 48;
const FIRST = 0.06;
const LAST = 0.94;

/** Crossings that must agree for a side to count. */
const FEWEST = 16;

/** Pixels by which a crossing may always be off its side. */
const TOLERANCE = 0.4;

/** A crossing goes this far out and in, in sides: a band is between 1/15 and 1/31 wide. */
const OUTWARD = 1.4 / 61;
const INWARD = 3.2 / 31;

const MOST_STEPS = 160;

/**
 * The square of the band's centre lines: its corners, its projection, and the band's width as a
 * share of its side.
 */
export interface FittedFrame {
  readonly corners: Corners;
  readonly projection: Projection;
  readonly band: number;
}

/** A side's centre line: a point on it, its direction, and the band's width in pixels across it. */
interface Side {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
}

const values = new Float32Array(MOST_STEPS);
const along = new Float64Array(PROFILES);
const centre = new Float64Array(PROFILES);
const width = new Float64Array(PROFILES);
const kept = new Uint8Array(PROFILES);

/**
 * Returns the frame near an outline found at low resolution, or `undefined` without such a band on
 * all four sides.
 */
export function fitFrame(image: PixelImage, outline: Corners): FittedFrame | undefined {
  const sides: Side[] = [];
  for (let i = 0; i < 4; i++) {
    const side = fitSide(image, outline[i]!, outline[(i + 1) & 3]!);
    if (side === undefined) return undefined;
    sides.push(side);
  }
  const [top, right, bottom, left] = sides as [Side, Side, Side, Side];
  const corners: Corners = [
    meet(left, top),
    meet(top, right),
    meet(right, bottom),
    meet(bottom, left),
  ];
  const projection = squareTo(corners);
  return { corners, projection, band: bandOf(projection, sides) };
}

/** The side from `a` to `b`, clockwise: inward lies to its right, along (−dy, dx). */
function fitSide(image: PixelImage, a: Point, b: Point): Side | undefined {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const dx = (b.x - a.x) / length;
  const dy = (b.y - a.y) / length;
  const start = -Math.max(4, OUTWARD * length);
  const reach = INWARD * length - start;
  const step = Math.max(0.75, reach / MOST_STEPS);
  const steps = Math.floor(reach / step);
  let count = 0;
  for (let i = 0; i < PROFILES; i++) {
    const t = (FIRST + ((LAST - FIRST) * i) / (PROFILES - 1)) * length;
    const x = a.x + t * dx - start * dy;
    const y = a.y + t * dy + start * dx;
    if (!takeProfile(image, x, y, dx, dy, step, steps)) continue;
    if (!crossBand(steps, count)) continue;
    along[count] = t;
    centre[count] = start + centre[count]! * step;
    width[count] = width[count]! * step;
    count++;
  }
  return fitBand(a, dx, dy, count);
}

/**
 * Samples the brightest channel, in linear light (where the middle of a blurred edge is at half),
 * at steps inward from (x, y), each the mean of three pixels along the side.
 */
function takeProfile(
  image: PixelImage,
  x: number,
  y: number,
  dx: number,
  dy: number,
  step: number,
  steps: number,
): boolean {
  const { data, width: stride, height } = image;
  for (let i = 0; i < steps; i++) {
    const px = x - i * step * dy;
    const py = y + i * step * dx;
    let sum = 0;
    for (let tap = -1; tap <= 1; tap++) {
      const column = Math.floor(px + tap * 1.4 * dx);
      const row = Math.floor(py + tap * 1.4 * dy);
      if (column < 0 || row < 0 || column >= stride || row >= height) return false;
      const at = (row * stride + column) * 4;
      const red = data[at]!;
      const green = data[at + 1]!;
      const blue = data[at + 2]!;
      sum += LINEAR[red > green ? (red > blue ? red : blue) : green > blue ? green : blue]!;
    }
    values[i] = sum;
  }
  return true;
}

/**
 * Returns the first dark band of the profile: its centre and width, in steps, measured halfway
 * between dark and light.
 */
function crossBand(steps: number, into: number): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < steps; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  const half = (low + high) / 2;
  let i = 0;
  while (i < steps && values[i]! >= half) i++;
  if (i === 0) return false;
  let last = i;
  while (last < steps && values[last]! < half) last++;
  if (last >= steps) return false;
  const enters = crossing(i, half);
  const leaves = crossing(last, half);
  centre[into] = (enters + leaves) / 2;
  width[into] = leaves - enters;
  return true;
}

/** Where the profile passes a level between steps i − 1 and i. */
function crossing(i: number, level: number): number {
  const before = values[i - 1]!;
  return i - 1 + (level - before) / (values[i]! - before);
}

/** Fits a line through the crossings' centres, without those whose band is not as wide as usual. */
function fitBand(a: Point, dx: number, dy: number, count: number): Side | undefined {
  const usual = median(width, count);
  for (let i = 0; i < count; i++) kept[i] = Math.abs(width[i]! - usual) < 0.5 * usual ? 1 : 0;
  const line = fitLine(along, centre, kept, count, FEWEST, TOLERANCE);
  if (line === undefined) return undefined;
  const norm = Math.hypot(1, line.slope);
  return {
    x: a.x - line.offset * dy,
    y: a.y + line.offset * dx,
    dx: (dx - line.slope * dy) / norm,
    dy: (dy + line.slope * dx) / norm,
    width: usual,
  };
}

function meet(a: Side, b: Side): Point {
  const determinant = a.dx * b.dy - a.dy * b.dx;
  const t = ((b.x - a.x) * b.dy - (b.y - a.y) * b.dx) / determinant;
  return { x: a.x + t * a.dx, y: a.y + t * a.dy };
}

/**
 * Returns the band's width in units of the square; pixels a unit are measured across the middle of
 * each side.
 */
function bandOf(projection: Projection, sides: readonly Side[]): number {
  const small = 0.01;
  const across: [number, number, number, number][] = [
    [0.5, 0, 0.5, small],
    [1, 0.5, 1 - small, 0.5],
    [0.5, 1, 0.5, 1 - small],
    [0, 0.5, small, 0.5],
  ];
  const shares = across.map(([u, v, inU, inV], i) => {
    const at = project(projection, u, v);
    const inside = project(projection, inU, inV);
    const { dx, dy, width: pixels } = sides[i]!;
    const inward = -(inside.x - at.x) * dy + (inside.y - at.y) * dx;
    return (pixels * small) / inward;
  });
  return shares
    .sort((a, b) => a - b)
    .reduce((sum, share, i) => (i % 3 === 0 ? sum : sum + share / 2), 0);
}
