/** Lazy parts: loaded once, tried again after a failure, and used in order. */
import { expect, it } from 'vitest';

import { createLazy } from '../../src/app/lazy.ts';

it('loads once, however often it is used', async () => {
  let loads = 0;
  const lazy = createLazy(
    async () => ++loads,
    () => undefined,
  );
  expect(lazy.current).toBeUndefined();
  expect(await Promise.all([lazy.load(), lazy.load()])).toEqual([1, 1]);
  expect(lazy.current).toBe(1);
  const used: number[] = [];
  lazy.use((loaded) => used.push(loaded));
  expect(used).toEqual([1]);
  expect(loads).toBe(1);
});

it('keeps the order of work that had to wait for it', async () => {
  const order: string[] = [];
  const lazy = createLazy(
    async () => order,
    () => undefined,
  );
  lazy.use((list) => list.push('first'));
  lazy.use((list) => list.push('second'));
  await lazy.load();
  await Promise.resolve();
  expect(order).toEqual(['first', 'second']);
});

it('reports a failed load to whoever used it, and tries again', async () => {
  const failures: unknown[] = [];
  let fails = true;
  const lazy = createLazy(
    async () => {
      if (fails) throw new Error('offline');
      return 'loaded';
    },
    (thrown) => failures.push(thrown),
  );
  lazy.use(() => failures.push('used'));
  await expect(lazy.load()).rejects.toThrow('offline');
  await Promise.resolve();
  expect(failures).toEqual([new Error('offline')]);
  expect(lazy.current).toBeUndefined();
  fails = false;
  expect(await lazy.load()).toBe('loaded');
});
