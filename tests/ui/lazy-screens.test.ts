/** Groups of screens that do not arrive: the wait ends, and a late one is still taken. */
import { readdirSync, readFileSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const chunk = vi.hoisted(() => ({ arrive: (): void => undefined }));
const left = vi.hoisted(() => ({
  fail: undefined as unknown as (thrown: Error) => void,
  fetches: 0,
}));

vi.mock(
  '../../src/ui/menu/menu-flow.ts',
  () => new Promise((resolve) => (chunk.arrive = () => resolve({}))),
);
vi.mock('../../src/ui/accounts/accounts-flow.ts', () => {
  left.fetches += 1;
  return new Promise((_, reject) => (left.fail = reject));
});
vi.mock('../../src/ui/home/card-code.ts', () => Promise.reject(new TypeError('Failed to fetch')));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a group that does not arrive is missing after a while, and here when it comes late', async () => {
  const { loaded } = await import('../../src/ui/lazy-screens.ts');
  const arrived = vi.fn();
  expect(loaded('menu', arrived)).toBe('coming');
  await vi.advanceTimersByTimeAsync(29_999);
  expect(loaded('menu', arrived)).toBe('coming');
  expect(arrived).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(loaded('menu', arrived)).toBe('missing');
  expect(arrived).toHaveBeenCalledTimes(1);
  chunk.arrive();
  await vi.waitFor(() => expect(loaded('menu', arrived)).toBe('here'));
  expect(arrived).toHaveBeenCalledTimes(2);
});

test('a group that cannot be fetched is missing at once, and no timer is left', async () => {
  const { loaded } = await import('../../src/ui/lazy-screens.ts');
  const arrived = vi.fn();
  expect(loaded('otp', arrived)).toBe('coming');
  await vi.waitFor(() => expect(loaded('otp', arrived)).toBe('missing'));
  expect(arrived).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing else is fetched without regard for its absence', () => {
  const sources = readdirSync('src/ui', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'lazy-screens.ts')
    .map((name) => ({ name, source: readFileSync(`src/ui/${name}`, 'utf8') }));
  expect(sources.length).toBeGreaterThan(60);
  // An ornament may be missing; what is awaited fails where it is awaited.
  const careless = sources.filter(({ source }) =>
    source
      .replace(/await import\(|\bimport\('[^']*'\)\.catch\(/gu, '')
      .replace(/function (\w+)\(\) \{\s+return import\((?=[^]*chunkState\(\1, )/gu, '')
      .match(/\bimport\(/u),
  );
  expect(careless.map(({ name }) => name)).toEqual([]);
});

describe.each([
  ['before', false],
  ['after', true],
])('a fetch that leaving the page ended, failing %s the page is back,', (_, restoredFirst) => {
  test('is made again', async () => {
    vi.resetModules();
    await import('../english.ts');
    left.fetches = 0;
    const { loaded } = await import('../../src/ui/lazy-screens.ts');
    const { fetchAgainAfterRestore } = await import('../../src/ui/lazy-chunks.ts');
    const changed = vi.fn();
    expect(loaded('accounts', changed)).toBe('coming');
    await vi.waitFor(() => expect(left.fetches).toBe(1));
    if (restoredFirst) fetchAgainAfterRestore();
    left.fail(new TypeError('Load failed'));
    await vi.advanceTimersByTimeAsync(0);
    if (!restoredFirst) {
      await vi.waitFor(() => expect(loaded('accounts', changed)).toBe('missing'));
      fetchAgainAfterRestore();
      expect(loaded('accounts', changed)).toBe('coming');
    }
    await vi.waitFor(() => expect(left.fetches).toBe(2));
  });
});
