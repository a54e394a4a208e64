/**
 * Finds what may be QR finder patterns (ISO/IEC 18004 §6.3.3): runs of 1:1:3:1:1 modules along rows
 * and columns.
 */
import type { Bits } from './binarise.ts';

/** The middle of what looks like a finder pattern, and how many pixels a module of it has. */
export interface FinderMark {
  x: number;
  y: number;
  modulePixels: number;
  /** Rows on which it was seen. */
  count: number;
}

/** Every so many rows one is looked at: the middle of a pattern is at least three pixels high. */
const ROW_STEP = 2;

/** Modules across a finder pattern. */
const FINDER = 7;

/** The same without its dark ring. */
const CORE = 5;

/** Across and down, a pattern's extents differ by less than this share. */
const MOST_STRETCH = 0.8;

/** Beyond this many marks the image is a texture; what is seen most often stays. */
const MOST_MARKS = 400;

const runs = new Int32Array(5);

/** Tells whether five runs, dark at both ends, are a finder pattern's. */
type Proportions = (a: number, b: number, c: number, d: number, e: number) => boolean;

/** All marks of an image, in no order. */
export function findMarks(bits: Bits): FinderMark[] {
  return scan(bits, isFinder);
}

/**
 * Marks whose dark ring may go over into what is around it: a code without a quiet zone on a dark
 * ground.
 */
export function findMarksWithoutMargin(bits: Bits): FinderMark[] {
  return scan(bits, isCore);
}

function scan(bits: Bits, isPattern: Proportions): FinderMark[] {
  const { data, width, height } = bits;
  const marks: FinderMark[] = [];
  for (let y = ROW_STEP - 1; y < height && marks.length < MOST_MARKS; y += ROW_STEP) {
    const row = y * width;
    const end = row + width;
    let [a, b, c] = [0, 0, 0];
    let at = row;
    // The last four runs and this one are dark, light, dark, light, dark.
    while (at < end) {
      const light = at;
      while (at < end && data[at] === 0) at++;
      const d = at - light;
      const start = at;
      while (at < end && data[at] === 1) at++;
      const e = at - start;
      if (a > 0 && isPattern(a, b, c, d, e)) {
        markAt(bits, marks, isPattern, at - row - e - d - c / 2, y, b + c + d);
      }
      a = c;
      b = d;
      c = e;
    }
  }
  return marks;
}

/** Runs that are one, one, three, one and one modules long, by half a module each. */
function isFinder(a: number, b: number, c: number, d: number, e: number): boolean {
  const module = (a + b + c + d + e) / FINDER;
  const most = module / 2;
  return (
    module >= 1 &&
    Math.abs(c - 3 * module) < 3 * most &&
    Math.abs(b - module) < most &&
    Math.abs(d - module) < most &&
    Math.abs(a - module) < most &&
    Math.abs(e - module) < most
  );
}

/** The same without the dark ring's outer edge, which may lie anywhere. */
function isCore(a: number, b: number, c: number, d: number, e: number): boolean {
  const module = (b + c + d) / CORE;
  const most = module / 2;
  return (
    module >= 1 &&
    Math.abs(c - 3 * module) < 3 * most &&
    Math.abs(b - module) < most &&
    Math.abs(d - module) < most &&
    a > most &&
    e > most
  );
}

/** Adds the mark, or counts one that is there, if its column and row show the pattern, too. */
function markAt(
  bits: Bits,
  marks: FinderMark[],
  isPattern: Proportions,
  x: number,
  y: number,
  across: number,
): void {
  const { width, height } = bits;
  const column = Math.floor(x);
  if (!walk(bits, y * width + column, width, y, height - 1 - y, 2 * across)) return;
  const [a, b, c, d, e] = runs as unknown as Runs;
  const down = b + c + d;
  if (Math.abs(down - across) > MOST_STRETCH * Math.min(down, across)) return;
  if (!isPattern(a, b, c, d, e)) return;
  const exactY = y + 0.5 + ahead / 2;
  const row = Math.min(height - 1, Math.max(0, Math.floor(exactY)));
  if (!walk(bits, row * width + column, 1, column, width - 1 - column, 2 * across)) return;
  if (!isPattern(runs[0]!, runs[1]!, runs[2]!, runs[3]!, runs[4]!)) return;
  addMark(marks, column + 0.5 + ahead / 2, exactY, (across + down) / 2 / CORE);
}

type Runs = readonly [number, number, number, number, number];

function addMark(marks: FinderMark[], x: number, y: number, modulePixels: number): void {
  for (const mark of marks) {
    const near = Math.max(1, mark.modulePixels);
    if (Math.abs(mark.x - x) > near || Math.abs(mark.y - y) > near) continue;
    if (Math.abs(mark.modulePixels - modulePixels) > near) continue;
    const { count } = mark;
    mark.x = (mark.x * count + x) / (count + 1);
    mark.y = (mark.y * count + y) / (count + 1);
    mark.modulePixels = (mark.modulePixels * count + modulePixels) / (count + 1);
    mark.count++;
    return;
  }
  marks.push({ x, y, modulePixels, count: 1 });
}

/** Pixels of the last walk's middle run after the pixel where it began, less those before. */
let ahead = 0;

/**
 * Measures the five runs through a dark pixel along a line, to `runs`.
 * @param at the pixel; `step` leads to the next one, `before` and `after` are how many there are
 * @returns false where a run is longer than `most`, or a light one reaches the image's edge; the
 * outer dark runs are followed no farther than that
 */
function walk(
  { data }: Bits,
  at: number,
  step: number,
  before: number,
  after: number,
  most: number,
): boolean {
  if (data[at] === 0) return false;
  let i = 1;
  while (i <= before && data[at - i * step] === 1) i++;
  let j = 1;
  while (j <= after && data[at + j * step] === 1) j++;
  runs[2] = i + j - 1;
  ahead = j - i;
  if (runs[2] > most) return false;
  for (const side of [1, -1]) {
    let k = side > 0 ? j : i;
    const last = side > 0 ? after : before;
    let start = k;
    while (k <= last && data[at + side * k * step] === 0) k++;
    const light = k - start;
    if (light === 0 || light > most || k > last) return false;
    start = k;
    while (k <= last && k - start <= most && data[at + side * k * step] === 1) k++;
    runs[2 + side] = light;
    runs[2 + 2 * side] = k - start;
  }
  return true;
}
