/** `GET requests/:id?wait=25`: how long it waits, what ends it, and what it answers then. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Asked } from '../../src/issuer/http/page-api.ts';
import type { PageHandlerOptions } from '../../src/issuer/http/page-options.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';
import type { PageFixture } from './page-fixture.ts';
import { createPageFixture } from './page-fixture.ts';

let at: IssuerFixture;
let device: Bound;
let closing: AbortController;
let said: ReturnType<PageHandlerOptions['owner']>;
let page: PageFixture;
let id: string;

beforeEach(async () => {
  at = createIssuerFixture();
  device = await activate(at, granted(await at.issuer.begin({ owner: 'Ada' })));
  ({ id } = await ask());
  closing = new AbortController();
  said = 'Ada';
  page = createPageFixture({
    issuer: at.issuer,
    owner: () => said,
    signal: closing.signal,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  closing.abort();
  vi.useRealTimers();
});

const ask = async () =>
  granted(await at.issuer.createRequest(device.id, { kind: 'login', title: 'Sign in' }));

/** Asks, and says whether there is an answer. */
function wait(query = '?wait=25', signal?: AbortSignal) {
  const waiting = { isOver: false };
  const answer = page
    .call<Asked>(`GET requests/${id}${query}`, signal && { signal })
    .finally(() => (waiting.isOver = true));
  return { waiting, answer };
}

/** Lets what is under way go on, the work of WebCrypto's threads too; timers stand still. */
async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await new Promise(setImmediate);
  }
}

async function pass(seconds: number): Promise<void> {
  await settle();
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await settle();
}

describe('a call that waits', () => {
  it('is answered when its time is over, and not before', async () => {
    const { waiting, answer } = wait('?wait=7');
    await pass(6);
    expect(waiting.isOver).toBe(false);
    await pass(2);
    expect(waiting.isOver).toBe(true);
    expect(await answer).toMatchObject({ status: 200, body: { id, state: 'PENDING' } });
  });

  it('waits 25 seconds at most, whatever is asked', async () => {
    const { waiting, answer } = wait('?wait=9999');
    await pass(24);
    expect(waiting.isOver).toBe(false);
    await pass(2);
    expect((await answer).body.state).toBe('PENDING');
  });

  it.each([
    ['denied', () => at.issuer.denyRequest(id), 'DENIED'],
    ['taken back', () => at.issuer.cancelRequest(id), 'CANCELLED'],
    ['of a device that is revoked', () => at.issuer.revoke(device.id), 'CANCELLED'],
  ])('is answered at once when the request is %s', async (_, end, state) => {
    const { waiting, answer } = wait();
    await pass(1);
    expect(waiting.isOver).toBe(false);
    granted(await end());
    await pass(0);
    expect(waiting.isOver).toBe(true);
    expect(await answer).toMatchObject({ status: 200, body: { id, state } });
  });

  it('is not answered by what happens to other requests', async () => {
    const { waiting } = wait();
    await pass(1);
    granted(await at.issuer.cancelRequest((await ask()).id));
    await pass(1);
    expect(waiting.isOver).toBe(false);
  });

  it('does not wait for what has ended, without `wait`, or for nothing', async () => {
    for (const query of ['', '?wait=0', '?other=25'])
      expect((await wait(query).answer).body.state).toBe('PENDING');
    granted(await at.issuer.denyRequest(id));
    expect((await wait().answer).body.state).toBe('DENIED');
  });

  it('misses no answer that comes before it listens', async () => {
    const { watch } = at.issuer;
    vi.spyOn(at.issuer, 'watch').mockImplementation(async (...args) => {
      granted(await at.issuer.denyRequest(id));
      return watch(...args);
    });
    expect((await wait().answer).body.state).toBe('DENIED');
  });

  it.each(['?wait=', '?wait=-1', '?wait=1.5', '?wait=x', '?wait=99999'])(
    'for what is no time (%s) is a bad call',
    async (query) => {
      expect((await wait(query).answer).status).toBe(400);
    },
  );

  it('ends when the site closes, and with the connection', async () => {
    const leaving = new AbortController();
    const left = wait('?wait=25', leaving.signal);
    const closed = wait();
    await pass(1);
    expect([left.waiting.isOver, closed.waiting.isOver]).toEqual([false, false]);
    leaving.abort();
    await pass(0);
    expect([left.waiting.isOver, closed.waiting.isOver]).toEqual([true, false]);
    closing.abort();
    await pass(0);
    expect(closed.waiting.isOver).toBe(true);
    expect((await wait().answer).body.state).toBe('PENDING');
  });

  it('tells nothing to who was signed out meanwhile, or is somebody else', async () => {
    for (const other of [undefined, 'Bob', { owner: 'Ada', may: ['requests'] as const }]) {
      said = 'Ada';
      const { answer } = wait();
      await pass(1);
      said = other;
      await pass(25);
      expect(await answer).toMatchObject({ status: 401, body: { error: 'SIGNED_OUT' } });
    }
  });

  it('waits only with seven others of the same person; then it is answered at once', async () => {
    const waits = Array.from({ length: 8 }, () => wait());
    await pass(1);
    expect(waits.map(({ waiting }) => waiting.isOver)).not.toContain(true);
    expect((await wait().answer).body.state).toBe('PENDING');
    granted(await at.issuer.denyRequest(id));
    await pass(0);
    expect(waits.map(({ waiting }) => waiting.isOver)).not.toContain(false);
    ({ id } = await ask());
    const { waiting } = wait();
    await pass(1);
    expect(waiting.isOver).toBe(false);
  });

  it('leaves no listener and no timer behind', async () => {
    const before = vi.getTimerCount();
    const { answer } = wait();
    await pass(1);
    expect(vi.getTimerCount()).toBeGreaterThan(before);
    granted(await at.issuer.denyRequest(id));
    await answer;
    await pass(10);
    expect(vi.getTimerCount()).toBe(before);
  });
});
