/** Which frames are loaded: all in view, and no more than allowed beside them. */
import { expect, it } from 'vitest';

import { FramePool } from '../../src/studio/frame-pool.ts';

const alive = (pool: FramePool<number>, of: readonly number[]) =>
  of.filter((frame) => pool.isAlive(frame));

it('unloads the ones that were seen longest ago', () => {
  const pool = new FramePool<number>(2);
  for (const frame of [1, 2, 3]) {
    pool.comesIntoView(frame);
    pool.leavesView(frame);
  }
  expect(alive(pool, [1, 2, 3])).toEqual([2, 3]);
});

it('never unloads one in view', () => {
  const pool = new FramePool<number>(2);
  for (const frame of [1, 2, 3]) pool.comesIntoView(frame);
  expect(alive(pool, [1, 2, 3])).toEqual([1, 2, 3]);
  pool.leavesView(2);
  expect(alive(pool, [1, 2, 3])).toEqual([1, 3]);
});

it('forgets one that is gone', () => {
  const pool = new FramePool<number>(2);
  pool.comesIntoView(1);
  pool.remove(1);
  expect(pool.isAlive(1)).toBe(false);
});
