/** The plane projective transform that a tilted sheet undergoes before a camera (Heckbert, Fundamentals of Texture Mapping, §2.2). */
import type { Corners, Point } from './image.ts';

/** Row-major 3×3 matrix, last element 1: (u, v) ↦ ((a u + b v + c) / w, (d u + e v + f) / w), w = g u + h v + 1. */
export type Projection = Float64Array;

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

/** The projection that undoes another: its adjugate, scaled so that the last element is 1 again. */
export function inverse(m: Projection): Projection {
  const [a, b, c, d, e, f, g, h, i] = m as unknown as Nine;
  const scale = 1 / (a * e - b * d);
  return Float64Array.of(
    (e * i - f * h) * scale,
    (c * h - b * i) * scale,
    (b * f - c * e) * scale,
    (f * g - d * i) * scale,
    (a * i - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
    1,
  );
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];
