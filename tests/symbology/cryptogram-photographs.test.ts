/**
 * Cryptograms photographed by simulated cameras at four levels: every frame is read, in `npm test`
 * one in two.
 */
import { expect, test } from 'vitest';

import { createCryptogramReader } from '../../src/symbology/cryptogram-read.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import { isLong, share, times } from '../chance.ts';
import { LEVELS, photograph } from './camera.ts';
import { bytes } from './pictures.ts';

/** Payload lengths that fill N = 25, 35 and 45. */
const FULL = [101, 206, 346];
/** Frames of one test: more would take too long in the long run. */
const FRAMES = 4;

/** Level, and how many frames of it are read in `npm test`. */
const CASES = [
  [1, 4],
  [2, 4],
  [3, 4],
  [4, isLong ? 24 : 8],
] as const;

const PARTS = CASES.flatMap(([level, frames]) =>
  Array.from({ length: frames / FRAMES }, (_, part) => ({ level, frames, part })),
);

test.each(PARTS)(
  'level $level: of $frames frames all that are looked at are read, for each size, part $part',
  ({ level, frames, part }) => {
    const missed: string[] = [];
    const added = times(FRAMES) - FRAMES;
    const numbers = [
      ...share(range(part * FRAMES, FRAMES), 2),
      ...range(frames + part * added, added),
    ];
    for (const length of FULL) {
      for (const frame of numbers) {
        const payload = bytes(length, frame);
        const seed = 1000 * level + 100 * FULL.indexOf(length) + frame;
        const { image } = photograph(cryptogramPixels(payload, 1), LEVELS[level - 1]!, seed);
        const reading = createCryptogramReader()(image);
        // What the long run adds may be missed, and is never read as anything else.
        if (frame >= frames && reading?.bytes === undefined) missed.push(`${length}/${seed}`);
        else expect(reading?.bytes, `N ${length}, seed ${seed}`).toEqual(payload);
      }
    }
    const all = FULL.length * numbers.length;
    const where = `cryptogram, level ${level}, part ${part}`;
    if (isLong) console.log(`${where}: missed ${missed.length} of ${all}, N/seed ${missed.join()}`);
  },
);

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
