/** What PostgreSQL does for a call: reads no row of others, and begins again after a deadlock. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventRow } from '../../src/issuer/events/event-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import type { PostgresPool, PostgresStatement } from '../../src/issuer/stores/postgres-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { START } from './issuer-fixture.ts';
import { activeRow } from './row-fixtures.ts';
import { sql, startCluster } from './stores-under-test.ts';

const ROWS = 20_000;
const SERVICE_TABLES = ['answers', 'keys', 'tickets', 'endpoints', 'deliveries'] as const;
const DEADLOCK = '40P01';

const newEvent = () => eventRow({ type: 'owner.erased', data: { devices: 0 } }, START);

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('PostgreSQL', () => {
    let database: string;
    let pool: pg.Pool;
    let store: SealedStore;
    const seen: [text: string, values: unknown[]][] = [];
    /** A part of a statement that ends in a deadlock the next time. */
    let deadlockAt: string | undefined;

    function hear(statement: string | PostgresStatement, values: unknown[] = []): void {
      const text = typeof statement === 'string' ? statement : statement.text;
      seen.push([text, values]);
      if (deadlockAt === undefined || !text.includes(deadlockAt)) return;
      deadlockAt = undefined;
      throw Object.assign(new Error('deadlock detected'), { code: DEADLOCK });
    }

    function heard(from: pg.Pool): PostgresPool {
      return {
        async query(statement, values) {
          hear(statement, values);
          return from.query(statement as pg.QueryConfig, values);
        },
        async connect() {
          const client = await from.connect();
          return {
            async query(statement, values) {
              hear(statement, values);
              return client.query(statement as pg.QueryConfig, values);
            },
            release: (broken) => client.release(broken),
            on: (name, listener) => client.on(name, listener),
            off: (name, listener) => client.off(name, listener),
          };
        },
      };
    }

    beforeAll(async () => {
      database = await cluster.database();
      pool = new pg.Pool({ connectionString: database });
      // One that is about to close may still hear that the cluster stops.
      pool.on('error', () => undefined);
      store = await openPostgresStore({ database: heard(pool), key: generateStoreKey() });
      await sql(
        database,
        `insert into tessera_events (id, number, version, type, at, mac)
        select id::text, id, 1, 'code.accepted', ${String(START)}, '' from generate_series(1, $1) id`,
        [ROWS],
      );
      await sql(
        database,
        `insert into tessera_evidence (id, version, at, keep_until, key_id, sealed)
        select id::text, 1, 0, 0, '', '' from generate_series(1, $1) id`,
        [ROWS],
      );
      await sql(
        database,
        `insert into tessera_instances (id, version, state, serial, expires_at, key_id, sealed)
        select id::text, 1, 'ACTIVE', id::text, 0, '', '' from generate_series(1, $1) id`,
        [ROWS],
      );
      for (const table of SERVICE_TABLES)
        await sql(
          database,
          `insert into tessera_${table} (id, version, key_id, sealed)
          select id::text, 1, '', '' from generate_series(1, $1) id`,
          [ROWS],
        );
      await sql(database, 'analyze');
    });
    afterAll(() => pool.end());

    const calls: [name: string, call: (brand: IssuerStore, main: IssuerStore) => unknown][] = [
      ['evidence of a small brand', (brand) => brand.evidence({ limit: 10 })],
      ['devices of a small brand', (brand) => brand.devices({ limit: 10 })],
      [
        'events of a rare type',
        (_, main) => main.events({ after: 0, types: ['endpoint.disabled'], limit: 10 }),
      ],
      ...SERVICE_TABLES.map((table): (typeof calls)[number] => [
        `${table} of a small brand`,
        (brand) => brand.serviceRows(table, { limit: 10 }),
      ]),
    ];
    it.each(calls)('reads no other rows for %s', async (_, call) => {
      seen.length = 0;
      await call(store.brand('acme'), store);
      expect(seen).toHaveLength(1);
      const [text, values] = seen[0]!;
      const plan = await sql(database, `explain (analyze, costs off, timing off) ${text}`, values);
      const told = plan.map((line) => line['QUERY PLAN']).join('\n');
      expect(told).toContain('Index');
      expect(told).not.toMatch(/Seq Scan|Rows Removed/);
    });

    const interrupted: [name: string, at: string, call: (of: IssuerStore) => Promise<unknown>][] = [
      ['numbering', 'update tessera_events', (of) => of.numberEvents(10)],
      [
        'forgetting',
        'delete from tessera_events',
        (of) => of.forget({ now: 0, events: START + 1, ended: 0 }),
      ],
      [
        'an erasure',
        'update tessera_events',
        (of) => of.eraseOwner({ owner: 'customer', evidence: 'keep', eventOf: newEvent }),
      ],
    ];
    it.each(interrupted)('repeats %s that ended in a deadlock', async (name, at, call) => {
      const own = store.brand(name.replaceAll(' ', '-'));
      if (name !== 'an erasure') await own.commit([{ table: 'events', row: newEvent() }]);
      if (name === 'forgetting') await own.numberEvents(10);
      deadlockAt = at;
      await call(own);
      expect(deadlockAt).toBeUndefined();
      await own.numberEvents(10);
      expect((await own.auditHead()).number).toBe(1);
      expect(await own.events({ after: 0, limit: 10 })).toHaveLength(Number(name !== 'forgetting'));
    });

    it('repeats the making of tables that ended in a deadlock', async () => {
      const fresh = new pg.Pool({ connectionString: await cluster.database() });
      fresh.on('error', () => undefined);
      deadlockAt = 'drop index tessera_keys_expired';
      const made = await openPostgresStore({ database: heard(fresh), key: generateStoreKey() });
      expect(deadlockAt).toBeUndefined();
      expect((await made.auditHead()).number).toBe(0);
      await fresh.end();
    });

    it('forgets what an earlier program has ended, which wrote no date beside the row', async () => {
      const brand = store.brand('dates');
      const ended = (endedAt: number) =>
        ({ ...activeRow(), state: 'REVOKED', endedAt, secrets: undefined }) as never as ReturnType<
          typeof activeRow
        >;
      const [old, young] = [ended(START), ended(START + 100)];
      await brand.commit([
        { table: 'instances', row: old },
        { table: 'instances', row: young },
      ]);
      await sql(database, `update tessera_instances set ended_at = null where issuer = 'dates'`);
      const damaged = ended(START);
      await brand.commit([{ table: 'instances', row: damaged }]);
      await sql(
        database,
        `update tessera_instances set ended_at = null, sealed = '\\x00' where id = $1`,
        [damaged.id],
      );
      const { ended: count } = await brand.forget({
        now: START + 60,
        events: 0,
        ended: START + 50,
      });
      expect(count).toBe(1);
      await brand.forget({ now: START + 60, events: 0, ended: START + 61 });
      expect(
        await sql(database, 'select from tessera_instances where id = $1', [damaged.id]),
      ).toEqual([]);
      expect((await brand.devices({ limit: 10 })).items.map(({ id }) => id)).toEqual([young.id]);
    });
  });
