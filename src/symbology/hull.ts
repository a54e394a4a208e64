/**
 * Computes convex hulls (Andrew's monotone chain, 1979) and the four corners of a hull that is
 * roughly a quadrilateral.
 */
import type { Corners, Point } from './image.ts';

/** The convex hull of points, clockwise as seen with y downwards, without points on its sides. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const upper = chain(sorted);
  const lower = chain(sorted.reverse());
  return [...upper.slice(0, -1), ...lower.slice(0, -1)];
}

function chain(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Twice the signed area of a triangle, positive when clockwise with y downwards. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The area of a convex polygon, clockwise. */
export function areaOf(polygon: readonly Point[]): number {
  let doubled = 0;
  for (let i = 1; i + 1 < polygon.length; i++) {
    doubled += turn(polygon[0]!, polygon[i]!, polygon[i + 1]!);
  }
  return doubled / 2;
}

/** The four hull points that span the largest area found by moving one at a time; clockwise. */
export function largestQuadrilateral(hull: readonly Point[]): Corners | undefined {
  const count = hull.length;
  if (count < 4) return undefined;
  const at = [0, count >> 2, count >> 1, (3 * count) >> 2];
  for (let round = 0, moved = true; moved && round < 12; round++) {
    moved = false;
    for (let corner = 0; corner < 4; corner++) {
      const best = farthest(hull, at[(corner + 3) & 3]!, at[(corner + 1) & 3]!);
      if (best !== at[corner]) moved = true;
      at[corner] = best;
    }
  }
  const [a, b, c, d] = at.map((index) => hull[index]!);
  return [a!, b!, c!, d!];
}

/** Of the hull points strictly between two, the one farthest from the line through them. */
function farthest(hull: readonly Point[], from: number, to: number): number {
  const count = hull.length;
  let best = (from + 1) % count;
  let distance = -Infinity;
  for (let i = (from + 1) % count; i !== to; i = (i + 1) % count) {
    const height = turn(hull[from]!, hull[i]!, hull[to]!);
    if (height > distance) {
      distance = height;
      best = i;
    }
  }
  return best;
}
