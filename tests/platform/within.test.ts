/** A limit for what the browser may never answer; a device's sleep is no part of it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { within } from '../../src/platform/within.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const late = (): never => {
  throw new Error('late');
};

test('an answer in time is the answer, and so is a refusal', async () => {
  expect(await within(100, Promise.resolve(7), late)).toBe(7);
  await expect(within(100, Promise.reject(new Error('refused')), late)).rejects.toThrow('refused');
  expect(vi.getTimerCount()).toBe(0);
});

test('without an answer it is what was said for that', async () => {
  const value = within(100, never, () => 'none');
  const failure = within(100, never, late);
  failure.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(100);
  expect(await value).toBe('none');
  await expect(failure).rejects.toThrow('late');
});

test('an answer that comes too late disturbs nobody', async () => {
  let refuse: (cause: Error) => void = () => undefined;
  const answer = new Promise<number>((_, reject) => (refuse = reject));
  const value = within(100, answer, () => 'none');
  await vi.advanceTimersByTimeAsync(100);
  refuse(new Error('too late'));
  expect(await value).toBe('none');
});

test('after a sleep the browser has its whole time once more', async () => {
  const value = within(100, never, () => 'none');
  let settled = false;
  void value.then(() => (settled = true));
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(150);
  expect(settled).toBe(false);
  await vi.advanceTimersByTimeAsync(50);
  expect(await value).toBe('none');
});
