/** The view-finder's corners: around the middle, and on a code however it lies. */
import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Place } from '../../src/ui/scan/finder-corners.ts';
import {
  cornerTransforms,
  inScreenOrder,
  middleCorners,
  placesOf,
} from '../../src/ui/scan/finder-corners.ts';
import { runs } from '../chance.ts';

const SQUARE: readonly Place[] = [
  { x: 10, y: 10 },
  { x: 110, y: 10 },
  { x: 110, y: 110 },
  { x: 10, y: 110 },
];

it('rests around the middle of the box, a square whatever its shape', () => {
  expect(middleCorners({ width: 400, height: 200 })).toEqual([
    { x: 122, y: 22 },
    { x: 278, y: 22 },
    { x: 278, y: 178 },
    { x: 122, y: 178 },
  ]);
});

it('finds places where a video that covers the box is cut off', () => {
  const outline = [
    { x: 0.5, y: 0.5 },
    { x: 0.25, y: 0 },
    { x: 0.75, y: 1 },
  ];
  expect(placesOf(outline, { width: 1280, height: 640 }, { width: 300, height: 300 })).toEqual([
    { x: 150, y: 150 },
    { x: 0, y: 0 },
    { x: 300, y: 300 },
  ]);
  expect(placesOf(outline, { width: 640, height: 1280 }, { width: 300, height: 300 })).toEqual([
    { x: 150, y: 150 },
    { x: 75, y: -150 },
    { x: 225, y: 450 },
  ]);
});

it('begins at the top left however the code is turned and mirrored', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.boolean(), (turns, isMirrored) => {
      const turned = [...SQUARE.slice(turns), ...SQUARE.slice(0, turns)];
      expect(inScreenOrder(isMirrored ? turned.reverse() : turned)).toEqual(SQUARE);
    }),
    runs(),
  );
});

it('lays the strokes of each corner on its two edges, shorter on a small code', () => {
  expect(cornerTransforms(SQUARE)).toEqual([
    'matrix(30.00, 0.00, 0.00, 30.00, 10.00, 10.00)',
    'matrix(0.00, 30.00, -30.00, 0.00, 110.00, 10.00)',
    'matrix(-30.00, 0.00, 0.00, -30.00, 110.00, 110.00)',
    'matrix(0.00, -30.00, 30.00, 0.00, 10.00, 110.00)',
  ]);
  const large = SQUARE.map(({ x, y }) => ({ x: x * 10, y: y * 10 }));
  expect(cornerTransforms(large)[0]).toBe('matrix(36.00, 0.00, 0.00, 36.00, 100.00, 100.00)');
});
