/** A quiet moment: no finger on the page, and none for half a second. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createQuietMoment } from '../../src/ui/requests/quiet-moment.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(touchedAt?: number) {
  const target = new EventTarget();
  const context = { target, now: Date.now, ...(touchedAt !== undefined && { touchedAt }) };
  const quiet = createQuietMoment(context);
  const told = vi.fn();
  const touch = (type: string, pointerId = 1) =>
    target.dispatchEvent(Object.assign(new Event(type), { pointerId }));
  return { quiet, told, touch };
}

test('a page that nobody touches is quiet at once', async () => {
  const { quiet, told } = scene();
  expect(quiet.isQuiet()).toBe(true);
  quiet.then(told);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveBeenCalledTimes(1);
});

test('one that was just touched is quiet half a second later', async () => {
  const { quiet, told } = scene(Date.now());
  expect(quiet.isQuiet()).toBe(false);
  quiet.then(told);
  await vi.advanceTimersByTimeAsync(499);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledTimes(1);
});

test('a finger that stays there keeps it waiting, and so does the second one', async () => {
  const { quiet, told, touch } = scene();
  touch('pointerdown', 1);
  touch('pointerdown', 2);
  quiet.then(told);
  await vi.advanceTimersByTimeAsync(60_000);
  touch('pointerup', 1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).not.toHaveBeenCalled();
  touch('pointercancel', 2);
  await vi.advanceTimersByTimeAsync(499);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledTimes(1);
});

test.each(['pointermove', 'wheel', 'scroll'])('a %s puts it off', async (type) => {
  const { quiet, told, touch } = scene();
  touch('pointermove');
  quiet.then(told);
  await vi.advanceTimersByTimeAsync(400);
  touch(type);
  await vi.advanceTimersByTimeAsync(400);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toHaveBeenCalledTimes(1);
});

test('only who asked last is told, once, and nobody after its end', async () => {
  const { quiet, told, touch } = scene();
  const earlier = vi.fn();
  quiet.then(earlier);
  quiet.then(told);
  await vi.advanceTimersByTimeAsync(1000);
  expect([earlier.mock.calls.length, told.mock.calls.length]).toEqual([0, 1]);
  touch('pointermove');
  quiet.then(told);
  quiet.stop();
  touch('pointermove');
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toHaveBeenCalledTimes(1);
});
