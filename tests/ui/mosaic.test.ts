import { describe, expect, it } from 'vitest';

import { contrast } from '../../src/core/brand-colours.ts';
import type { Polygon } from '../../src/ui/mosaic/geometry.ts';
import { area, box, cut, path, within } from '../../src/ui/mosaic/geometry.ts';
import { pictureName } from '../../src/ui/mosaic/picture-names.ts';
import { PICTURES } from '../../src/ui/mosaic/pictures.ts';
import type { Layer, TileName } from '../../src/ui/mosaic/tiling.ts';
import { lay, TILE_TONES } from '../../src/ui/mosaic/tiling.ts';

const GRID = 32;

/**
 * Lightness of a picture on a coarse grid, by its tiles' middle tone: without colour and detail.
 */
function greys(layers: readonly Layer[]): number[] {
  const cells: number[] = [];
  for (let y = 0; y < GRID; y += 1)
    for (let x = 0; x < GRID; x += 1) {
      const point = [((x + 0.5) * 100) / GRID, ((y + 0.5) * 100) / GRID] as const;
      const top = layers.findLast(({ shapes }) => shapes.some((shape) => within(point, shape)));
      cells.push(top ? lightness(top.tile) : 0);
    }
  return cells;
}

function lightness(tile: TileName): number {
  return Math.log(contrast(TILE_TONES[tile][0], '#000000'));
}

/** How alike two pictures are in shape: their correlation, whichever of them is inverted. */
function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const [da, db] = [value - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return Math.abs(ab) / Math.sqrt(aa * bb);
}

function drawing(i: number): string {
  return (PICTURES[i] ?? [])
    .flatMap((layer, k) => lay(layer, i * 8 + k))
    .map(({ fill, d }) => fill + d)
    .join('|');
}

describe('cutting a tile', () => {
  it('keeps what lies within', () => {
    expect(area(cut(box(0, 0, 10, 10), box(5, 5, 10, 10)))).toBeCloseTo(25, 6);
    expect(cut(box(0, 0, 4, 4), box(5, 5, 10, 10))).toHaveLength(0);
    expect(area(cut(box(2, 2, 3, 3), box(0, 0, 10, 10)))).toBeCloseTo(9, 6);
  });

  it('follows an outline with a dent', () => {
    const dented = path('M0 0L10 0L10 10L5 5L0 10Z');
    expect(area(cut(dented, box(0, 0, 10, 20)))).toBeCloseTo(area(dented), 6);
  });
});

describe('the 32 pictures', () => {
  it('are 32, each with a name of its own', () => {
    expect(PICTURES).toHaveLength(32);
    expect(new Set(PICTURES.map((_, i) => pictureName(i)).filter(Boolean)).size).toBe(32);
  });

  it('are drawn the same each time, and each differently', () => {
    const drawings = PICTURES.map((_, i) => drawing(i));
    expect(new Set(drawings).size).toBe(32);
    expect(drawing(7)).toBe(drawings[7]);
  });

  it('stay within reason in size', () => {
    PICTURES.forEach((_, i) => expect(drawing(i).length).toBeLessThan(40_000));
  });

  it('differ in shape, without any help from colour', () => {
    const all = PICTURES.map(greys);
    let worst = { likeness: 0, pair: '' };
    all.forEach((a, i) =>
      all.slice(i + 1).forEach((b, k) => {
        const alike = likeness(a, b);
        const pair = `${pictureName(i)} and ${pictureName(i + 1 + k)}`;
        if (alike > worst.likeness) worst = { likeness: alike, pair };
      }),
    );
    expect(worst.likeness, worst.pair).toBeLessThan(0.8);
  });

  it('stand out from their ground by light and dark', () => {
    PICTURES.forEach((layers, i) => {
      const cells = greys(layers);
      const ground = lightness(layers[0]?.tile ?? 'night');
      const apart = cells.filter((grey) => Math.abs(grey - ground) > Math.log(1.5)).length;
      expect(apart / cells.length, pictureName(i)).toBeGreaterThan(0.08);
    });
  });

  it('cover the whole square', () => {
    const whole: Polygon = box(0, 0, 100, 100);
    PICTURES.forEach(([ground]) => {
      const covered = (ground?.laying() ?? []).reduce(
        (sum, tile) => sum + area(cut(whole, tile)),
        0,
      );
      expect(covered).toBeGreaterThan(9_800);
    });
  });
});
