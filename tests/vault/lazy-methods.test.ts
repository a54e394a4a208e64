/** Calls of an object whose code is loaded on first use. */
import { expect, test, vi } from 'vitest';

import { lazyMethods } from '../../src/vault/lazy-methods.ts';

interface Calculator {
  readonly add: (a: number, b: number) => Promise<number>;
  readonly fail: () => Promise<never>;
}

const calculator: Calculator = {
  add: async (a, b) => a + b,
  fail: async () => {
    throw new Error('by itself');
  },
};

test('nothing is loaded before the first call, and once for all of them', async () => {
  const load = vi.fn(async () => calculator);
  const lazy = lazyMethods<Calculator>(load, { add: true, fail: true });
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([lazy.add(1, 2), lazy.add(3, 4)])).toEqual([3, 7]);
  expect(await lazy.add(5, 6)).toBe(11);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a failed load is told to every call that waits, and tried again by the next', async () => {
  const load = vi
    .fn<() => Promise<Calculator>>()
    .mockRejectedValueOnce(new TypeError('no network'))
    .mockResolvedValue(calculator);
  const lazy = lazyMethods<Calculator>(load, { add: true, fail: true });
  const results = await Promise.allSettled([lazy.add(1, 2), lazy.add(3, 4)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(load).toHaveBeenCalledTimes(1);
  expect(await Promise.all([lazy.add(1, 2), lazy.add(3, 4)])).toEqual([3, 7]);
  expect(load).toHaveBeenCalledTimes(2);
});

test('a method that rejects does not load again', async () => {
  const load = vi.fn(async () => calculator);
  const lazy = lazyMethods<Calculator>(load, { add: true, fail: true });
  await expect(lazy.fail()).rejects.toThrow('by itself');
  await expect(lazy.fail()).rejects.toThrow('by itself');
  expect(load).toHaveBeenCalledTimes(1);
});

test('the methods are own properties, so that a copy by spreading has them', () => {
  const lazy = lazyMethods<Calculator>(async () => calculator, { add: true, fail: true });
  expect(Object.keys({ ...lazy })).toEqual(['add', 'fail']);
});

/** The compiler is the test here: each `@ts-expect-error` fails where there is no error. */
test('a method that is missing, unknown or synchronous does not compile', () => {
  const load = async (): Promise<Calculator> => calculator;
  // @ts-expect-error `fail` is missing
  lazyMethods<Calculator>(load, { add: true });
  // @ts-expect-error `subtract` is no method of a calculator
  lazyMethods<Calculator>(load, { add: true, fail: true, subtract: true });
  // @ts-expect-error `close` returns no promise
  lazyMethods<{ close: () => void }>(async () => ({ close: () => undefined }), { close: true });
  expect(load).toBeTypeOf('function');
});
