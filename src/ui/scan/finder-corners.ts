/**
 * Where the view-finder's four corners stand: around its middle, or on the code that was found.
 * Places are CSS pixels in the view-finder's box; corners run clockwise on the screen from the one
 * that is nearest to its top left.
 */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Side of the square in the middle, as a part of the box's shorter side. */
const MIDDLE_PART = 0.78;

/** Length of a corner's two strokes in CSS pixels, and at most as a part of an edge. */
const STROKE_PIXELS = 36;
const STROKE_PART = 0.3;

/** A code has four corners. */
const CORNERS = 4;

/** Returns the corners of a square in the middle of the box. */
export function middleCorners({ width, height }: Size): Place[] {
  const half = (Math.min(width, height) * MIDDLE_PART) / 2;
  const [x, y] = [width / 2, height / 2];
  return [
    { x: x - half, y: y - half },
    { x: x + half, y: y - half },
    { x: x + half, y: y + half },
    { x: x - half, y: y + half },
  ];
}

/** Maps fractions of a frame to the box that a video of `frame`'s size covers (CSS `cover`). */
export function placesOf(outline: readonly Place[], frame: Size, box: Size): Place[] {
  const scale = Math.max(box.width / frame.width, box.height / frame.height);
  const [width, height] = [frame.width * scale, frame.height * scale];
  const [left, top] = [(box.width - width) / 2, (box.height - height) / 2];
  return outline.map(({ x, y }) => ({ x: left + x * width, y: top + y * height }));
}

/** Returns four places clockwise from the top left, whatever way the code lies or is mirrored. */
export function inScreenOrder(places: readonly Place[]): Place[] {
  const clockwise = isClockwise(places) ? [...places] : [...places].reverse();
  const sums = clockwise.map(({ x, y }) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return [...clockwise.slice(first), ...clockwise.slice(0, first)];
}

/** Twice the signed area is positive, because y runs downwards. */
function isClockwise(places: readonly Place[]): boolean {
  const area = places.reduce((sum, { x, y }, i) => {
    const next = places[(i + 1) % places.length] ?? { x, y };
    return sum + x * next.y - next.x * y;
  }, 0);
  return area > 0;
}

/**
 * Returns a CSS transform for each corner, which lays two strokes of length 1, along x and along y,
 * on the edges that meet there. All of them are matrices, so that one turns into another.
 */
export function cornerTransforms(places: readonly Place[]): string[] {
  return places.map((place, i) => {
    const next = along(place, places[(i + 1) % CORNERS] ?? place);
    const last = along(place, places[(i + CORNERS - 1) % CORNERS] ?? place);
    const numbers = [next.x, next.y, last.x, last.y, place.x, place.y];
    return `matrix(${numbers.map((n) => n.toFixed(2)).join(', ')})`;
  });
}

/** Returns the vector of one stroke, from a corner towards another. */
function along(from: Place, to: Place): Place {
  const edge = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const length = Math.min(STROKE_PIXELS, edge * STROKE_PART) / edge;
  return { x: (to.x - from.x) * length, y: (to.y - from.y) * length };
}
