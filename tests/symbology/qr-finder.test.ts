/**
 * Finder patterns: each of a picture's codes is found with its three, and an empty picture has
 * none.
 */
import { describe, expect, test } from 'vitest';

import { binariseGlobally, binariseLocally } from '../../src/symbology/binarise.ts';
import { luminance } from '../../src/symbology/image.ts';
import { findMarks } from '../../src/symbology/qr-finder.ts';
import { triplesOf } from '../../src/symbology/qr-triples.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { base45Text, paste, sheet } from './pictures.ts';

/** From a code's edge to a finder pattern's centre, in modules. */
const CENTRE = 3.5;

describe('finder patterns', () => {
  test.each([1, 2, 3, 7, 20])('of %i pixels a module are found where they are', (scale) => {
    const code = qrPixels(base45Text(150, scale), scale);
    const marks = findMarks(binariseLocally(luminance(code)));
    const near = (4 + CENTRE) * scale;
    const far = code.width - near;
    for (const [x, y] of [
      [near, near],
      [far, near],
      [near, far],
    ] as const) {
      const mark = marks.find((each) => Math.hypot(each.x - x, each.y - y) < scale);
      expect(mark?.modulePixels).toBeCloseTo(scale, 0);
    }
  });

  test('of several codes are told apart', () => {
    const picture = sheet(1000, 400);
    const codes = [11, 12].map((seed) => qrPixels(base45Text(150, seed), 5));
    codes.forEach((code, i) => paste(picture, code, 30 + 500 * i, 40));
    const triples = triplesOf(findMarks(binariseLocally(luminance(picture))), 2);
    const corners = triples.map(({ corner }) => Math.round((corner.x - 30) / 500));
    expect(corners.sort()).toEqual([0, 1]);
  });

  test('are not seen in an even picture', () => {
    expect(findMarks(binariseLocally(luminance(sheet(200, 200, 90))))).toEqual([]);
  });
});

describe('dark and light', () => {
  test('are told by the surroundings where light is uneven', () => {
    const code = qrPixels('TES1:ABC', 8);
    const { data, width } = luminance(code);
    const shaded = data.map((value, i) => 20 + (value / 255) * (40 + (190 * (i % width)) / width));
    const image = { data: shaded, width, height: width };
    const differences = (bits: Uint8Array) =>
      bits.reduce((sum, bit, i) => sum + (bit === (data[i]! < 128 ? 1 : 0) ? 0 : 1), 0);
    const inside = differences(binariseLocally(image).data) / data.length;
    expect(inside).toBeLessThan(0.15);
    expect(differences(binariseGlobally(image).data) / data.length).toBeGreaterThan(inside);
  });

  test('are told by one threshold where there is one', () => {
    const image = luminance(qrPixels('TES1:ABC', 30));
    const { data } = binariseGlobally(image);
    expect(data.every((bit, i) => bit === (image.data[i] === 0 ? 1 : 0))).toBe(true);
  });
});
