/** How many PINs the app refuses, as docs/vault.md says. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { impossible, refusedOf } from './refused-pins.ts';

const ROW = /^\| +(\d) \| +([\d,]+) \| +([\d.]+) % \| +([\d,]+) \| +([\d.]+) % \|$/gm;
const rows = [...readFileSync('docs/vault.md', 'utf8').matchAll(ROW)].map(([, ...cells]) =>
  cells.map((cell) => Number(cell.replaceAll(',', ''))),
);

test('the table has each length', () => {
  expect(rows.map(([digits]) => digits)).toEqual([4, 5, 6, 7, 8]);
});

// Those of seven and eight digits take a minute: `npm run bench thief` counts them.
test.each([4, 5, 6])('of %i digits as many are refused as the table says', (length) => {
  const [, refused, part, left, ofThree] = rows.find(([digits]) => digits === length)!;
  const all = 10 ** length;
  expect(refusedOf(length)).toBe(refused);
  expect((100 * refused!) / all).toBeCloseTo(part!, 2);
  expect(Math.round((all - refused!) / 16)).toBe(left);
  expect(100 * impossible(refused!, length, 3)).toBeCloseTo(ofThree!, 1);
});
