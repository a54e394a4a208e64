/** Calls that share a statement: each is told what it would be told alone. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { eventRow } from '../../src/issuer/events/event-store.ts';
import type { ActiveInstance, IssuerAccount } from '../../src/issuer/instance.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import type { PostgresPool, PostgresStatement } from '../../src/issuer/stores/postgres-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { sharedCommitSql } from '../../src/issuer/stores/shared-commit-sql.ts';
import { SHARED } from '../../src/issuer/stores/shared-commits.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { runs } from '../chance.ts';
import { START } from './issuer-fixture.ts';
import { accountRow, activeRow } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import { pgliteServers, sql, startCluster } from './stores-under-test.ts';

const COUNT = 20;
/** The columns of whatever table that a commit may write beside the id. */
const WRITTEN_COLUMNS = ['at', 'current', 'ended_at', 'expires_at', 'instance', 'keep_until', 'key_id', 'mac', 'owner', 'reference', 'request', 'sealed', 'serial', 'state', 'type', 'version']; // oxfmt-ignore
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
    const begun = rows.map((row) => store.commit([instance(row), event()]));
    expect(await Promise.all(begun)).toEqual(rows.map(() => true));
    const named = accounts.map((row) => store.commit([account(row)]));
    expect(await Promise.all(named)).toEqual(rows.map(() => true));
    const written = rows.map((row, i) => store.commit([instance(next(row)), account(next(accounts[i]!)), event()])); // oxfmt-ignore
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
    const key = generateStoreKey();
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
      store = await openPostgresStore({ database: heard(pool), key });
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
        rows.map(async ({ id }) => store.commit([instance(next((await store.instance(id)) as ActiveInstance)), event()])), // oxfmt-ignore
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

    it.each(['55P03', '57014'])('does again what a limit of time has ended (%s)', async (code) => {
      const rows = many(activeRow);
      fault = { at: 'json_to_recordset', code, isDone: false };
      const told = await Promise.all(rows.map((row) => store.commit([instance(row)])));
      expect(told).toEqual(rows.map(() => true));
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
      await sql(database, `update tessera_instances set sealed = '\\x00' where id = $1`, [rows[4]!.id]); // oxfmt-ignore
      const found = await Promise.allSettled(rows.map(({ id }) => store.instance(id)));
      expect(found.map(({ status }) => status === 'fulfilled')).toEqual(
        rows.map((_row, i) => i !== 4),
      );
      expect(found[4]).toMatchObject({ reason: { code: 'STORE_DAMAGED' } });
    });

    it('writes what was not changed between the statement’s snapshot and its lock', async () => {
      const rows = Array.from({ length: 5 }, () => activeRow());
      await put(store, rows);
      const [first, resealed, raised, ahead, gone] = rows.map(({ id }) => id);
      // While the first is written, the others are still to be locked.
      await sql(
        database,
        `create function hold() returns trigger language plpgsql as $$ begin
          perform pg_sleep(0.5);
          return new;
        end $$`,
      );
      await sql(
        database,
        `create trigger hold before update on tessera_instances
        for each row when (old.id = '${first!}') execute function hold()`,
      );
      // Locks one row after the other; another plan locks all of them first.
      const options = '-c enable_hashjoin=off -c enable_mergejoin=off';
      const slow = new pg.Pool({ connectionString: database, options });
      const own = await openPostgresStore({ database: slow, key });
      const told = Promise.all(rows.map((row) => own.commit([instance(next(row))])));
      await vi.waitFor(async () => {
        const waiting = await sql(
          database,
          `select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`,
        );
        expect(waiting).toHaveLength(1);
      });
      const change = `update tessera_instances set`;
      await sql(database, `${change} sealed = sealed where id = $1`, [resealed]);
      await sql(database, `${change} version = version + 1 where id = $1`, [raised]);
      await sql(database, `${change} version = version + 7 where id = $1`, [ahead]);
      await sql(database, 'delete from tessera_instances where id = $1', [gone]);
      expect(await told).toEqual([true, true, false, false, false]);
      await sql(database, 'drop trigger hold on tessera_instances');
      await slow.end();
      const stored = await sql(database, 'select id, version from tessera_instances where id = any($1)', [[first, resealed, raised, ahead, gone]]); // oxfmt-ignore
      expect(Object.fromEntries(stored.map(({ id, version }) => [id, version]))).toEqual({
        [first!]: 2,
        [resealed!]: 2,
        [raised!]: 2,
        [ahead!]: 8,
      });
    });

    it.each(['no statistics', 'statistics'])(
      'reads no row of others for them, with %s',
      async (with_) => {
        const name = with_.replaceAll(' ', '-');
        for (const columns of ['instances (state, serial, expires_at,', 'accounts ('])
          await sql(
            database,
            `insert into tessera_${columns} id, version, key_id, sealed)
          select ${columns.startsWith('i') ? `'ACTIVE', n, 0,` : ''} '${name}' || n, 1, '', ''
          from generate_series(1, 20000) n`,
          );
        if (with_ === 'statistics') await sql(database, 'analyze');
        for (const own of [store, store.brand(name)]) {
          const rows = many(activeRow);
          const accounts = rows.map(({ serial }) => accountRow({ serial }));
          await put(own, rows);
          for (const row of accounts) await own.commit([account(row)]);
          seen = [];
          await Promise.all(rows.map(({ id }) => own.instance(id)));
          await Promise.all(rows.map((row, i) => own.commit([instance(next(row)), account(next(accounts[i]!)), event()]))); // oxfmt-ignore
          await own.instance(rows[0]!.id);
          await own.commit([account(next(next(accounts[0]!)))]);
          expect(seen).toHaveLength(4);
          for (const { text, values } of seen) {
            const plan = await sql(database, `explain ${text}`, values);
            const told = plan.map((line) => line['QUERY PLAN']).join('\n');
            expect(told).toContain('_pkey');
            expect(told).not.toMatch(/Seq Scan|_place|_listed/);
          }
        }
      },
    );

    const shapes = Object.entries(SHARED).flatMap(([kind, tables]) =>
      tables.map((table): [kind: string, table: string] => [kind, table]),
    );
    it.each(shapes)('has the types of every column (%s %s)', async (kind, table) => {
      const columns = await sql(
        database,
        `select column_name as name from information_schema.columns
        where table_name = $1 and column_name = any($2)`,
        [`tessera_${table}`, WRITTEN_COLUMNS],
      );
      const part = { table, kind: kind as 'insert' | 'update', columns: columns.map(({ name }) => String(name)) }; // oxfmt-ignore
      expect(await sql(database, sharedCommitSql([part]), ['[]', 'main', 0])).toEqual([]);
    });
  });
