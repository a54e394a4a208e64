/** Locks only avoid conflicts: work runs once, and without a lock where there is none. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { openChannel, withLock } from '../../src/platform/locks.ts';

afterEach(() => void vi.unstubAllGlobals());

function lockManager(
  request: (name: string, options: unknown, work: () => unknown) => unknown,
): void {
  vi.stubGlobal('navigator', {
    locks: { request: async (...args: Parameters<typeof request>) => request(...args) },
  });
}

describe('work under a lock', () => {
  test('runs once, and its result or error comes back', async () => {
    lockManager((_, __, work) => work());
    expect(await withLock('a', async () => 7)).toBe(7);
    const failing = vi.fn(async () => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await expect(withLock('a', failing)).rejects.toThrow(
      expect.objectContaining({ name: 'QuotaExceededError' }) as Error,
    );
    expect(failing).toHaveBeenCalledTimes(1);
  });

  test('goes on without it where a frozen tab does not let go', async () => {
    lockManager(() => {
      throw new DOMException('', 'TimeoutError');
    });
    expect(await withLock('a', async () => 'done')).toBe('done');
  });

  test('waits with a limit', async () => {
    let limit: unknown;
    lockManager((_, options, work) => {
      limit = (options as { signal: unknown }).signal;
      return work();
    });
    await withLock('a', async () => undefined);
    expect(limit).toBeInstanceOf(AbortSignal);
  });

  test('runs in turn within a page where there are no Web Locks, failures or not', async () => {
    vi.stubGlobal('navigator', {});
    const order: string[] = [];
    const step = (name: string, fails = false) =>
      withLock('b', async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const outcomes = await Promise.allSettled([step('one'), step('two', true), step('three')]);
    expect(order).toEqual([
      'one begins',
      'one ends',
      'two begins',
      'two ends',
      'three begins',
      'three ends',
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a channel', () => {
  test('carries text to others, and is silent where there is no BroadcastChannel', async () => {
    const heard = new Promise<string>((resolve) => {
      const ear = openChannel('c', (message) => {
        ear.close();
        resolve(message);
      });
    });
    const mouth = openChannel('c', () => undefined);
    mouth.post('changed');
    expect(await heard).toBe('changed');
    mouth.close();
    vi.stubGlobal('BroadcastChannel', undefined);
    const mute = openChannel('c', () => undefined);
    mute.post('changed');
    mute.close();
  });
});
