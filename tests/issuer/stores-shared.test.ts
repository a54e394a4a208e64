/** Calls that share a statement: each is told what it would be told alone. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { eventRow } from '../../src/issuer/events/event-store.ts';
import type { ActiveInstance, IssuerAccount } from '../../src/issuer/instance.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import type { PostgresPool, PostgresStatement } from '../../src/issuer/stores/postgres-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { runs } from '../chance.ts';
import { START } from './issuer-fixture.ts';
import { accountRow, activeRow } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import { pgliteServers, sql, startCluster } from './stores-under-test.ts';

const COUNT = 20;
/** A text that PostgreSQL cannot have. */
const UNSTORABLE = 'a\0b';

const instance = (row: ActiveInstance): RowChange => ({ table: 'instances', row });
const account = (row: IssuerAccount): RowChange => ({ table: 'accounts', row });
const event = (): RowChange => ({
  table: 'events',
  row: eventRow({ type: 'owner.erased', data: { devices: 0 } }, START),
});
const next = <Row extends { readonly version: number }>(row: Row): Row => ({
  ...row,
  version: row.version + 1,
});

function many<T>(make: () => T): T[] {
  return Array.from({ length: COUNT }, make);
}

/** Writes rows one after the other. */
async function put(store: IssuerStore, rows: readonly ActiveInstance[]): Promise<void> {
  for (const row of rows) expect(await store.commit([instance(row)])).toBe(true);
}

const cluster = await startCluster();
afterAll(() => cluster?.stop());

const kinds: [name: string, open: () => Promise<Servers>][] = [
  ['PGlite', pgliteServers],
  ...(cluster ? [['PostgreSQL', postgres] as [string, () => Promise<Servers>]] : []),
];

async function postgres(): Promise<Servers> {
  const store = await openPostgresStore({
    database: await cluster!.database(),
    key: generateStoreKey(),
  });
  return { stores: [store, store], tries: COUNT, close: () => store.close() };
}

describe.each(kinds)('%s, asked many times in one turn', (_, open) => {
  let servers: Servers;
  let store: IssuerStore;
  beforeAll(async () => {
    servers = await open();
    [store] = servers.stores;
  });
  afterAll(() => servers.close());

  it('gives each its own row, and no row to whoever asks for none', async () => {
    const rows = many(activeRow);
    await put(store, rows);
    const asked = [...rows.map(({ id }) => id), rows[0]!.id, 'nobody', UNSTORABLE];
    const found = await Promise.all(asked.map((id) => store.instance(id)));
    expect(found).toEqual([...rows, rows[0], undefined, undefined]);
  });

  it('writes all, of new rows and of stored ones', async () => {
    const rows = many(activeRow);
    const accounts = rows.map(({ serial }) => accountRow({ serial }));
    const begun = rows.map((row, i) => store.commit([instance(row), account(accounts[i]!), event()])); // prettier-ignore
    expect(await Promise.all(begun)).toEqual(rows.map(() => true));
    const written = rows.map((row, i) => store.commit([instance(next(row)), account(next(accounts[i]!)), event()])); // prettier-ignore
    expect(await Promise.all(written)).toEqual(rows.map(() => true));
    expect(await Promise.all(rows.map(({ id }) => store.instance(id)))).toEqual(rows.map(next));
    const kept = await Promise.all(accounts.map(({ serial }) => store.account(serial)));
    expect(kept).toEqual(accounts.map(next));
    expect(await store.unnumberedEvents()).toBe(2 * COUNT);
    await store.numberEvents(2 * COUNT);
  });

  it('writes nothing of a commit whose row is no longer the one it read', async () => {
    const rows = many(activeRow);
    await put(store, rows);
    expect(await store.commit([instance(next(rows[3]!))])).toBe(true);
    const told = await Promise.all(rows.map((row) => store.commit([instance(next(row)), event()])));
    expect(told).toEqual(rows.map((_row, i) => i !== 3));
    expect(await store.numberEvents(2 * COUNT)).toBe(COUNT - 1);
  });

  it('writes nothing of a commit whose new row there is, and all of the others', async () => {
    const rows = many(activeRow);
    await put(store, [rows[5]!]);
    const told = await Promise.all(rows.map((row) => store.commit([instance(row), event()])));
    expect(told).toEqual(rows.map((_row, i) => i !== 5));
    expect(await store.numberEvents(2 * COUNT)).toBe(COUNT - 1);
  });

  it('lets one of several commits of a row win', async () => {
    const [row, other] = [activeRow(), activeRow()];
    await put(store, [row, other]);
    const told = await Promise.all([
      ...many(() => store.commit([instance(next(row))])),
      store.commit([instance(next(other))]),
    ]);
    expect(told.filter(Boolean)).toHaveLength(2);
    expect(told.at(-1)).toBe(true);
  });

  it('refuses a text that the database cannot have to its own call alone', async () => {
    const rows = many(activeRow);
    const [bad] = rows.splice(7, 1, activeRow({ owner: UNSTORABLE }));
    const told = await Promise.allSettled(rows.map((row) => store.commit([instance(row)])));
    expect(told.map(({ status }) => status === 'rejected')).toEqual(rows.map((_row, i) => i === 7));
    expect(await store.instance(bad!.id)).toBeUndefined();
  });

  it('ends as if one commit came after the other, whatever they are', async () => {
    // Which rows a commit writes, each as the next version of what there is or of a later one.
    const commits = fc.array(
      fc.uniqueArray(fc.record({ row: fc.nat({ max: 5 }), late: fc.constantFrom(0, 0, 0, 1) }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ row }) => row,
      }),
      { minLength: 2, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(commits, async (wanted) => {
        const rows = Array.from({ length: 6 }, () => activeRow());
        await put(store, rows);
        const told = await Promise.all(
          wanted.map((parts, n) =>
            store.commit(
              parts.map(({ row, late }) =>
                instance({ ...rows[row]!, version: 2 + late, lastStep: n }),
              ),
            ),
          ),
        );
        const stored = await Promise.all(rows.map(({ id }) => store.instance(id)));
        for (const [i, row] of stored.entries()) {
          const winners = wanted.flatMap((parts, n) =>
            told[n] && parts.some((part) => part.row === i) ? [n] : [],
          );
          // Each commit writes version 2 or 3, so that two at most come through, in this order.
          expect(row!.version).toBe(1 + winners.length);
          if (winners.length > 0) expect(winners).toContain(row!.lastStep);
        }
        // Something always comes through where somebody wants the next version alone.
        const alone = wanted.some((parts) => parts.every(({ late }) => late === 0));
        if (alone) expect(told).toContain(true);
      }),
      runs(15, 300),
    );
  });
});

if (cluster)
  describe('PostgreSQL', () => {
    let pool: pg.Pool;
    let store: SealedStore;
    let database: string;
    let seen: { readonly text: string; readonly values: unknown[] }[] = [];
    /** What the next statement with this part ends in, after it was done or in its place. */
    let fault: { readonly at: string; readonly code: string; readonly isDone: boolean } | undefined;

    const heard = (from: pg.Pool): PostgresPool => ({
      async query(statement: string | PostgresStatement, values = []) {
        const text = typeof statement === 'string' ? statement : statement.text;
        seen.push({ text, values });
        const now = fault && text.includes(fault.at) ? fault : undefined;
        if (now) fault = undefined;
        if (now?.isDone !== false) {
          const result = await from.query(statement as pg.QueryConfig, values);
          if (!now) return result;
        }
        throw Object.assign(new Error('a fault'), { code: now!.code });
      },
      connect: () => from.connect(),
    });

    beforeAll(async () => {
      database = await cluster.database();
      pool = new pg.Pool({ connectionString: database });
      pool.on('error', () => undefined);
      store = await openPostgresStore({ database: heard(pool), key: generateStoreKey() });
    });
    beforeEach(() => {
      seen = [];
    });
    afterEach(() => {
      fault = undefined;
    });
    afterAll(() => pool.end());

    it('is sent one statement for what is asked in one turn, and one for its commits', async () => {
      const rows = many(activeRow);
      await put(store, rows);
      seen = [];
      const told = await Promise.all(
        rows.map(async ({ id }) => store.commit([instance(next((await store.instance(id)) as ActiveInstance)), event()])), // prettier-ignore
      );
      expect(told).toEqual(rows.map(() => true));
      expect(seen).toHaveLength(2);
    });

    it('waits with none of them for a row that another transaction has', async () => {
      const rows = many(activeRow);
      await put(store, rows);
      const holder = await pool.connect();
      // Ends by itself where the test fails.
      await holder.query(`set idle_in_transaction_session_timeout = '10s'`);
      await holder.query('begin');
      await holder.query('select from tessera_instances where id = $1 for update', [rows[2]!.id]);
      const told = rows.map((row) => store.commit([instance(next(row))]));
      const others = told.filter((_told, i) => i !== 2);
      expect(await Promise.all(others)).toEqual(others.map(() => true));
      await holder.query('rollback');
      holder.release();
      expect(await told[2]).toBe(true);
    });

    it('does again, one by one, what ended in a verdict of the database', async () => {
      const rows = many(activeRow);
      fault = { at: 'json_to_recordset', code: '40P01', isDone: false };
      const told = await Promise.all(rows.map((row) => store.commit([instance(row)])));
      expect(told).toEqual(rows.map(() => true));
      expect(seen).toHaveLength(1 + COUNT);
    });

    it.each(['EPIPE', 'ECONNRESET', '57P01'])(
      'does nothing again of which nobody knows whether it was done (%s)',
      async (code) => {
        const rows = many(activeRow);
        fault = { at: 'json_to_recordset', code, isDone: true };
        const told = await Promise.allSettled(rows.map((row) => store.commit([instance(row)])));
        for (const each of told)
          expect(each).toMatchObject({ reason: { code: 'STORE_UNREACHABLE' } });
        expect(seen).toHaveLength(1);
        expect(await Promise.all(rows.map(({ id }) => store.instance(id)))).toEqual(rows);
      },
    );

    it('tells of a damaged row whoever asked for it, and nobody else', async () => {
      const rows = many(activeRow);
      await put(store, rows);
      await sql(database, `update tessera_instances set sealed = '\\x00' where id = $1`, [rows[4]!.id]); // prettier-ignore
      const found = await Promise.allSettled(rows.map(({ id }) => store.instance(id)));
      expect(found.map(({ status }) => status === 'fulfilled')).toEqual(
        rows.map((_row, i) => i !== 4),
      );
      expect(found[4]).toMatchObject({ reason: { code: 'STORE_DAMAGED' } });
    });

    it('reads no row of others for them', async () => {
      await sql(
        database,
        `insert into tessera_instances (id, version, state, serial, expires_at, key_id, sealed)
        select 'x' || n, 1, 'ACTIVE', n, 0, '', '' from generate_series(1, 50000) n`,
      );
      await sql(
        database,
        `insert into tessera_accounts (id, version, key_id, sealed)
        select 'x' || n, 1, '', '' from generate_series(1, 50000) n`,
      );
      await sql(database, 'analyze');
      seen = [];
      const rows = many(activeRow);
      const accounts = rows.map(({ serial }) => accountRow({ serial }));
      await Promise.all(rows.map((row, i) => store.commit([instance(row), account(accounts[i]!)])));
      await Promise.all(rows.map(({ id }) => store.instance(id)));
      await Promise.all(rows.map((row, i) => store.commit([instance(next(row)), account(next(accounts[i]!)), event()]))); // prettier-ignore
      expect(seen).toHaveLength(3);
      for (const { text, values } of seen) {
        const plan = await sql(database, `explain ${text}`, values);
        const told = plan.map((line) => line['QUERY PLAN']).join('\n');
        expect(told).not.toContain('Seq Scan');
      }
    });
  });
