/** How sure a picture makes that a PIN is right: the figures of docs/vault.md, rule 2. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { PICTURES } from '../../src/ui/mosaic/pictures.ts';
import { drawPictures, OFFERED_PICTURES } from '../../src/vault/picture-choice.ts';
import { PICTURE_COUNT } from '../../src/vault/pin-kdf.ts';

const ALL = Array.from({ length: PICTURE_COUNT }, (_, i) => i);
const RULES = readFileSync(new URL('../../docs/vault.md', import.meta.url), 'utf8');
const DRAWS = 6400;

/** Of all pairs of a person's picture and one that a slip opens to: the share that passes. */
function passing(choose: (own: number, offered: readonly number[]) => number | undefined): number {
  const pairs = ALL.flatMap((own) => ALL.map((opened) => [own, opened] as const));
  const passed = pairs.filter(([own, opened]) => choose(own, drawPictures(opened)) === opened);
  return passed.length / pairs.length;
}

describe('nine pictures', () => {
  test('are this one and eight others of those that there are', () => {
    expect(PICTURES).toHaveLength(PICTURE_COUNT);
    for (const picture of ALL) {
      const offered = drawPictures(picture);
      expect(offered).toContain(picture);
      expect(new Set(offered).size).toBe(OFFERED_PICTURES);
      expect(offered.every((each) => ALL.includes(each))).toBe(true);
    }
  });

  test('let a slip pass as often as the rules say, whether the picture is known or guessed', () => {
    const known = passing((own, offered) => offered.find((each) => each === own));
    expect(known).toBe(1 / PICTURE_COUNT);
    // A guess takes any place: the share of places that pass, for each that a slip opens to.
    const shares = ALL.map((opened) => {
      const offered = drawPictures(opened);
      return offered.filter((each) => each === opened).length / offered.length;
    });
    const [guessed] = shares;
    expect(shares.every((share) => share === guessed)).toBe(true);
    expect(RULES).toContain(`1 in ${1 / known} for who knows`);
    expect(RULES).toContain(`1 in ${1 / guessed!} for who guesses`);
  });

  test('have the right one in every place, and every other one beside it, as often', () => {
    const places = new Map<number, number>();
    const others = new Map<number, number>();
    const count = (counts: Map<number, number>, key: number) =>
      counts.set(key, (counts.get(key) ?? 0) + 1);
    for (let n = 0; n < DRAWS; n++) {
      const offered = drawPictures(17);
      count(places, offered.indexOf(17));
      for (const other of offered) if (other !== 17) count(others, other);
    }
    expectEven([...places.values()], OFFERED_PICTURES, DRAWS / OFFERED_PICTURES);
    expectEven(
      [...others.values()],
      PICTURE_COUNT - 1,
      (DRAWS * (OFFERED_PICTURES - 1)) / (PICTURE_COUNT - 1),
    );
  });
});

/** Each count within seven standard deviations: more is no chance. */
function expectEven(counts: readonly number[], kinds: number, expected: number): void {
  expect(counts).toHaveLength(kinds);
  for (const count of counts)
    expect(Math.abs(count - expected)).toBeLessThan(7 * Math.sqrt(expected));
}
