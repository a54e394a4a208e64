/**
 * The plane projective transform of a tilted sheet before a camera (Heckbert, Fundamentals of
 * Texture Mapping, §2.2).
 */
import type { Corners, Point } from './image.ts';

/**
 * Row-major 3×3 matrix, last element 1: (u, v) ↦ ((a u + b v + c) / w, (d u + e v + f) / w), w = g
 * u + h v + 1.
 */
export type Projection = Float64Array;

/** The fourth corner of a parallelogram, opposite `corner`. */
export function oppositeCorner(corner: Point, right: Point, below: Point): Point {
  return { x: right.x + below.x - corner.x, y: right.y + below.y - corner.y };
}

/** The projection that carries the unit square's corners (0,0) (1,0) (1,1) (0,1) to four points. */
export function squareTo(corners: Corners): Projection {
  const [p0, p1, p2, p3] = corners;
  const dx1 = p1.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dx2 = p3.x - p2.x;
  const dy2 = p3.y - p2.y;
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return Float64Array.of(
    p1.x - p0.x + g * p1.x,
    p3.x - p0.x + h * p3.x,
    p0.x,
    p1.y - p0.y + g * p1.y,
    p3.y - p0.y + h * p3.y,
    p0.y,
    g,
    h,
    1,
  );
}

/** Where a projection carries (u, v). */
export function project(m: Projection, u: number, v: number): Point {
  const w = m[6]! * u + m[7]! * v + m[8]!;
  return { x: (m[0]! * u + m[1]! * v + m[2]!) / w, y: (m[3]! * u + m[4]! * v + m[5]!) / w };
}

/** Where a projection carries the unit square's corners, clockwise from (0, 0). */
export function unitSquare(m: Projection): Corners {
  return [project(m, 0, 0), project(m, 1, 0), project(m, 1, 1), project(m, 0, 1)];
}

/** Somewhere in the plane and where it is carried. */
export interface Correspondence {
  readonly u: number;
  readonly v: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Fits the projection that maps four or more points nearest to where they are seen (linear least
 * squares, h33 = 1).
 */
export function fitProjection(seen: readonly Correspondence[]): Projection | undefined {
  // Nine columns: the normal equations of eight unknowns and their right-hand side.
  const rows = Array.from({ length: 8 }, () => new Float64Array(9));
  const add = (equation: readonly number[]) => {
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 9; j++) rows[i]![j]! += equation[i]! * equation[j]!;
    }
  };
  for (const { u, v, x, y } of seen) {
    add([u, v, 1, 0, 0, 0, -u * x, -v * x, x]);
    add([0, 0, 0, u, v, 1, -u * y, -v * y, y]);
  }
  const solution = eliminate(rows);
  return solution && Float64Array.of(...solution, 1);
}

/**
 * Gauss–Jordan elimination with pivoting; `undefined` when the equations do not determine a
 * solution.
 */
function eliminate(rows: Float64Array[]): number[] | undefined {
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let k = i + 1; k < size; k++) {
      if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k;
    }
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    const leading = rows[i]!;
    if (!(Math.abs(leading[i]!) > 1e-12)) return undefined;
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const row = rows[k]!;
      const factor = row[i]! / leading[i]!;
      for (let j = i; j <= size; j++) row[j] = row[j]! - factor * leading[j]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
