/** Words kept for offline use: English with the app, other languages once they are used. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PrecacheEntry } from 'workbox-precaching';

import { serveWords, splitWords } from '../../sw/words.ts';

const BASE = 'https://app.example/tessera/';
/** The files of a version: its letter stands for the hash. */
const file = (tag: string, consumer: string, version: string) =>
  `assets/words.${tag}.${consumer}-${version.repeat(8)}.js`;
const version = (letter: string) =>
  ['de', 'zh-Hans'].flatMap((tag) => [file(tag, 'app', letter), file(tag, 'transfer', letter)]);

interface Route {
  readonly matches: (options: { url: URL }) => boolean;
  readonly answer: (options: { request: Request }) => Promise<Response>;
}
const routes = vi.hoisted(() => [] as unknown[]);
vi.mock('workbox-routing', () => ({
  registerRoute: (matches: unknown, answer: unknown) => routes.push({ matches, answer }),
}));

/** What the caches keep, by address. */
let kept: Map<string, string>;
/** Addresses that the network has answered. */
let fetched: string[];
let isDown: (url: string) => boolean;
let isFull: boolean;
let listeners: Record<string, (event: object) => void>;

beforeEach(() => {
  [kept, fetched, isDown, isFull, listeners] = [new Map(), [], () => false, false, {}];
  routes.length = 0;
  vi.stubGlobal('self', {
    location: { href: `${BASE}service-worker.js` },
    addEventListener: (type: string, listener: (event: object) => void) =>
      (listeners[type] = listener),
  });
  vi.stubGlobal('fetch', fetchWords);
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      expect(name).toBe('tessera-words');
      return {
        keys: async () => [...kept.keys()].map((url) => ({ url })),
        match: async (url: string) => {
          const body = kept.get(url);
          return body === undefined ? undefined : new Response(body);
        },
        put,
        delete: async ({ url }: Request) => kept.delete(url),
        // All or nothing (Service Workers §5.4.3).
        addAll: async (urls: readonly string[]) => {
          const answers = await Promise.all(urls.map(async (url) => [url, await fetchWords(url)]));
          for (const [url, answer] of answers as [string, Response][]) {
            if (!answer.ok) throw new TypeError('Request failed');
            await put(url, answer);
          }
        },
      };
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

async function fetchWords(from: string | Request): Promise<Response> {
  const url = typeof from === 'string' ? from : from.url;
  if (isDown(url)) throw new TypeError('Failed to fetch');
  fetched.push(url);
  return url.includes('gone') ? new Response('', { status: 404 }) : new Response(`of ${url}`);
}

async function put(at: string | Request, response: Response): Promise<void> {
  if (isFull) throw new DOMException('', 'QuotaExceededError');
  kept.set(typeof at === 'string' ? at : at.url, await response.text());
}

/** Dispatches an event of the worker's life; resolves as what it waits for, to what it answers. */
async function dispatch(
  type: 'install' | 'activate' | 'message',
  data?: unknown,
): Promise<unknown[]> {
  let waited: unknown;
  const told: unknown[] = [];
  const ports = [{ postMessage: (answer: unknown) => told.push(answer) }];
  listeners[type]!({ data, ports, waitUntil: (work: unknown) => (waited = work) });
  await waited;
  return told;
}

const address = (path: string) => BASE + path;
const keptFiles = () => [...kept.keys()].map((url) => url.slice(BASE.length)).sort();

/** A version that is installed and active, with German kept. */
async function withGerman(letter: string): Promise<void> {
  serveWords(version(letter));
  await dispatch('install');
  await dispatch('activate');
  await dispatch('message', { type: 'KEEP_LANGUAGE', tag: 'de' });
  fetched.length = 0;
}

describe('what a build consists of', () => {
  it('is split into the app with English, and the words of other languages', () => {
    const entries: (string | PrecacheEntry)[] = [
      { url: 'index.html', revision: '1' },
      'assets/home-abcdefgh.js',
      { url: file('en', 'app', 'a'), revision: null },
      file('en', 'transfer', 'a'),
      { url: file('de', 'app', 'a'), revision: null },
      file('zh-Hans', 'transfer', 'a'),
      // No language's: its name only looks alike.
      'assets/words-abcdefgh.js',
      'assets/words.de.app-abc.js.map',
    ];
    const { app, words } = splitWords(entries);
    expect(words).toEqual([file('de', 'app', 'a'), file('zh-Hans', 'transfer', 'a')]);
    expect(app).toEqual(entries.filter((_, at) => at !== 4 && at !== 5));
  });
});

describe('the words of a language', () => {
  const [german] = version('a') as [string];
  const ask = (path: string) => {
    const { matches, answer } = routes[0] as Route;
    expect(matches({ url: new URL(address(path)) })).toBe(true);
    return answer({ request: new Request(address(path)) });
  };

  it('come from the network once, and are kept', async () => {
    serveWords(version('a'));
    expect(await (await ask(german)).text()).toBe(`of ${address(german)}`);
    expect(keptFiles()).toEqual([german]);
    isDown = () => true;
    expect(await (await ask(german)).text()).toBe(`of ${address(german)}`);
    expect(fetched).toHaveLength(1);
  });

  it('are answered also where they cannot be kept', async () => {
    serveWords(version('a'));
    isFull = true;
    expect(await (await ask(german)).text()).toBe(`of ${address(german)}`);
    expect(keptFiles()).toEqual([]);
  });

  it('are answered from the network where the cache cannot be opened', async () => {
    serveWords(version('a'));
    vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('', 'UnknownError')) });
    expect(await (await ask(german)).text()).toBe(`of ${address(german)}`);
  });

  it('are not kept where the host does not have them', async () => {
    const gone = file('de', 'gone', 'a');
    serveWords([gone]);
    expect((await ask(gone)).status).toBe(404);
    expect(keptFiles()).toEqual([]);
  });

  it('fail like any fetch without a network', async () => {
    serveWords(version('a'));
    isDown = () => true;
    await expect(ask(german)).rejects.toThrow(TypeError);
  });

  it.each([file('de', 'app', 'b'), file('en', 'app', 'a'), 'assets/home-abcdefgh.js', ''])(
    'are the only answers here: not %s',
    (path) => {
      serveWords(version('a'));
      expect((routes[0] as Route).matches({ url: new URL(address(path)) })).toBe(false);
    },
  );
});

describe('a language that the page uses', () => {
  const chinese = { type: 'KEEP_LANGUAGE', tag: 'zh-Hans' };

  it('is kept whole, and the page is told', async () => {
    serveWords(version('a'));
    expect(await dispatch('message', chinese)).toEqual([true]);
    expect(keptFiles()).toEqual(version('a').slice(2));
    isDown = () => true;
    expect(await dispatch('message', chinese)).toEqual([true]);
    expect(fetched).toHaveLength(2);
  });

  it('is told to be here also where nothing can be kept', async () => {
    serveWords(version('a'));
    isFull = true;
    expect(await dispatch('message', chinese)).toEqual([true]);
    expect(keptFiles()).toEqual([]);
  });

  it('is told to be missing where one of its files is', async () => {
    serveWords(version('a'));
    isDown = (url) => url.includes('transfer');
    expect(await dispatch('message', chinese)).toEqual([false]);
    serveWords([file('de', 'gone', 'a')]);
    expect(await dispatch('message', { type: 'KEEP_LANGUAGE', tag: 'de' })).toEqual([false]);
  });

  it('is always here if it is English', async () => {
    serveWords(version('a'));
    isDown = () => true;
    expect(await dispatch('message', { type: 'KEEP_LANGUAGE', tag: 'en' })).toEqual([true]);
  });

  it.each([
    { type: 'KEEP_LANGUAGE', tag: 'xx' },
    { type: 'KEEP_LANGUAGE', tag: 'constructor' },
    { type: 'KEEP_LANGUAGE', tag: ['de'] },
    { type: 'KEEP_LANGUAGE' },
    { type: 'SKIP_WAITING', tag: 'de' },
    'KEEP_LANGUAGE',
    null,
    undefined,
  ])('is none in %j', async (data) => {
    serveWords(version('a'));
    expect(await dispatch('message', data)).toEqual([]);
    expect([fetched, keptFiles()]).toEqual([[], []]);
  });
});

describe('a new version', () => {
  it('is installed with the languages of the one before, and no others', async () => {
    await withGerman('a');
    serveWords(version('b'));
    await dispatch('install');
    const german = [...version('a').slice(0, 2), ...version('b').slice(0, 2)].sort();
    expect(keptFiles()).toEqual(german);
  });

  it('fetches nothing again that has not changed', async () => {
    await withGerman('a');
    const [app] = version('a') as [string];
    serveWords([app, file('de', 'transfer', 'b')]);
    await dispatch('install');
    expect(fetched).toEqual([address(file('de', 'transfer', 'b'))]);
  });

  it('drops the files of the one before when it takes over', async () => {
    await withGerman('a');
    serveWords(version('b'));
    await dispatch('install');
    await dispatch('activate');
    expect(keptFiles()).toEqual(version('b').slice(0, 2).sort());
  });

  it('drops a language that it does not have', async () => {
    await withGerman('a');
    serveWords(version('b').slice(2));
    await dispatch('install');
    await dispatch('activate');
    expect(keptFiles()).toEqual([]);
  });

  it('is not installed without one of these files: the one before stays, with all of its own', async () => {
    await withGerman('a');
    serveWords(version('b'));
    isDown = (url) => url.includes('transfer');
    await expect(dispatch('install')).rejects.toThrow(TypeError);
    expect(keptFiles()).toEqual(version('a').slice(0, 2).sort());
  });

  it('that waits keeps what is chosen meanwhile, for when it takes over', async () => {
    await withGerman('a');
    serveWords(version('b'));
    await dispatch('install');
    await dispatch('message', { type: 'KEEP_LANGUAGE', tag: 'zh-Hans' });
    await dispatch('activate');
    expect(keptFiles()).toEqual(version('b').sort());
  });
});
