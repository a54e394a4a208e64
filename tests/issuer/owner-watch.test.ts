/**
 * What a listener is told of an owner's instances and requests: each change once it is committed,
 * by whichever server and in whatever order, and nobody else's.
 */
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';

import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { isUnreachable, StoreError } from '../../src/issuer/stores/store-error.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { responseTo } from './authenticator-fixture.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, phone, START } from './issuer-fixture.ts';
import { activeRow, createdRow, newId, requestRow } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  memoryServers,
  openPatiently,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const cluster = await startCluster();
afterAll(() => cluster?.stop());

const OWNER = 'customer';

/** Ends what a test has left listening: its looks would go on by the timers of later ones. */
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Listens, and keeps what is heard as `id state`. */
async function listen({ issuer }: IssuerFixture, owner = OWNER) {
  const heard: string[] = [];
  const stop = await issuer.watch(owner, ({ id, state }) => heard.push(`${id} ${state}`));
  stops.push(stop);
  return { heard, stop };
}

/** For as long as a loaded machine may take: what never comes fails the test by its own limit. */
const IN_TIME = { timeout: 500_000, interval: 20 };

/** Until it was told: looks are half a second apart. */
const told = (heard: readonly string[], line: string): Promise<void> =>
  vi.waitFor(() => expect(heard).toContain(line), IN_TIME);

const instance = (row: Parameters<typeof activeRow>[0]): RowChange => ({
  table: 'instances',
  row: activeRow(row),
});

describe('own commits', () => {
  it('are told before the call answers, from the first image to an approved request', async () => {
    const at = createIssuerFixture();
    const { heard } = await listen(at);
    const begun = granted(await at.issuer.begin({ owner: OWNER }));
    const bound = await activate(at, begun);
    const { id } = bound;
    const asked = granted(await at.issuer.createRequest(id, { kind: 'login', title: 'Sign in' }));
    granted(
      await at.issuer.verifyResponse(asked.id, await responseTo(bound.account, asked.message)),
    );
    granted(await at.issuer.revoke(id));
    // An approval also writes what the instance accepted last.
    expect(new Set(heard)).toEqual(
      new Set([
        `${id} CREATED`,
        `${id} CODE_BOUND`,
        `${id} ACTIVE`,
        `${asked.id} PENDING`,
        `${asked.id} APPROVED`,
        `${id} REVOKED`,
      ]),
    );
  });

  it("are nobody else's", async () => {
    const at = createIssuerFixture();
    const others = await listen(at, 'somebody else');
    const bound = await activate(at);
    granted(await at.issuer.createRequest(bound.id, { kind: 'login', title: 'Sign in' }));
    await activate(at, granted(await at.issuer.begin()));
    expect(others.heard).toEqual([]);
  });

  it('that are refused are not told', async () => {
    const at = createIssuerFixture();
    const row = activeRow({ owner: OWNER });
    expect(await at.store.commit([{ table: 'instances', row }])).toBe(true);
    const { heard } = await listen(at);
    expect(await at.store.commit([{ table: 'instances', row }])).toBe(false);
    await at.issuer.acceptDeviceCode(row.id, 'none');
    expect(heard).toEqual([]);
  });

  it('reach each listener until it stops, whatever another throws', async () => {
    const at = createIssuerFixture();
    const throwing = await at.issuer.watch(OWNER, () => {
      throw new Error('of the site');
    });
    stops.push(throwing);
    const one = await listen(at);
    const two = await listen(at);
    const { id } = granted(await at.issuer.begin({ owner: OWNER }));
    one.stop();
    one.stop();
    await at.issuer.cancel(id);
    expect(one.heard).toEqual([`${id} CREATED`]);
    expect(two.heard).toEqual([`${id} CREATED`, `${id} FAILED`]);
    expect(at.issuer.counts()['watch.listener.thrown']).toBe(2);
  });
});

const STORES: [name: string, open: () => Promise<Servers>][] = [
  ['memory', memoryServers],
  ['PGlite', pgliteServers],
];
if (cluster) STORES.push(['PostgreSQL', () => postgresServers(cluster)]);

describe.each(STORES)('in %s', (_, open) => {
  it('the versions of owners are those of all their instances and later requests', async () => {
    const { stores, close } = await open();
    const [store, other] = stores;
    const [one, two, third] = ['ø "1"', '{2}', 'three'].map((owner) => activeRow({ owner }));
    const late = requestRow({ instance: one!.id, expiresAt: START + 10 });
    const early = requestRow({ instance: one!.id, expiresAt: START - 10 });
    for (const row of [one!, two!, third!]) await store.commit([{ table: 'instances', row }]);
    for (const row of [late, early]) await store.commit([{ table: 'requests', row }]);
    await store.commit([{ table: 'instances', row: { ...two!, version: 2 } }]);
    const facts = (row: typeof one | typeof late, owner: string, version = 1) => ({
      id: row!.id,
      expiresAt: row!.expiresAt,
      owner,
      version,
    });
    const found = await other.versionsOf([one!.owner!, two!.owner!, 'nobody', '\0'], START);
    expect([...found].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [
        { table: 'instances', ...facts(one, one!.owner!) },
        { table: 'requests', ...facts(late, one!.owner!) },
        { table: 'instances', ...facts(two, two!.owner!, 2) },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(await store.versionsOf([], START)).toEqual([]);
    await close();
  });

  it("another server's commits are told, and each once", async () => {
    const { stores, close } = await open();
    // What a test writes to the store directly is another server's.
    const at = createIssuerFixture({ store: stores[0] });
    const known = activeRow({ owner: OWNER });
    await stores[1].commit([{ table: 'instances', row: known }]);
    const { heard, stop } = await listen(at);
    const fresh = createdRow({ owner: OWNER });
    const request = requestRow({ instance: known.id });
    await stores[1].commit([{ table: 'instances', row: fresh }]);
    await stores[1].commit([{ table: 'requests', row: request }]);
    await told(heard, `${fresh.id} CREATED`);
    await told(heard, `${request.id} PENDING`);
    const denied = { ...request, version: 2, state: 'DENIED' } as const;
    await stores[1].commit([{ table: 'requests', row: denied }]);
    await told(heard, `${request.id} DENIED`);
    expect(new Set(heard).size).toBe(heard.length);
    stop();
    await close();
  });

  it('what runs out is told as such', async () => {
    const { stores, close } = await open();
    const at = createIssuerFixture({ store: stores[0] });
    const active = activeRow({ owner: OWNER });
    const begun = createdRow({ owner: OWNER, expiresAt: START + 50 });
    const open_ = requestRow({ instance: active.id, expiresAt: START + 40 });
    const done = requestRow({ instance: active.id, expiresAt: START + 40, state: 'DENIED' });
    for (const row of [active, begun]) await stores[0].commit([{ table: 'instances', row }]);
    for (const row of [open_, done]) await stores[0].commit([{ table: 'requests', row }]);
    const { heard, stop } = await listen(at);
    at.clock.now = START + 51;
    await told(heard, `${open_.id} EXPIRED`);
    await told(heard, `${begun.id} EXPIRED`);
    at.clock.now = START + 1000;
    await stores[0].commit([{ table: 'instances', row: { ...active, version: 2 } }]);
    await told(heard, `${active.id} ACTIVE`);
    expect(heard).toHaveLength(3);
    stop();
    await close();
  });
});

describe.runIf(cluster)('two writers in PostgreSQL', () => {
  it('are both told, the one that commits last although it began first', async () => {
    const [database, key] = [await cluster!.database(), generateStoreKey()];
    const store = await openPatiently(database, key);
    const [early, late] = [activeRow({ owner: OWNER }), activeRow({ owner: OWNER })];
    for (const row of [early, late]) await store.commit([{ table: 'instances', row }]);
    const at = createIssuerFixture({ store });
    const { heard, stop } = await listen(at);

    // A server whose transaction takes its time: begun, written, and not committed yet.
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const slow = await openPostgresStore({ database: oneConnection(client), key });
    await client.query('begin');
    await slow.commit([{ table: 'instances', row: { ...early, version: 2 } }]);

    await store.commit([{ table: 'instances', row: { ...late, version: 2 } }]);
    await told(heard, `${late.id} ACTIVE`);
    expect(heard).not.toContain(`${early.id} ACTIVE`);
    await client.query('commit');
    await told(heard, `${early.id} ACTIVE`);
    expect(heard).toHaveLength(2);
    stop();
    await client.end();
    await store.close();
  });
});

/** One connection in the place of a pool: a transaction that the test begins there stays open. */
function oneConnection(client: pg.Client) {
  const query = (text: string, values?: unknown[]) => client.query<object>(text, values);
  const nothing = () => undefined;
  return { query, connect: async () => ({ query, release: nothing, on: nothing, off: nothing }) };
}

describe('a store that is away', () => {
  const away = () => Promise.reject(new StoreError('STORE_UNREACHABLE', 'away'));

  it('loses nothing once it is back', async () => {
    const inner = createMemoryStore();
    const store: IssuerStore = { ...inner };
    const at = createIssuerFixture({ store });
    const { heard, stop } = await listen(at);
    Object.assign(store, { versionsOf: away });
    const id = newId();
    await inner.commit([instance({ id, owner: OWNER })]);
    await vi.waitFor(
      () => expect(at.issuer.counts()['watch.look.thrown']).toBeGreaterThan(0),
      IN_TIME,
    );
    expect(heard).toEqual([]);
    Object.assign(store, { versionsOf: inner.versionsOf });
    await told(heard, `${id} ACTIVE`);
    stop();
  });

  it('refuses a listener, and the next one hears', async () => {
    const inner = createMemoryStore();
    const store: IssuerStore = { ...inner, versionsOf: away };
    const at = createIssuerFixture({ store });
    await expect(listen(at)).rejects.toSatisfy(isUnreachable);
    Object.assign(store, { versionsOf: inner.versionsOf });
    const { heard } = await listen(at);
    const { id, firstMessage } = granted(await at.issuer.begin({ owner: OWNER }));
    await at.issuer.acceptDeviceCode(id, (await phone(firstMessage)).deviceCode);
    expect(heard).toEqual([`${id} CREATED`, `${id} CODE_BOUND`]);
  });
});

describe('while the store', () => {
  async function interruptible() {
    vi.useFakeTimers();
    const inner = createMemoryStore();
    const store: IssuerStore = { ...inner };
    const at = createIssuerFixture({ store });
    const heard: string[] = [];
    const onInterrupted = vi.fn();
    const listen = () => at.issuer.watch(OWNER, ({ id }) => heard.push(id), onInterrupted);
    const stop = await listen();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onInterrupted).not.toHaveBeenCalled();
    return { inner, store, at, heard, onInterrupted, listen, stop };
  }
  afterEach(() => vi.useRealTimers());

  it.each([
    ['fails', () => Promise.reject(new Error('too many owners'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('%s listeners are told that they may miss something, and what they missed', async (_, no) => {
    const { inner, store, at, heard, onInterrupted, listen, stop } = await interruptible();
    store.versionsOf = no;
    await vi.advanceTimersByTimeAsync(5500);
    expect(onInterrupted).toHaveBeenCalledTimes(1);
    const stopOther = await listen();
    expect(onInterrupted).toHaveBeenCalledTimes(2);
    expect(at.issuer.counts()['watch.interrupted']).toBe(1);
    const id = newId();
    await inner.commit([instance({ id, owner: OWNER })]);
    store.versionsOf = inner.versionsOf;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(heard).toEqual([id, id]);
    expect(onInterrupted).toHaveBeenCalledTimes(2);
    store.versionsOf = no;
    await vi.advanceTimersByTimeAsync(5500);
    expect(onInterrupted).toHaveBeenCalledTimes(4);
    stop();
    stopOther();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is slow to give a row, the others of the same look are told', async () => {
    const { inner, store, heard, stop } = await interruptible();
    const [slow, ...others] = Array.from({ length: 5 }, newId);
    for (const id of [slow!, ...others]) await inner.commit([instance({ id, owner: OWNER })]);
    store.instance = (id) => (id === slow ? new Promise(() => {}) : inner.instance(id));
    await vi.advanceTimersByTimeAsync(600);
    expect([...heard].sort()).toEqual(others.sort());
    stop();
  });

  it('gives the version of a request, its row is read and nothing else', async () => {
    const { inner, store, heard, stop } = await interruptible();
    const { id } = activeRow({ owner: OWNER });
    await inner.commit([instance({ id, owner: OWNER })]);
    await vi.advanceTimersByTimeAsync(600);
    store.instance = vi.fn(inner.instance);
    const requests = Array.from({ length: 20 }, () => requestRow({ instance: id }));
    for (const row of requests) await inner.commit([{ table: 'requests', row }]);
    await vi.advanceTimersByTimeAsync(600);
    expect(heard.slice(1).sort()).toEqual(requests.map((row) => row.id).sort());
    expect(store.instance).not.toHaveBeenCalled();
    stop();
  });
});

it('nothing is read while nobody listens', async () => {
  const inner = createMemoryStore();
  const versionsOf = vi.fn(inner.versionsOf);
  vi.useFakeTimers();
  try {
    const at = createIssuerFixture({ store: { ...inner, versionsOf } });
    const { stop } = await listen(at);
    await vi.advanceTimersByTimeAsync(2000);
    expect(versionsOf).toHaveBeenCalledTimes(5);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(versionsOf).toHaveBeenCalledTimes(5);
  } finally {
    vi.useRealTimers();
  }
});
