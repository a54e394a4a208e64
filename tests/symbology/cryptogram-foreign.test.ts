/** Of mutated, damaged and foreign images none is read as bytes that were never written. */
import { expect, test } from 'vitest';

import { createCryptogramReader } from '../../src/symbology/cryptogram-read.ts';
import { isLong, share, times } from '../chance.ts';
import { bytes, random } from './pictures.ts';
import { spoiled } from './spoiled-cryptograms.ts';

/** Images of one test: more would take too long in the long run. */
const IMAGES = isLong ? times(1000) : 300;
/** In `npm test` two of them. */
const SEEDS = share([77, 78, 79, 80, 81, 82, 83, 84, 85, 86], 5);

test.each(SEEDS)('none of them is, seed %i', (seed) => {
  const next = random(seed);
  const read = createCryptogramReader();
  const counts = { right: 0, foreign: 0, none: 0 };
  for (let i = 0; i < IMAGES; i++) {
    const payload = bytes(Math.floor(next() * 102), seed * IMAGES + i);
    const reading = read(spoiled(payload, next, i));
    if (reading?.bytes !== undefined) {
      // A little damage is corrected: then it must be the very payload.
      if (!Buffer.from(reading.bytes).equals(payload)) expect(reading.bytes).toEqual(payload);
      counts.right++;
    } else if (reading?.foreign) counts.foreign++;
    else counts.none++;
  }
  expect(Object.values(counts).every((count) => count > IMAGES / 20)).toBe(true);
});
