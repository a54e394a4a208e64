/** `GET events` of the page handler: to whom, of what, for how long, and how it ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createEventStreams } from '../../src/issuer/http/page-events.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

let at: IssuerFixture;
let closing: AbortController;
let reported: unknown[];
/** Who is signed in, by the value of a header. */
let sessions: Map<string, string>;
let handler: ReturnType<typeof createPageHandler>;

beforeEach(() => {
  vi.useFakeTimers();
  at = createIssuerFixture({ limits: { activations: 10_000 } });
  closing = new AbortController();
  reported = [];
  sessions = new Map([
    ['ada', 'Ada'],
    ['bob', 'Bob'],
  ]);
  handler = createPageHandler({
    issuer: at.issuer,
    owner: (request) => sessions.get(request.headers.get('Session') ?? ''),
    signal: closing.signal,
    report: (thrown) => reported.push(thrown),
  });
});
afterEach(() => {
  closing.abort();
  vi.useRealTimers();
});

/** Opens a stream; `text` is all that has come, `ended` whether it is over. */
async function open(session = 'ada') {
  const leaving = new AbortController();
  const response = await handler(
    new Request('https://site.example/api/events', {
      headers: { Session: session },
      signal: leaving.signal,
    }),
  );
  const heard = { text: '', ended: false };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      heard.text += part.value;
    heard.ended = true;
  })();
  await settle();
  return { response, heard, reading, reader, leave: () => leaving.abort() };
}

/** Lets everything that is under way come to its end; timers stand still. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const eventsIn = ({ text }: { text: string }) =>
  [...text.matchAll(/event: changed\ndata: (.*)\n\n/g)].map(
    ([, data]) => JSON.parse(data!) as object,
  );

describe('a stream of events', () => {
  it('begins with the pause before the next one, and is kept by nobody', async () => {
    const { response, heard } = await open();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(heard).toEqual({ text: 'retry: 2000\n\n', ended: false });
  });

  it("tells ids and states of the person's own, and nothing else", async () => {
    const ada = await open();
    const bob = await open('bob');
    const begun = granted(await at.issuer.begin({ owner: 'Ada', label: 'Current account' }));
    const { id } = await activate(at, begun);
    const options = { kind: 'login', title: 'Sign in', reference: 'session/1' } as const;
    const asked = granted(await at.issuer.createRequest(id, options));
    granted(await at.issuer.denyRequest(asked.id));
    await settle();
    expect(eventsIn(ada.heard)).toEqual([
      { id, state: 'CREATED' },
      { id, state: 'CODE_BOUND' },
      { id, state: 'ACTIVE' },
      { id: asked.id, state: 'PENDING' },
      // An answer is written with the row of the device that gave it.
      { id, state: 'ACTIVE' },
      { id: asked.id, state: 'DENIED' },
    ]);
    expect(bob.heard.text).toBe('retry: 2000\n\n');
  });

  it('says every 15 seconds that it is there', async () => {
    const { heard } = await open();
    await vi.advanceTimersByTimeAsync(45_000);
    expect(heard.text).toBe('retry: 2000\n\n:\n\n:\n\n:\n\n');
  });

  it('is refused to whom nobody knows', async () => {
    const response = await handler(new Request('https://site.example/api/events'));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'SIGNED_OUT' });
  });

  it('ends at the first event after the sign-out, which it does not tell', async () => {
    const { heard, reading } = await open();
    sessions.delete('ada');
    granted(await at.issuer.begin({ owner: 'Ada' }));
    await reading;
    expect(heard).toEqual({ text: 'retry: 2000\n\n', ended: true });
  });

  it('ends with the next comment when somebody else is signed in', async () => {
    const { heard, reading } = await open();
    sessions.set('ada', 'Bob');
    await vi.advanceTimersByTimeAsync(15_000);
    await reading;
    expect(heard).toEqual({ text: 'retry: 2000\n\n', ended: true });
  });

  it('ends where the session cannot be asked for, and says so to the site alone', async () => {
    const { heard, reading } = await open();
    const away = new Error('sessions are away');
    vi.spyOn(sessions, 'get').mockImplementation(() => {
      throw away;
    });
    await vi.advanceTimersByTimeAsync(15_000);
    await reading;
    expect(heard).toEqual({ text: 'retry: 2000\n\n', ended: true });
    expect(reported).toEqual([away]);
  });

  it.each(['leaves', 'cancels'])(
    'ends when the page %s, and nothing listens any more',
    async (how) => {
      const { reader, leave } = await open();
      expect(vi.getTimerCount()).toBeGreaterThan(0);
      if (how === 'leaves') leave();
      else await reader.cancel();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('ends when the site closes, which opens no other', async () => {
    const { heard, reading } = await open();
    closing.abort();
    await reading;
    expect(heard.ended).toBe(true);
    const { response } = await open();
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of one person there are eight at most, and another when one has ended', async () => {
    const streams = await Promise.all(Array.from({ length: 9 }, () => open()));
    const statuses = streams.map(({ response }) => response.status);
    expect(statuses.sort()).toEqual([...Array<number>(8).fill(200), 429]);
    expect((await open()).response.status).toBe(429);
    expect((await open('bob')).response.status).toBe(200);
    streams.find(({ response }) => response.status === 200)!.leave();
    await settle();
    expect((await open()).response.status).toBe(200);
    expect((await open()).response.status).toBe(429);
  });

  it('is broken off for who reads nothing of it, and its place is free again', async () => {
    const bodies = await Promise.all(Array.from({ length: 8 }, () => openUnread()));
    expect((await open()).response.status).toBe(429);
    for (let i = 0; i < 40; i++)
      await at.issuer.cancel(granted(await at.issuer.begin({ owner: 'Ada' })).id);
    await settle();
    for (const body of bodies) await expect(new Response(body).text()).rejects.toThrow('not read');
    expect((await open()).response.status).toBe(200);
  });

  it('ends after five minutes, in order, whoever still listens', async () => {
    const { heard, reading } = await open();
    await vi.advanceTimersByTimeAsync(299_000);
    expect(heard.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    await expect(reading).resolves.toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of all persons there are so many at most, and another when one has ended', async () => {
    const openEvents = createEventStreams({
      issuer: at.issuer,
      report: (thrown) => reported.push(thrown),
      signal: closing.signal,
      maxStreams: 2,
    });
    const openAs = async (owner: string) => {
      const leaving = new AbortController();
      const request = new Request('https://site.example/api/events', { signal: leaving.signal });
      const session = { owner, isStillSignedIn: () => Promise.resolve(true) };
      const { status } = await openEvents(request, session);
      return { status, leave: () => leaving.abort() };
    };
    const first = await openAs('Ada');
    expect([first.status, (await openAs('Bob')).status]).toEqual([200, 200]);
    expect((await openAs('Eve')).status).toBe(503);
    first.leave();
    first.leave();
    expect((await openAs('Eve')).status).toBe(200);
    expect((await openAs('Ada')).status).toBe(503);
  });

  it('that closes with all of it read ends in order', async () => {
    const { heard, reading } = await open();
    granted(await at.issuer.begin({ owner: 'Ada' }));
    await settle();
    closing.abort();
    await expect(reading).resolves.toBeUndefined();
    expect(eventsIn(heard)).toHaveLength(1);
  });

  it('listens to the closing site once, however many there are', async () => {
    const own = new AbortController();
    const added = vi.spyOn(own.signal, 'addEventListener');
    handler = createPageHandler({ issuer: at.issuer, owner: () => 'Ada', signal: own.signal });
    const streams = await Promise.all(Array.from({ length: 8 }, () => open()));
    expect(added).toHaveBeenCalledTimes(1);
    own.abort();
    await settle();
    expect(streams.map(({ heard }) => heard.ended)).toEqual(Array<boolean>(8).fill(true));
  });

  it('that ended while listening was beginning leaves nothing behind', async () => {
    const stop = vi.fn();
    let begin!: (value: () => void) => void;
    vi.spyOn(at.issuer, 'watch').mockReturnValue(new Promise((resolve) => (begin = resolve)));
    const request = new Request('https://site.example/api/events', { headers: { Session: 'ada' } });
    const removed = vi.spyOn(request.signal, 'removeEventListener');
    const added = vi.spyOn(request.signal, 'addEventListener');
    const opening = handler(request);
    await settle();
    sessions.delete('ada');
    await vi.advanceTimersByTimeAsync(15_000);
    begin(stop);
    expect((await opening).status).toBe(503);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks once while the session cannot be asked for, and ends when too much waits', async () => {
    const asked = vi.fn<() => Promise<string>>();
    asked.mockResolvedValueOnce('Ada').mockReturnValue(new Promise(() => {}));
    handler = createPageHandler({ issuer: at.issuer, owner: asked, signal: closing.signal });
    const { heard, reading } = await open();
    await vi.advanceTimersByTimeAsync(200_000);
    expect(asked).toHaveBeenCalledTimes(2);
    for (let i = 0; i < 40; i++)
      await at.issuer.cancel(granted(await at.issuer.begin({ owner: 'Ada' })).id);
    await reading;
    expect(heard).toEqual({ text: 'retry: 2000\n\n', ended: true });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("ends while other servers' changes cannot be read, and is refused until they can", async () => {
    const inner = createMemoryStore();
    const store = { ...inner };
    at = createIssuerFixture({ store });
    const options = { owner: () => 'Ada', signal: closing.signal, report: () => undefined };
    handler = createPageHandler({ issuer: at.issuer, ...options });
    const { heard, reading } = await open();
    const away = () => Promise.reject(new StoreError('STORE_UNREACHABLE', 'away'));
    store.versionsOf = away;
    await vi.advanceTimersByTimeAsync(4000);
    expect(heard.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1500);
    await reading;
    const refused = await handler(new Request('https://site.example/api/events'));
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'BUSY' }]);
    store.versionsOf = inner.versionsOf;
    const back = await open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(back.heard.ended).toBe(false);
  });
});

async function openUnread() {
  const request = new Request('https://site.example/api/events', { headers: { Session: 'ada' } });
  return (await handler(request)).body!;
}
