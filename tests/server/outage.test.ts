/**
 * What callers and operators learn when the store fails, hangs or gives way, and what a call leaves
 * behind: waits, cut answers, rows that were not written, listeners.
 */
import { getEventListeners } from 'node:events';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import { linesReply } from '../../src/server/lines.ts';
import { linkSignals } from '../../src/server/linked-signal.ts';
import { startSweeping } from '../../src/server/sweeping.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from './service-fixture.ts';

let at: ServiceFixture | undefined;
/** Whether commits are refused. */
let isRefusing = false;
afterEach(async () => {
  vi.useRealTimers();
  await at?.close();
  at = undefined;
});

async function open(changes: Partial<IssuerStore> = {}): Promise<ServiceFixture> {
  const store = { ...createMemoryStore(), ...changes };
  at = await createServiceFixture({ stores: { main: store }, limiter: NO_LIMITS });
  return at;
}

describe('a page of a list', () => {
  it.each(['keys', 'endpoints', 'deliveries', 'devices', 'evidence'])(
    'of %s does not follow what is no place',
    async (list) => {
      const { call } = await open();
      for (const after of ['x', '-1', '1.5', '%00', '9'.repeat(19)]) {
        const { status, body } = await call<ProblemBody>('GET', `/v1/${list}?after=${after}`);
        expect({ after, status, reason: body.reason }).toMatchObject({
          status: 422,
          reason: 'INVALID',
        });
      }
      expect((await call('GET', `/v1/${list}?after=1`)).status).toBe(200);
    },
  );
});

describe('rows that are new', () => {
  const NEW = [
    ['tickets', { owner: 'a', may: ['otp'], origin: 'https://shop.example', lifetime: 60 }],
    ['keys', { name: 'shop', scopes: ['codes'] }],
    ['endpoints', { url: 'https://shop.example/events' }],
  ] as const;

  it.each(NEW)('of %s are written once more where a commit gave way', async (table, body) => {
    const store = createMemoryStore();
    let refusals = 1;
    const { call } = await open({
      ...store,
      commit: (changes) =>
        isRefusing && changes.some((each) => each.table === table) && refusals-- > 0
          ? Promise.resolve(false)
          : store.commit(changes),
    });
    isRefusing = true;
    const made = await call<{ id: string }>('POST', `/v1/${table}`, { body });
    isRefusing = false;
    expect(made.status).toBe(201);
    expect(refusals).toBeLessThan(1);
    expect(await store.serviceRow(table, made.body.id)).toBeDefined();
  });

  it.each(NEW)('of %s are not handed out where none is written', async (table, body) => {
    const store = createMemoryStore();
    const { call } = await open({
      ...store,
      commit: (changes) => (isRefusing ? Promise.resolve(false) : store.commit(changes)),
    });
    isRefusing = true;
    const made = await call<ProblemBody>('POST', `/v1/${table}`, { body });
    isRefusing = false;
    expect(made).toMatchObject({ status: 500, body: { reason: 'UNEXPECTED' } });
  });
});
it('says with an idempotency key, too, when to come again', async () => {
  const { call, service } = await open();
  const { issuer } = service.services.brands.get('main')!;
  const outcomes = [
    [{ ok: false, reason: 'BUSY' }, 503],
    [{ ok: false, reason: 'PAUSED', attemptsLeft: 0, pausedUntil: at!.clock.now + 9 }, 423],
  ] as const;
  for (const [outcome, status] of outcomes) {
    vi.spyOn(issuer, 'verifyOtp').mockResolvedValue(outcome as never);
    const waits = [];
    for (const headers of [{}, { 'Idempotency-Key': `wait-${status}` }] as object[]) {
      const answer = await call('POST', '/v1/owners/a/verify-otp', {
        body: { code: '12345678' },
        headers: headers as Record<string, string>,
      });
      expect(answer.status).toBe(status);
      waits.push(answer.headers.get('Retry-After'));
    }
    expect(waits[0]).toMatch(/^\d+$/);
    expect(waits[1]).toBe(waits[0]);
  }
});

describe('an answer in lines', () => {
  const WHY = 'connect 192.0.2.7';
  async function* cutAfter(count: number): AsyncGenerator<object> {
    for (let i = 0; i < count; i++) yield await Promise.resolve({ record: 'owner' });
    throw new StoreError('STORE_UNREACHABLE', WHY);
  }

  it('is none where the first is not to be read', async () => {
    await expect(linesReply({ lines: cutAfter(0) }, () => undefined)).rejects.toThrow(WHY);
  });

  it('tells the log alone why it was cut off', async () => {
    const reported: unknown[] = [];
    const { body } = await linesReply({ lines: cutAfter(2) }, (each) => reported.push(each));
    const thrown: unknown = await new Response(body).text().catch((each: unknown) => each);
    expect(thrown).toBeInstanceOf(Error);
    expect((thrown as Error).message + (thrown as Error).stack).toBe('');
    expect(reported).toMatchObject([{ code: 'STORE_UNREACHABLE' }]);
  });
});

describe('signals', () => {
  it('that are linked end together, and leave nothing behind', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const linked = linkSignals(one.signal, other.signal);
    expect(getEventListeners(one.signal, 'abort')).toHaveLength(1);
    other.abort();
    expect(linked.signal.aborted).toBe(true);
    linked.unlink();
    expect(getEventListeners(one.signal, 'abort')).toHaveLength(0);
    expect(linkSignals(one.signal, other.signal).signal.aborted).toBe(true);
  });

  it('get as many listeners of a call as it takes off again', async () => {
    const { call } = await open();
    const added = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
    const joined = vi.spyOn(AbortSignal, 'any');
    await call('GET', '/v1/devices');
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    expect(joined).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

it('tells its metrics while the store hangs', async () => {
  const { service } = await open({ clock: () => new Promise(() => undefined) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = Promise.resolve(service.operations.request('/metrics'));
  await vi.advanceTimersByTimeAsync(2000);
  const text = await (await asked).text();
  expect(text).toContain('tessera_build_info');
  expect(text).not.toMatch(/^tessera_clock_offset_seconds /m);
});

it('checks a brand’s chain once at a time', async () => {
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const store = createMemoryStore();
  const { call } = await open({
    ...store,
    auditEvents: (range) => held.then(() => store.auditEvents(range)),
  });
  const first = call('GET', '/v1/audit/check');
  const second = await call<ProblemBody>('GET', '/v1/audit/check');
  expect(second).toMatchObject({ status: 503, body: { reason: 'BUSY' } });
  goOn();
  expect((await first).status).toBe(200);
  expect((await call('GET', '/v1/audit/check')).status).toBe(200);
});

it('ends a check of the chain when who asked has gone, and takes the next one', async () => {
  const store = createMemoryStore();
  let signal: AbortSignal | undefined;
  const { service, call, keyFor } = await open({
    ...store,
    auditEvents: (range) => {
      signal ??= range.signal;
      if (range.signal !== signal) return store.auditEvents(range);
      return new Promise((_, reject) =>
        signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
      );
    },
  });
  const leaving = new AbortController();
  const key = await keyFor(['evidence']);
  const asked = service.api.request('/v1/audit/check', {
    headers: { Authorization: `Bearer ${key}` },
    signal: leaving.signal,
  });
  await vi.waitFor(() => expect(signal).toBeDefined());
  leaving.abort();
  expect((await asked).status).toBe(503);
  expect((await call('GET', '/v1/audit/check')).status).toBe(200);
});

it('ends the sweep under way when it is told to end, and begins none', async () => {
  vi.useFakeTimers();
  const signals: (AbortSignal | undefined)[] = [];
  const sweep = (_: number | undefined, { signal }: { signal?: AbortSignal } = {}) => {
    signals.push(signal);
    return new Promise((resolve) =>
      signal?.addEventListener('abort', () => resolve({ done: false })),
    );
  };
  const brands = ['main', 'acme'].map((brand) => ({ brand, issuer: { sweep } }));
  const stop = startSweeping(brands as never, { swept: () => undefined }, { thrown: () => {} });
  await vi.advanceTimersByTimeAsync(720_000);
  expect(signals).toHaveLength(1);
  await stop();
  expect(signals).toHaveLength(1);
  expect(signals[0]!.aborted).toBe(true);
});

it('sends and sweeps no more once it is to end', async () => {
  vi.useFakeTimers();
  const { service } = await open();
  const { issuer } = service.services.brands.get('main')!;
  const sweep = vi.spyOn(issuer, 'sweep');
  service.start();
  await vi.advanceTimersByTimeAsync(720_000);
  const before = sweep.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  service.drain();
  await vi.advanceTimersByTimeAsync(1_440_000);
  expect(sweep).toHaveBeenCalledTimes(before);
});

it('answers 503 where an owner’s data is not to be read, and where the library is busy', async () => {
  const { call, service } = await open();
  const { issuer } = service.services.brands.get('main')!;
  vi.spyOn(issuer, 'exportOwner').mockImplementation(async function* () {
    await Promise.reject(new StoreError('STORE_UNREACHABLE', 'away'));
    yield* [];
  });
  vi.spyOn(issuer, 'eraseOwner').mockRejectedValue(new TesseraError('BUSY'));
  for (const method of ['GET', 'DELETE'])
    expect(await call<ProblemBody>(method, '/v1/owners/a')).toMatchObject({
      status: 503,
      body: { reason: 'BUSY' },
    });
});
