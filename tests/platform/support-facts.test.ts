/** Facts about the browser: what each engine says, and what it leaves out or never answers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { collectFacts, engineIn, systemIn } from '../../src/platform/support-facts.ts';

const APP = { product: 'Tessera 1.0.0', browser: 'chrome', installed: false } as const;
const CHROME = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'; // oxfmt-ignore
/** Longer than any limit, milliseconds. */
const LONG_MS = 120_000;

const silent = (): Promise<never> => new Promise(() => undefined);
const refused = (): Promise<never> => Promise.reject(new TypeError('refused'));

const SPOKEN = { userAgent: CHROME, maxTouchPoints: 5, language: 'en-GB', onLine: true };
const UNTOLD = {
  ...APP,
  engine: 'Chromium 131.0.0.0',
  system: 'Android 10',
  persisted: undefined,
  usedBytes: undefined,
  quotaBytes: undefined,
  camera: undefined,
  notifications: undefined,
  worker: undefined,
  language: 'en-GB',
  online: true,
};

async function facts(navigator: object) {
  vi.stubGlobal('navigator', { ...SPOKEN, ...navigator });
  const collected = collectFacts(APP);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  return Promise.race([collected, 'still waiting']);
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** An API of each, with the same method throughout. */
const apis = (method: () => Promise<never>) => ({
  userAgentData: { getHighEntropyValues: method },
  storage: { persisted: method, estimate: method },
  permissions: { query: method },
  serviceWorker: { controller: null, getRegistration: method },
});

describe('the facts', () => {
  it('are what the browser says', async () => {
    const asked: unknown[] = [];
    expect(
      await facts({
        userAgentData: {
          getHighEntropyValues: async () => ({
            platform: 'Android',
            platformVersion: '15.0.0',
            fullVersionList: [
              { brand: 'Not A;Brand', version: '99.0.0.0' },
              { brand: 'Chromium', version: '131.0.6778.86' },
            ],
          }),
        },
        storage: {
          persisted: async () => true,
          estimate: async () => ({ usage: 1000, quota: 2000 }),
        },
        permissions: {
          query: async ({ name }: { name: string }) => {
            asked.push(name);
            return { state: name === 'camera' ? 'granted' : 'prompt' };
          },
        },
        serviceWorker: { controller: {}, getRegistration: silent },
      }),
    ).toEqual({
      ...UNTOLD,
      engine: 'Chromium 131.0.6778.86',
      system: 'Android 15.0.0',
      persisted: true,
      usedBytes: 1000,
      quotaBytes: 2000,
      camera: 'granted',
      notifications: 'prompt',
      worker: 'controlling',
    });
    expect(asked).toEqual(['camera', 'notifications']);
  });

  it.each([
    ['nothing is there', {}, { worker: 'missing' }],
    ['everything is refused', apis(refused), {}],
    ['nothing answers', apis(silent), {}],
  ])('are told without waiting where %s', async (_, navigator, more) => {
    expect(await facts(navigator)).toEqual({ ...UNTOLD, ...more });
  });

  it.each([
    [{ active: {} }, 'active'],
    [{ active: null, waiting: {} }, 'waiting'],
    [{ active: null, waiting: null, installing: {} }, 'installing'],
    [undefined, 'none'],
  ])('of the worker %j: %s', async (registration, worker) => {
    const serviceWorker = { controller: null, getRegistration: async () => registration };
    expect(await facts({ serviceWorker })).toEqual({ ...UNTOLD, worker });
  });

  it.each([
    [{ platform: 'Windows', platformVersion: '15.0.0' }, 'Windows 11'],
    [{ platform: 'Windows', platformVersion: '10.0.0' }, 'Windows 10'],
    [{ platform: 'Linux', platformVersion: '' }, 'Linux'],
    [{ platform: 'Android', platformVersion: '15; Ada’s phone' }, 'Android 15'],
    [{ platform: 'Ada’s <phone>', platformVersion: '1' }, 'Android 10'],
  ])('of the system %j: %s', async (hints, system) => {
    const userAgentData = { getHighEntropyValues: async () => hints };
    expect(await facts({ userAgentData })).toEqual({ ...UNTOLD, worker: 'missing', system });
  });

  it('take no language that is none', async () => {
    expect(await facts({ language: 'en GB; Ada' })).toMatchObject({ language: undefined });
  });
});

describe('the user agent', () => {
  const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'; // oxfmt-ignore
  it.each([
    [CHROME, 'Chromium 131.0.0.0', 'Android 10'],
    [MAC, 'WebKit 17.5', 'macOS 10.15.7'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1',
      'WebKit 605.1.15',
      'iOS 17.5.1',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0',
      'Gecko 133.0',
      'Windows NT 10.0',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'Chromium 131.0.0.0',
      'ChromeOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Gecko 133.0', 'Linux'], // oxfmt-ignore
    ['Ada’s own browser', undefined, undefined],
  ])('%s', (agent, engine, system) => {
    expect([engineIn(agent), systemIn(agent, false)]).toEqual([engine, system]);
  });

  it('of an iPad is that of a Mac with a touch screen', () => {
    expect(systemIn(MAC, true)).toBe('iPadOS');
  });
});
