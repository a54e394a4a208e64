/** Sweeping on PostgreSQL: by indexes alone, one server at a time, and no longer than it may. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SweepLimits } from '../../src/issuer/store.ts';
import { MAIN_BRAND } from '../../src/issuer/stores/brand.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { accountsSql, instancesSql, rowsSql } from '../../src/issuer/stores/sweep.ts';
import { START } from './issuer-fixture.ts';
import { accountRow, createdRow } from './row-fixtures.ts';
import { sql, startCluster } from './stores-under-test.ts';

const ROWS = 50_000;
/** Of them so many have come to nothing. */
const LOST = 1_200;
const BEFORE = START - 86_400;

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('PostgreSQL', () => {
    let database: string;
    let store: SealedStore;

    beforeAll(async () => {
      database = await cluster.database();
      store = await openPostgresStore({ database, key: generateStoreKey() });
      const lost = `n <= ${String(LOST)}`;
      const body = `decode(repeat('5e', 600), 'hex')`;
      for (const statement of [
        `insert into tessera_instances (id, version, state, serial, expires_at, key_id, sealed)
        select 'i' || n, 1, case when ${lost} then 'EXPIRED' else 'ACTIVE' end, 's' || n,
          ${String(BEFORE)} - n, 'x', ${body} from generate_series(1, ${String(ROWS)}) n`,
        `insert into tessera_accounts (id, version, current, key_id, sealed)
        select serial, 1, case when state = 'ACTIVE' then id end, 'x', ${body}
        from tessera_instances`,
        `insert into tessera_requests (id, version, instance, expires_at, key_id, sealed)
        select 'r' || n, 1, 'i' || n, ${String(BEFORE)} + 3000 - n, 'x', ${body}
        from generate_series(1, ${String(ROWS)}) n`,
        `insert into tessera_tokens (id, expires_at)
        select 't' || n, ${String(BEFORE)} + 3000 - n from generate_series(1, ${String(ROWS)}) n`,
        ...['answers', 'tickets', 'deliveries', 'owners'].map(
          (table) => `insert into tessera_${table} (id, version, expires_at, key_id, sealed)
          select 'a' || n, 1, ${String(BEFORE)} + 3000 - n, 'x', ${body}
          from generate_series(1, ${String(ROWS)}) n`,
        ),
        'vacuum analyze',
      ])
        await sql(database, statement);
    });
    afterAll(() => store.close());

    const serials = Array.from({ length: 500 }, (_, i) => `s${String(i + 1)}`);
    const plans: readonly (readonly [
      table: string,
      statement: string,
      given: readonly unknown[],
    ])[] = [
      ['instances', instancesSql(MAIN_BRAND), [BEFORE, 0]],
      ['accounts', accountsSql(MAIN_BRAND), [serials]],
      ...['requests', 'tokens', 'answers', 'tickets', 'deliveries', 'owners'].map(
        (table) => [table, rowsSql(MAIN_BRAND, table), [BEFORE, 0]] as const,
      ),
    ];
    it.each(plans)('finds %s by an index', async (_, statement, parameters) => {
      const plan = await sql(database, `explain ${statement}`, [...parameters]);
      const text = plan.map((line) => line['QUERY PLAN']).join('\n');
      expect(text).toContain('Index');
      expect(text).not.toContain('Seq Scan');
    });

    const left = async () =>
      Number((await sql(database, `select count(*) as n from tessera_instances`))[0]?.['n']);

    it('ends after the batch under way, and goes on the next time', async () => {
      const aborted: SweepLimits = { signal: AbortSignal.abort() };
      expect(await store.sweep({ before: BEFORE, ...aborted })).toMatchObject({
        instances: 0,
        done: false,
      });
      expect(await store.sweep({ before: BEFORE, budget: 0 })).toMatchObject({ done: false });
      expect(await left()).toBe(ROWS);
      const holder = new pg.Client({ connectionString: database });
      await holder.connect();
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock($1)', [0x7e55e2c]);
      expect(await store.sweep({ before: BEFORE })).toMatchObject({ instances: 0, done: false });
      await holder.query('rollback');
      await holder.end();
    });

    it('deletes all that ran out, and each activation with its account', async () => {
      const kept = createdRow({ expiresAt: BEFORE - 10 });
      await store.commit([
        { table: 'instances', row: kept },
        { table: 'accounts', row: accountRow({ serial: kept.serial, current: kept.id }) },
      ]);
      const swept = await store.sweep({ before: BEFORE });
      const each = ROWS - 3000;
      expect(swept).toEqual({
        instances: LOST + 1,
        accounts: LOST,
        requests: each,
        tokens: each,
        answers: each,
        tickets: each,
        deliveries: each,
        owners: each,
        done: true,
      });
      expect(await left()).toBe(ROWS - LOST);
      expect(await store.account(kept.serial)).toBeDefined();
    });
  });
