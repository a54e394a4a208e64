/** What a connection that nobody waits for any more may hold up at PostgreSQL: nothing for long. */
import { afterAll, describe, expect, it } from 'vitest';

import { migrateTables } from '../../src/issuer/stores/migrations.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { sql, startCluster } from './stores-under-test.ts';

it('changes tables without a limit of time', async () => {
  const asked: unknown[] = [];
  const database = {
    transaction(_: unknown, options: unknown) {
      asked.push(options);
      return Promise.resolve(undefined as never);
    },
  } as unknown as Parameters<typeof migrateTables>[0];
  await migrateTables(database, () => Promise.resolve());
  expect(asked).toEqual([{ isLong: true }]);
});

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('a connection of the store', () => {
    const LIMITS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

    it('has limits at the server, and is away where one ends a statement', async () => {
      const database = await cluster.database();
      const key = generateStoreKey();
      await (await openPostgresStore({ database, key })).close();
      // A trigger reads the limits of the store's own connection, and another one ends a statement
      // as a limit does (query_canceled).
      await sql(database, 'create table limits (name text primary key, value text)');
      await sql(
        database,
        `create function run_out() returns trigger language plpgsql as $$ begin
          perform pg_cancel_backend(pg_backend_pid());
          perform pg_sleep(5);
          return new;
        end $$`,
      );
      await sql(
        database,
        `create function read_limits() returns trigger language plpgsql as $$ begin
          insert into limits select name, setting from pg_settings where name like '%_timeout'
            on conflict do nothing;
          return new;
        end $$`,
      );
      await sql(
        database,
        `create trigger read_limits before insert on tessera_tokens
        for each row execute function read_limits()`,
      );
      const store = await openPostgresStore({ database, key });
      const token = (id: string) =>
        store.commit([{ table: 'tokens', row: { id, version: 1, expiresAt: 1 } }]);
      expect(await token('a')).toBe(true);
      const found = await sql(
        database,
        'select value::int as ms from limits where name = any($1)',
        [LIMITS],
      );
      expect(found).toHaveLength(LIMITS.length);
      for (const { ms } of found) {
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(30_000);
      }
      await sql(database, 'drop trigger read_limits on tessera_tokens');
      await sql(
        database,
        `create trigger run_out before insert on tessera_tokens
        for each row execute function run_out()`,
      );
      await expect(token('b')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
      await store.close();
    });
  });
