/**
 * Finds candidates for a cryptogram's frame (docs/cryptogram.md §4): large rings that are dark in
 * every channel.
 */
import type { Regions } from './components.ts';
import { createRegions, labelRegions } from './components.ts';
import type { HalfSize } from './half-size.ts';
import { areaOf, convexHull, largestQuadrilateral } from './hull.ts';
import type { Corners, Point } from './image.ts';

/** Half-resolution pixels a side of a block that shares one threshold. */
const BLOCK = 8;

/** The mean that a block is compared with is taken over this many blocks in each direction. */
const REACH = 4;

/**
 * A pixel is dark below this share of the local mean, and by a margin above noise: a reflection may
 * raise black to 70 % of white.
 */
const DARK = 0.8;
const MARGIN = 6;

/** The smallest frame looked at, in half-resolution pixels. */
const SMALLEST = 40;

/** Rings fill 13 to 24 % of their hull; broken or blurred ones a little less or more. */
const THINNEST = 0.07;
const THICKEST = 0.42;

const MOST_CANDIDATES = 5;

/**
 * Creates a finder with its own buffers: frames at half size in, outlines out, the largest first,
 * in pixels of the frame.
 */
export function createFrameFinder(): (half: HalfSize) => Corners[] {
  let planes = createPlanes(0, 0);
  return ({ grey: { width, height }, brightest }) => {
    if (Math.min(width, height) < SMALLEST) return [];
    if (planes.width !== width || planes.height !== height) planes = createPlanes(width, height);
    average(brightest, planes);
    threshold(brightest, planes);
    labelRegions(planes.dark, width, height, planes.regions);
    return candidates(planes);
  };
}

interface Planes {
  readonly width: number;
  readonly height: number;
  readonly dark: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  /** Sums over blocks above and to the left, one row and column of zeros first. */
  readonly sums: Float64Array;
  readonly limits: Uint8Array;
  readonly regions: Regions;
}

function createPlanes(width: number, height: number): Planes {
  const columns = Math.ceil(width / BLOCK);
  const rows = Math.ceil(height / BLOCK);
  return {
    width,
    height,
    dark: new Uint8Array(width * height),
    columns,
    rows,
    sums: new Float64Array((columns + 1) * (rows + 1)),
    limits: new Uint8Array(columns * rows),
    regions: createRegions(width, height),
  };
}

function average(value: Uint8Array, { width, height, columns, rows, sums }: Planes): void {
  for (let row = 0; row < rows; row++) {
    let running = 0;
    const bottom = Math.min(height, (row + 1) * BLOCK);
    for (let column = 0; column < columns; column++) {
      const right = Math.min(width, (column + 1) * BLOCK);
      let sum = 0;
      for (let y = row * BLOCK; y < bottom; y++) {
        for (let x = column * BLOCK; x < right; x++) sum += value[y * width + x]!;
      }
      running += sum / ((bottom - row * BLOCK) * (right - column * BLOCK));
      const at = (row + 1) * (columns + 1) + column + 1;
      sums[at] = sums[at - columns - 1]! + running;
    }
  }
}

function threshold(
  value: Uint8Array,
  { width, height, dark, columns, rows, sums, limits }: Planes,
): void {
  const stride = columns + 1;
  for (let row = 0; row < rows; row++) {
    const top = Math.max(0, row - REACH);
    const bottom = Math.min(rows, row + REACH + 1);
    for (let column = 0; column < columns; column++) {
      const left = Math.max(0, column - REACH);
      const right = Math.min(columns, column + REACH + 1);
      const sum =
        sums[bottom * stride + right]! -
        sums[top * stride + right]! -
        sums[bottom * stride + left]! +
        sums[top * stride + left]!;
      limits[row * columns + column] = Math.max(
        0,
        (DARK * sum) / ((bottom - top) * (right - left)) - MARGIN,
      );
    }
  }
  for (let y = 0, at = 0; y < height; y++) {
    const first = Math.floor(y / BLOCK) * columns;
    for (let column = 0; column < columns; column++) {
      const limit = limits[first + column]!;
      const end = y * width + Math.min(width, (column + 1) * BLOCK);
      for (; at < end; at++) dark[at] = (value[at]! - limit) >>> 31;
    }
  }
}

/** Regions that could be a frame, the largest first. */
function candidates({ width, height, regions }: Planes): Corners[] {
  const { area, left, right, top, bottom, rows } = regions;
  const likely: { region: number; box: number }[] = [];
  for (let region = 0; region < rows[height]!; region++) {
    if (area[region]! < SMALLEST) continue;
    const across = right[region]! - left[region]!;
    const down = bottom[region]! - top[region]!;
    const cut =
      left[region] === 0 ||
      top[region] === 0 ||
      right[region] === width ||
      bottom[region] === height;
    if (cut || Math.min(across, down) < SMALLEST) continue;
    // A ring turned by 45° fills half as much of its box as of its hull.
    const fill = area[region]! / (across * down);
    if (fill < THINNEST / 2 || fill > THICKEST) continue;
    likely.push({ region, box: across * down });
  }
  likely.sort((a, b) => b.box - a.box);
  const found: Corners[] = [];
  for (const { region } of likely.slice(0, MOST_CANDIDATES)) {
    const corners = outline(regions, region);
    if (corners !== undefined) found.push(corners);
  }
  return found;
}

/**
 * Returns the quadrilateral around a region, in full-resolution pixels, if the region is a ring of
 * that shape.
 */
function outline(regions: Regions, wanted: number): Corners | undefined {
  const hull = convexHull(edgesOf(regions, wanted));
  const quadrilateral = largestQuadrilateral(hull);
  if (quadrilateral === undefined) return undefined;
  const enclosed = areaOf(hull);
  const fill = regions.area[wanted]! / enclosed;
  if (fill < THINNEST || fill > THICKEST) return undefined;
  if (areaOf(quadrilateral) < 0.88 * enclosed) return undefined;
  const [a, b, c, d] = quadrilateral.map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));
  return [a!, b!, c!, d!];
}

/** The outermost pixel corners of a region's rows. */
function edgesOf({ start, end, region, rows, top, bottom }: Regions, wanted: number): Point[] {
  const points: Point[] = [];
  for (let y = top[wanted]!; y < bottom[wanted]!; y++) {
    let first = Infinity;
    let last = -Infinity;
    for (let run = rows[y]!; run < rows[y + 1]!; run++) {
      if (region[run] !== wanted) continue;
      if (start[run]! < first) first = start[run]!;
      last = end[run]!;
    }
    if (last < 0) continue;
    points.push({ x: first, y }, { x: first, y: y + 1 }, { x: last, y }, { x: last, y: y + 1 });
  }
  return points;
}
