/** A time limit for a chunk of the app: it fails in time, and the next import tries again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CHUNK_TIMEOUT_MS, loadWithin } from '../../src/platform/load-within.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a chunk that arrives is the chunk, and one that cannot be fetched says so', async () => {
  expect(await loadWithin(Promise.resolve({ answer: 42 }))).toEqual({ answer: 42 });
  const failed = Promise.reject(new TypeError('Failed to fetch'));
  await expect(loadWithin(failed)).rejects.toThrow('Failed to fetch');
  expect(vi.getTimerCount()).toBe(0);
});

test('a chunk that does not arrive fails; arrived later, it serves the next import', async () => {
  let arrive: (chunk: string) => void = () => undefined;
  const chunk = new Promise<string>((resolve) => (arrive = resolve));
  const first = loadWithin(chunk);
  first.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(CHUNK_TIMEOUT_MS);
  await expect(first).rejects.toMatchObject({ name: 'TimeoutError' });
  const second = loadWithin(chunk);
  arrive('here');
  expect(await second).toBe('here');
});
