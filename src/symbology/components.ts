/**
 * Finds connected dark regions of a binary image: run-length labelling with union–find (Rosenfeld
 * and Pfaltz 1966, by rows).
 */

/** Buffers for one image size, reused from frame to frame. */
export interface Regions {
  /** Runs of dark pixels in row order: [start, end) and the run's region. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly region: Int32Array;
  /** Index of each row's first run, and one past the last row's. */
  readonly rows: Int32Array;
  /**
   * By region (a run's index; regions joined to another have area 0): extents and number of pixels.
   */
  readonly area: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly top: Int32Array;
  readonly bottom: Int32Array;
}

export function createRegions(width: number, height: number): Regions {
  const most = Math.ceil((width + 1) / 2) * height;
  const array = () => new Int32Array(most);
  return {
    start: array(),
    end: array(),
    region: array(),
    rows: new Int32Array(height + 1),
    area: array(),
    left: array(),
    right: array(),
    top: array(),
    bottom: array(),
  };
}

/** Labels the non-zero pixels of `dark` (rows of `width`), 8-connected. */
export function labelRegions(
  dark: Uint8Array,
  width: number,
  height: number,
  regions: Regions,
): void {
  findRuns(dark, width, height, regions);
  joinRows(height, regions);
  measure(height, regions);
}

function findRuns(dark: Uint8Array, width: number, height: number, regions: Regions): void {
  const { start, end, region, rows, area } = regions;
  let count = 0;
  for (let y = 0; y < height; y++) {
    rows[y] = count;
    const base = y * width;
    let x = 0;
    while (x < width) {
      while (x < width && dark[base + x] === 0) x++;
      if (x === width) break;
      start[count] = x;
      while (x < width && dark[base + x] !== 0) x++;
      end[count] = x;
      region[count] = count;
      area[count] = 0;
      count++;
    }
  }
  rows[height] = count;
}

/** Joins runs of neighbouring rows that touch, corners included. */
function joinRows(height: number, { start, end, region, rows }: Regions): void {
  for (let y = 1; y < height; y++) {
    let above = rows[y - 1]!;
    let below = rows[y]!;
    const lastAbove = rows[y]!;
    const lastBelow = rows[y + 1]!;
    while (above < lastAbove && below < lastBelow) {
      if (start[above]! <= end[below]! && start[below]! <= end[above]!) {
        join(region, above, below);
      }
      if (end[above]! < end[below]!) above++;
      else below++;
    }
  }
}

function join(region: Int32Array, a: number, b: number): void {
  const rootA = rootOf(region, a);
  const rootB = rootOf(region, b);
  if (rootA < rootB) region[rootB] = rootA;
  else region[rootA] = rootB;
}

function rootOf(region: Int32Array, run: number): number {
  while (region[run] !== run) {
    region[run] = region[region[run]!]!;
    run = region[run]!;
  }
  return run;
}

function measure(height: number, regions: Regions): void {
  const { start, end, region, rows, area, left, right, top, bottom } = regions;
  for (let y = 0; y < height; y++) {
    for (let run = rows[y]!; run < rows[y + 1]!; run++) {
      const root = rootOf(region, run);
      region[run] = root;
      if (area[root] === 0) {
        left[root] = start[run]!;
        right[root] = end[run]!;
        top[root] = y;
      }
      area[root] = area[root]! + end[run]! - start[run]!;
      if (start[run]! < left[root]!) left[root] = start[run]!;
      if (end[run]! > right[root]!) right[root] = end[run]!;
      bottom[root] = y + 1;
    }
  }
}
