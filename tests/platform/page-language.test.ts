/** The service worker is asked for a language before the page imports it. */
import { afterEach, expect, it, vi } from 'vitest';

import { canLoadLanguage, keepLanguageOffline } from '../../src/platform/page-language.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Told {
  readonly to: string;
  readonly data: unknown;
}

/** A page whose workers answer with `answers`; undefined: they never do. */
function page(states: readonly ('active' | 'waiting' | 'installing')[], answer?: boolean) {
  const told: Told[] = [];
  const worker = (to: string) => ({
    postMessage(data: unknown, [port]: readonly MessagePort[] = []) {
      told.push({ to, data });
      if (answer !== undefined) port?.postMessage(answer);
    },
  });
  const registration = Object.fromEntries(states.map((state) => [state, worker(state)]));
  vi.stubGlobal('navigator', {
    serviceWorker: {
      ready: Promise.resolve(registration),
      getRegistration: async () => registration,
    },
  });
  return told;
}

it.each([true, false])('says of a language what the worker says of it: %s', async (answer) => {
  const told = page(['active'], answer);
  expect(await canLoadLanguage('ja')).toBe(answer);
  expect(told).toEqual([{ to: 'active', data: { type: 'KEEP_LANGUAGE', tag: 'ja' } }]);
});

it('tries where no worker is active, or there are none, or they are refused', async () => {
  page(['installing'], false);
  expect(await canLoadLanguage('ja')).toBe(true);
  vi.stubGlobal('navigator', {});
  expect(await canLoadLanguage('ja')).toBe(true);
  const getRegistration = () => Promise.reject(new DOMException('', 'SecurityError'));
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration } });
  expect(await canLoadLanguage('ja')).toBe(true);
});

it('tries where the worker does not answer', async () => {
  vi.useFakeTimers();
  page(['active']);
  const asked = canLoadLanguage('ja');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await asked).toBe(true);
});

it('has every version keep a language', async () => {
  const told = page(['active', 'waiting', 'installing']);
  keepLanguageOffline('tr');
  await vi.waitFor(() => expect(told).toHaveLength(3));
  expect(told.map(({ to }) => to)).toEqual(['active', 'waiting', 'installing']);
  vi.stubGlobal('navigator', {});
  expect(() => keepLanguageOffline('tr')).not.toThrow();
});
