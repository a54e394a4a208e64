/** Events in the stores: their numbers and their chain, whoever writes, reads and tampers. */
import { afterAll, describe, expect, it } from 'vitest';

import type { AuditHead } from '../../src/issuer/events/audit.ts';
import { eventRow } from '../../src/issuer/events/event-store.ts';
import { numberAll } from '../../src/issuer/events/read-events.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { START } from './issuer-fixture.ts';
import { activeRow, createdRow, requestRow, tokenRow } from './row-fixtures.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  sql,
  startCluster,
} from './stores-under-test.ts';

const cluster = await startCluster();
afterAll(() => cluster?.stop());

const opened = {
  memory: memoryServers,
  PGlite: pgliteServers,
  ...(cluster && { PostgreSQL: () => postgresServers(cluster) }),
};

function event(owner = 'customer', at = START): RowChange {
  const facts = { type: 'code.accepted', owner, data: { by: 'otp', wrongBefore: 0 } } as const;
  return { table: 'events', row: eventRow(facts, at) };
}

async function write(store: IssuerStore, count: number, owner?: string, at?: number) {
  for (let i = 0; i < count; i++) expect(await store.commit([event(owner, at)])).toBe(true);
  await numberAll(store);
}

async function numbersOf(store: IssuerStore): Promise<readonly number[]> {
  const rows = await store.events({ after: 0, limit: 1000 });
  return rows.map(({ number }) => number);
}

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe.each(Object.entries(opened))('events in %s', (_, open) => {
  it('are numbered once, linked, and found by type and owner', async () => {
    const { stores, close } = await open();
    const [one, other] = stores;
    await write(one, 3);
    await write(other, 2, 'other');
    expect(await numbersOf(one)).toEqual(upTo(1, 5));
    expect(await one.numberEvents(10)).toBe(0);
    const ofOther = await other.events({ after: 4, owner: 'other', limit: 10 });
    expect(ofOther.map(({ number, owner }) => [number, owner])).toEqual([[5, 'other']]);
    const none = await one.events({ after: 0, types: ['device.revoked'], limit: 10 });
    expect(none).toEqual([]);
    expect(await one.auditEvents({})).toEqual({ ok: true, checked: 5 });
    expect(await other.auditEvents({ from: 2, to: 4 })).toEqual({ ok: true, checked: 3 });
    await close();
  });

  it('are all of a commit or none', async () => {
    const { stores, close } = await open();
    const token = { table: 'tokens', row: tokenRow() } as const;
    expect(await stores[0].commit([token, event()])).toBe(true);
    expect(await stores[1].commit([token, event()])).toBe(false);
    await numberAll(stores[0]);
    expect(await numbersOf(stores[0])).toEqual([1]);
    await close();
  });

  it('go on in numbers and links when the old ones are forgotten, all of them too', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    await write(store, 2, 'customer', START);
    await write(store, 2, 'customer', START + 100);
    const over = { now: START, ended: START };
    expect((await store.forget({ ...over, events: START + 50 })).events).toBe(2);
    expect(await numbersOf(store)).toEqual([3, 4]);
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: 2 });
    const head = await store.auditHead();
    expect((await store.forget({ ...over, events: START + 200 })).events).toBe(2);
    expect(await store.auditHead()).toEqual(head);
    await write(store, 1, 'customer', START + 300);
    expect(await numbersOf(store)).toEqual([5]);
    expect(await store.auditEvents({ head })).toEqual({ ok: true, checked: 1 });
    await close();
  });

  it('are left to the next time where forgetting has to end', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    await write(store, 2, 'customer', START);
    const over = { now: START, ended: START, events: START + 50 };
    for (const limits of [{ budget: 0 }, { signal: AbortSignal.abort() }])
      expect(await store.forget({ ...over, ...limits })).toMatchObject({ events: 0, done: false });
    expect(await numbersOf(store)).toEqual([1, 2]);
    const limits = { budget: 60, signal: new AbortController().signal };
    expect(await store.forget({ ...over, ...limits })).toMatchObject({ events: 2, done: true });
    await close();
  });

  it('are checked until a signal ends it', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    await write(store, 2);
    const { signal } = new AbortController();
    expect(await store.auditEvents({ signal, to: 1 })).toEqual({ ok: true, checked: 1 });
    const ended = store.auditEvents({ signal: AbortSignal.abort(new Error('enough')) });
    await expect(ended).rejects.toThrow('enough');
    await close();
  });

  it('are forgotten in their time though a clock was ahead when one was written', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    const ahead = 400 * 24 * 3600;
    const soon = Math.floor(Date.now() / 1000) + 3600;
    for (const at of [START, soon + ahead, START]) await write(store, 1, 'customer', at);
    expect((await store.forget({ now: 0, ended: 0, events: soon })).events).toBe(3);
    expect(await numbersOf(store)).toEqual([]);
    await close();
  });

  it('tell of what a sweep finds open, and of nothing that has ended before', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    const device = activeRow({ owner: 'customer', serial: 'A' });
    const begun = createdRow({ owner: 'customer', serial: 'B', expiresAt: START });
    const { secrets: _, ...lost } = createdRow({ expiresAt: START });
    const asked = { instance: device.id, expiresAt: START + 5, reference: 'order' };
    const open1 = requestRow(asked);
    const rows: readonly RowChange[] = [
      { table: 'instances', row: device },
      { table: 'instances', row: begun },
      { table: 'instances', row: { ...lost, state: 'EXPIRED', secrets: undefined } },
      { table: 'requests', row: open1 },
      { table: 'requests', row: requestRow({ ...asked, state: 'APPROVED' }) },
    ];
    expect(await store.commit(rows)).toBe(true);
    await store.sweep({ before: START + 10 });
    await store.sweep({ before: START + 10 });
    await numberAll(store);
    const found = await store.events({ after: 0, limit: 10 });
    const subject = { owner: 'customer', version: 1 };
    expect(found).toMatchObject([
      {
        ...subject,
        type: 'activation.failed',
        at: START,
        instance: begun.id,
        serial: 'B',
        data: { failure: 'EXPIRED' },
      },
      {
        ...subject,
        type: 'request.expired',
        at: START + 5,
        instance: device.id,
        serial: 'A',
        request: open1.id,
        reference: 'order',
      },
    ]);
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: 2 });
    await close();
  });

  it('of an erased owner are empty, and their chain is whole', async () => {
    const { stores, close } = await open();
    const [store] = stores;
    await write(store, 2);
    await write(store, 1, 'other');
    await store.commit([event()]);
    const eventOf = (devices: number) =>
      eventRow({ type: 'owner.erased', data: { devices } }, START);
    await store.eraseOwner({ owner: 'customer', evidence: 'keep', eventOf });
    await numberAll(store);
    const rows = await store.events({ after: 0, limit: 10 });
    expect(rows.map(({ number, type }) => [number, type])).toEqual([
      [3, 'code.accepted'],
      [5, 'owner.erased'],
    ]);
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: 5 });
    await close();
  });
});

describe.skipIf(cluster === undefined)('the chain in PostgreSQL', () => {
  async function opened5() {
    const [database, key] = [await cluster!.database(), generateStoreKey()];
    const store = await openPostgresStore({ database, key });
    await write(store, 5);
    return { database, key, store, head: await store.auditHead() };
  }

  const TAMPERINGS: readonly (readonly [name: string, statement: string, broken: number])[] = [
    ['an owner in clear', "update tessera_events set owner = 'x' where number = 3", 3],
    ['a time', 'update tessera_events set at = at + 1 where number = 3', 3],
    [
      'a row',
      `update tessera_events set sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + 1) % 256)
      where number = 3`,
      3,
    ],
    ['a mac', 'update tessera_events set mac = link where number = 3', 3],
    ['one taken out', 'delete from tessera_events where number = 3', 3],
    [
      'one taken out, and the rest moved up',
      `delete from tessera_events where number = 3;
      update tessera_events set number = number - 1 where number > 3`,
      3,
    ],
    [
      'two swapped',
      `update tessera_events set number = 100 where number = 2;
      update tessera_events set number = 2 where number = 3;
      update tessera_events set number = 3 where number = 100`,
      2,
    ],
    ['the first cut away', 'delete from tessera_events where number = 1', 1],
    [
      'one emptied that nobody erased, with a mac of its own',
      `update tessera_events set sealed = null, mac = decode(repeat('00', 32), 'hex')
      where number = 4`,
      4,
    ],
  ];

  it.each(TAMPERINGS)('shows %s', async (_, statement, broken) => {
    const { database, store } = await opened5();
    for (const part of statement.split(';')) await sql(database, part);
    expect(await store.auditEvents({})).toEqual({ ok: false, broken });
    expect((await store.auditEvents({ to: broken })).ok).toBe(false);
    await store.close();
  });

  it('shows the newest cut away, and others in their place, by a noted head', async () => {
    const { database, store, head } = await opened5();
    await sql(database, 'delete from tessera_events where number > 3');
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: 3 });
    expect(await store.auditEvents({ head })).toEqual({ ok: false, broken: 4 });
    await write(store, 2);
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: 5 });
    expect(await store.auditEvents({ head })).toEqual({ ok: false, broken: 5 });
    await store.close();
  });

  it('is whole after another key of the store has sealed everything', async () => {
    const { database, key, store, head } = await opened5();
    await store.close();
    const next = generateStoreKey();
    const turned = await openPostgresStore({ database, key: `${next},${key}` });
    expect(await turned.rotate()).toBeGreaterThanOrEqual(5);
    await turned.close();
    const alone = await openPostgresStore({ database, key: next });
    expect(await alone.auditEvents({ head })).toEqual({ ok: true, checked: 5 });
    await write(alone, 1);
    expect(await alone.auditEvents({ head })).toEqual({ ok: true, checked: 6 });
    await alone.close();
  });

  it('has no gap and one order, whatever two servers write and roll back', async () => {
    const { stores, close } = await postgresServers(cluster!);
    const [WRITERS, EACH] = [4, 15];
    let isWritten = false;
    let acknowledged = 0;
    const writer = async (place: number) => {
      const store = stores[place % 2]!;
      for (let i = 0; i < EACH; i++) {
        // Every third commit spends one token twice, and so is rolled back by the database.
        const token = { table: 'tokens', row: tokenRow() } as const;
        const isTwice = i % 3 === 0;
        if (isTwice) await store.commit([token]);
        const isDone = await store.commit([token, event(`customer-${String(place)}`), event()]);
        expect(isDone).toBe(!isTwice);
        acknowledged += isDone ? 2 : 0;
      }
    };
    const reader = async (store: IssuerStore): Promise<readonly string[]> => {
      const seen: string[] = [];
      for (;;) {
        const isLast = isWritten;
        await store.numberEvents(7);
        const page = await store.events({ after: seen.length, limit: 9 });
        for (const { number, id } of page) {
          seen.push(id);
          expect(number).toBe(seen.length);
        }
        if (isLast && page.length === 0 && (await store.numberEvents(7)) === 0) return seen;
      }
    };
    const reading = stores.map(reader);
    try {
      await Promise.all(Array.from({ length: WRITERS }, (_, place) => writer(place)));
    } finally {
      isWritten = true;
    }
    const [one, other] = await Promise.all(reading);
    expect(one).toHaveLength(acknowledged);
    expect(other).toEqual(one);
    const head: AuditHead = await stores[0].auditHead();
    expect(await stores[1].auditEvents({ head })).toEqual({ ok: true, checked: acknowledged });
    await close();
  });
});
