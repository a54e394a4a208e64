/**
 * The emblem: a tessera broken in two halves that fit each other alone. Units: a square from 0 to
 * 100.
 */
import type { Point, Polygon } from './geometry.ts';
import { path } from './geometry.ts';
import type { Paint, TileName } from './tiling.ts';
import { lay, rows } from './tiling.ts';

/** The break runs in steps of a quarter. */
const LEFT = path('M0 0L50 0L50 25L25 25L25 50L75 50L75 75L50 75L50 100L0 100Z');
const RIGHT = path('M50 0L100 0L100 100L50 100L50 75L75 75L75 50L25 50L25 25L50 25Z');

export interface Emblem {
  readonly left: readonly Paint[];
  readonly right: readonly Paint[];
}

/** Both halves, laid of tiles of a size that divides 25, `apart` from each other. */
export function emblem(apart = 5, size = 12.5): Emblem {
  const laying = rows(size, 0, 0.14);
  const dirt = size * size * 0.25;
  const half = (tile: TileName, shape: Polygon, dx: number, seed: number) =>
    lay({ tile, shapes: [moved(shape, dx)], laying: shifted(dx) }, seed, dirt);
  return {
    left: half('marble', LEFT, -apart / 2, 3),
    right: half('gold', RIGHT, apart / 2, 5),
  };

  function shifted(dx: number) {
    return () => laying().map((tile) => moved(tile, dx));
  }
}

/** Each half as one outline, for small sizes. */
export function outlines(apart = 8): readonly [Polygon, Polygon] {
  return [moved(LEFT, -apart / 2), moved(RIGHT, apart / 2)];
}

function moved(polygon: Polygon, dx: number): Polygon {
  return polygon.map(([x, y]): Point => [x + dx, y]);
}
