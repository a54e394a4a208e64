/** A page that listens: what it is told, when it asks instead, and when it does neither. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { watchChanges } from '../../src/page-kit/live-page.ts';

/** A connection that the page has opened. */
interface Connection {
  readonly url: string;
  readonly init: RequestInit;
  /** The server's side; it is answered once. */
  readonly answer: (response: Response) => void;
  readonly send: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: FakeDocument;
let connections: Connection[];
let onChange: ReturnType<typeof vi.fn>;
let leaving: AbortController;

const settle = () => vi.advanceTimersByTimeAsync(0);
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  page = new FakeDocument();
  connections = [];
  onChange = vi.fn();
  leaving = new AbortController();
  vi.stubGlobal('document', page);
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => connect(url, init));
});
afterEach(async () => {
  leaving.abort();
  await settle();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function connect(url: string, init: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    let controller: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    const gone = (): void => {
      reject(new DOMException('Aborted', 'AbortError'));
      controller.error(new DOMException('Aborted', 'AbortError'));
    };
    init.signal!.addEventListener('abort', gone);
    let opened = false;
    const open = (): void => {
      if (opened) return;
      opened = true;
      resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
    };
    connections.push({
      url,
      init,
      answer: resolve,
      async send(text) {
        open();
        controller.enqueue(new TextEncoder().encode(text));
        await settle();
      },
      async end() {
        controller.close();
        await settle();
      },
    });
  });
}

function watch(): void {
  watchChanges({
    base: '/api',
    headers: { Customer: 'ada' },
    onChange: onChange as (change?: unknown) => void,
    signal: leaving.signal,
  });
}

const last = (): Connection => connections.at(-1)!;
const told = (): unknown[] => onChange.mock.calls.map(([change]) => change as unknown);

describe('a page that listens', () => {
  it('is told once that it is heard, then what has changed, and asks nothing by itself', async () => {
    watch();
    expect(last().url).toBe('/api/events');
    expect(last().init.headers).toEqual({ Accept: 'text/event-stream', Customer: 'ada' });
    await last().send('retry: 2000\n\n');
    await last().send('event: changed\ndata: {"id":"17","sta');
    await last().send('te":"ACTIVE"}\n\nevent: other\ndata: {}\n\n');
    for (let i = 0; i < 8; i++) {
      await pass(15_000);
      await last().send(':\n\n');
    }
    expect(told()).toEqual([undefined, { id: '17', state: 'ACTIVE' }]);
    expect(connections).toHaveLength(1);
  });

  it('whose event it does not understand looks at everything', async () => {
    watch();
    await last().send('event: changed\ndata: <html>\n\n');
    expect(told()).toEqual([undefined, undefined]);
  });

  it('connects again after the pause that the server names, and looks again', async () => {
    watch();
    await last().send('retry: 700\n\n');
    await last().end();
    await pass(699);
    expect(connections).toHaveLength(1);
    await pass(1);
    expect(connections).toHaveLength(2);
    await last().send(':\n\n');
    expect(told()).toEqual([undefined, undefined]);
  });

  it.each([0, 0.999])('spreads the pages that lost one server (%d)', async (chance) => {
    vi.mocked(Math.random).mockReturnValue(chance);
    watch();
    await last().send('retry: 1000\n\n');
    await last().end();
    await pass(500 + 1000 * chance - 2);
    expect(connections).toHaveLength(1);
    await pass(3);
    expect(connections).toHaveLength(2);
  });
});

describe('a page to which no events come', () => {
  it.each([404, 429, 204])(
    'because they are refused (%d) asks every two seconds',
    async (status) => {
      watch();
      last().answer(new Response(null, { status }));
      await pass(9000);
      expect(told()).toHaveLength(4);
      expect(connections).toHaveLength(1);
      await pass(52_000);
      expect(connections).toHaveLength(2);
      await last().send(':\n\n');
      onChange.mockClear();
      await pass(30_000);
      expect(told()).toEqual([]);
    },
  );

  it.each([500, 502, 503])(
    'because the server fails (%d) for a moment has them again after seconds',
    async (status) => {
      watch();
      last().answer(new Response(null, { status }));
      await pass(2000);
      expect(connections).toHaveLength(2);
      await last().send('retry: 2000\n\n');
      onChange.mockClear();
      await pass(30_000);
      expect(told()).toEqual([]);
    },
  );

  it('because the server goes on failing connects and asks ever more rarely', async () => {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      const connection = connect(url, init);
      last().answer(new Response(null, { status: 503 }));
      return connection;
    });
    watch();
    const counts: [connections: number, looks: number][] = [];
    for (const milliseconds of [6000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]) {
      [connections.length, onChange.mock.calls.length] = [0, 0];
      await pass(milliseconds);
      counts.push([connections.length, told().length]);
    }
    // The first connection is open before the clock goes on.
    expect(counts).toEqual([[2, 2], ...Array<number[]>(6).fill([1, 1])]);
  });

  it.each([0, 0.999])('because servers fail comes back at its own moment (%d)', async (chance) => {
    vi.mocked(Math.random).mockReturnValue(chance);
    watch();
    last().answer(new Response(null, { status: 503 }));
    const pause = 1000 + 2000 * chance;
    await pass(pause - 2);
    expect([connections.length, told().length]).toEqual([1, 0]);
    await pass(3);
    expect([connections.length, told().length]).toEqual([2, 1]);
  });

  it('because each stream ends as soon as it has begun connects ever more rarely', async () => {
    watch();
    for (const milliseconds of [2000, 4000, 8000]) {
      const before = connections.length;
      await last().send('retry: 2000\n\n');
      await last().end();
      await pass(milliseconds - 1);
      expect(connections).toHaveLength(before);
      await pass(1);
      expect(connections).toHaveLength(before + 1);
    }
    await last().send('retry: 2000\n\n');
    await last().send(':\n\n');
    await last().end();
    await pass(2000);
    expect(connections).toHaveLength(5);
  });

  it('because something else is answered asks, too', async () => {
    watch();
    last().answer(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    await pass(4000);
    expect(told()).toHaveLength(2);
    expect(last().init.signal!.aborted).toBe(true);
  });

  it('because there is no network asks, and connects again', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    watch();
    await pass(6000);
    expect(told()).toHaveLength(2);
    vi.stubGlobal('fetch', connect);
    await pass(8000);
    await last().send(':\n\n');
    onChange.mockClear();
    await pass(10_000);
    expect(told()).toEqual([]);
  });

  it('because an intermediary keeps them asks from the second second on', async () => {
    watch();
    await pass(39_000);
    expect(told()).toHaveLength(19);
    expect(last().init.signal!.aborted).toBe(false);
    await pass(1000);
    expect(last().init.signal!.aborted).toBe(true);
    await pass(60_000);
    expect(connections).toHaveLength(2);
  });

  it('any more asks once the stream has been silent for 40 seconds', async () => {
    watch();
    await pass(1);
    await last().send(':\n\n');
    onChange.mockClear();
    await pass(39_999);
    expect(told()).toEqual([]);
    await pass(1);
    expect(last().init.signal!.aborted).toBe(true);
    await pass(2000);
    expect(told()).toHaveLength(1);
  });
});

describe('a page whose person has signed out', () => {
  it('looks once, asks nothing any more, and listens once a minute', async () => {
    watch();
    last().answer(new Response(null, { status: 401 }));
    await pass(59_999);
    expect(connections).toHaveLength(1);
    await pass(1);
    expect(connections).toHaveLength(2);
    last().answer(new Response(null, { status: 401 }));
    await pass(60_000);
    expect(connections).toHaveLength(3);
    expect(told()).toEqual([undefined]);
    page.show('hidden');
    page.show('visible');
    expect(connections).toHaveLength(4);
  });

  it('and in again before it looked turns by itself again within a minute', async () => {
    watch();
    await last().send('retry: 2000\n\n');
    await last().end();
    await pass(2000);
    last().answer(new Response(null, { status: 401 }));
    await pass(60_000);
    onChange.mockClear();
    await last().send('retry: 2000\n\n');
    await last().send('event: changed\ndata: {"id":"17","state":"ACTIVE"}\n\n');
    expect(told()).toEqual([undefined, { id: '17', state: 'ACTIVE' }]);
  });
});

describe('a hidden page', () => {
  it('holds no connection and asks nothing, and looks when it is shown', async () => {
    watch();
    await last().send(':\n\n');
    onChange.mockClear();
    page.show('hidden');
    expect(last().init.signal!.aborted).toBe(true);
    await pass(300_000);
    expect(told()).toEqual([]);
    expect(connections).toHaveLength(1);
    page.show('visible');
    expect(told()).toEqual([undefined]);
    expect(connections).toHaveLength(2);
  });

  it('that was never shown listens when it is', async () => {
    page.visibilityState = 'prerender' as DocumentVisibilityState;
    watch();
    await pass(10_000);
    expect(connections).toHaveLength(0);
    page.show('visible');
    expect(connections).toHaveLength(1);
  });
});

it('a page that leaves is told nothing more', async () => {
  watch();
  await last().send(':\n\n');
  onChange.mockClear();
  leaving.abort();
  await settle();
  expect(last().init.signal!.aborted).toBe(true);
  page.show('hidden');
  page.show('visible');
  await pass(60_000);
  expect(told()).toEqual([]);
  expect(connections).toHaveLength(1);
});
