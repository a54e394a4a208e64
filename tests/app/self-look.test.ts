/** Looking by itself: on two routes, while visible, up to five minutes after the last touch. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createSelfLook } from '../../src/app/self-look.ts';

const [SECOND, MINUTE] = [1000, 60_000];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(random = 0.5) {
  const looks: number[] = [];
  const told: boolean[] = [];
  const look = createSelfLook({
    look: async (pauseMs) => void looks.push(pauseMs),
    changed: () => told.push(look.active),
    now: Date.now,
    random: () => random,
  });
  return { look, looks, told };
}

test.each([
  ['requests', 6],
  ['home', 2],
  ['otp', 2],
  ['menu', 0],
] as const)('on %s it looks %i times in a minute', async (at, times) => {
  const { look, looks } = scene();
  look.moved(at === 'otp' ? { at, account: 'a' } : { at });
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(looks).toHaveLength(times);
});

test.each([
  [0, 8],
  [0.999_999, 12],
])('the pause is longer or shorter by a fifth (%f)', async (random, seconds) => {
  const { look, looks } = scene(random);
  look.moved({ at: 'requests' });
  await vi.advanceTimersByTimeAsync(seconds * SECOND - 10);
  expect(looks).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  // What was looked at within the shortest pause is left out.
  expect(looks).toEqual([8000]);
});

test('five minutes after the last touch it rests, says so, and a touch begins anew', async () => {
  const { look, looks, told } = scene();
  look.moved({ at: 'requests' });
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  look.touched();
  await vi.advanceTimersByTimeAsync(5 * MINUTE - SECOND);
  expect(told).toEqual([true]);
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  expect(told).toEqual([true, false]);
  const before = looks.length;
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(looks).toHaveLength(before);
  look.touched();
  expect(told).toEqual([true, false, true]);
  expect(looks.slice(before)).toEqual([0]);
  await vi.advanceTimersByTimeAsync(11 * SECOND);
  expect(looks).toHaveLength(before + 2);
});

test('hidden it does not look, shown again it does', async () => {
  const { look, looks } = scene();
  look.moved({ at: 'home' });
  look.setVisible(false);
  look.touched();
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(looks).toEqual([]);
  look.setVisible(true);
  await vi.advanceTimersByTimeAsync(30 * SECOND);
  expect(looks).toEqual([24_000]);
});
