/**
 * The tables in PostgreSQL: by whom they are made, what a role needs that may not make them, and
 * which programs go on with them.
 */
import { readdirSync, readFileSync } from 'node:fs';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MIGRATIONS } from '../../src/issuer/stores/migrations.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { SEALED_TABLES } from '../../src/issuer/stores/tables.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';
import { accountRow, activeRow } from './row-fixtures.ts';
import { sql, startCluster } from './stores-under-test.ts';

const FOLDER = 'src/issuer/sql';
const FILES = readdirSync(FOLDER).sort();
const textOf = (file: string) => readFileSync(`${FOLDER}/${file}`, 'utf8');

it('are the numbered files, each of which notes that it was applied', () => {
  expect(FILES).toEqual(MIGRATIONS.map((_, i) => `000${String(i + 1)}.sql`));
  expect(FILES.map(textOf)).toEqual(MIGRATIONS);
  MIGRATIONS.forEach((text, i) =>
    expect(text).toMatch(
      new RegExp(
        `insert into tessera_migrations \\(number(, oldest)?\\) values \\(${String(i + 1)}\\b`,
      ),
    ),
  );
});

it('are locked by each file after 0004 in the order of commits', () => {
  for (const text of MIGRATIONS.slice(4)) {
    const locked = [
      ...text.matchAll(/^ *(?:alter table|create index .* on|drop index) tessera_([a-z]+)/gm),
    ];
    const places = locked.map(([, table]) => (SEALED_TABLES as readonly string[]).indexOf(table!));
    expect(places.length).toBeGreaterThan(0);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('PostgreSQL', () => {
    const key = generateStoreKey();
    /** May read and write rows, and nothing else. */
    const role = `writer_${crypto.randomUUID().replaceAll('-', '')}`;
    let database: string;
    let asWriter: string;

    beforeAll(async () => {
      database = await cluster.database();
      await sql(database, `create role ${role} login`);
      const url = new URL(database);
      url.username = role;
      asWriter = url.href;
    });

    it('refuses a role that may not make tables, and says so', async () => {
      const opening = openPostgresStore({ database: asWriter, key });
      await expect(opening).rejects.toMatchObject({ code: 'STORE_NO_RIGHT' });
    });

    it('names the file that is lacking where tables are expected', async () => {
      const expected = () => openPostgresStore({ database: asWriter, key, tables: 'expect' });
      for (const file of FILES) {
        await expect(expected()).rejects.toMatchObject({
          code: 'STORE_OLD',
          message: expect.stringContaining(file) as string,
        });
        await sql(database, textOf(file));
        await sql(
          database,
          `grant select, insert, update, delete on all tables in schema public to ${role}`,
        );
      }
      await (await expected()).close();
    });

    it('serves with a role that may only read and write rows', async () => {
      for (const tables of ['expect', 'make'] as const) {
        const store = await openPostgresStore({ database: asWriter, key, tables });
        const at = createIssuerFixture({ store, key: await store.issuerKey() });
        const { id, account } = await activate(at);
        granted(await at.issuer.verifyOtp(id, await account.otpAt(START)));
        expect(await store.rotate()).toBe(0);
        await at.issuer.sweep();
        await store.close();
      }
      const opening = openPostgresStore({ database: asWriter, key: generateStoreKey() });
      await expect(opening).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    });

    it('takes no tables as new ones whose secrets are gone', async () => {
      const own = await cluster.database();
      const store = await openPostgresStore({ database: own, key });
      await store.commit([{ table: 'instances', row: activeRow() }]);
      await store.close();
      await sql(own, 'delete from tessera_secrets');
      await expect(openPostgresStore({ database: own, key })).rejects.toMatchObject({
        code: 'STORE_KEY_WRONG',
      });
    });

    it('goes on with tables of a later version that let it', async () => {
      const own = await cluster.database();
      await (await openPostgresStore({ database: own, key })).close();
      const number = MIGRATIONS.length + 1;
      await sql(own, 'insert into tessera_migrations (number, oldest) values ($1, $2)', [
        number,
        MIGRATIONS.length,
      ]);
      for (const tables of ['make', 'expect'] as const)
        await (await openPostgresStore({ database: own, key, tables })).close();
      await sql(own, 'insert into tessera_migrations (number, oldest) values ($1, $1)', [
        number + 1,
      ]);
      for (const tables of ['make', 'expect'] as const)
        await expect(openPostgresStore({ database: own, key, tables })).rejects.toMatchObject({
          code: 'STORE_NEWER',
        });
    });

    it.each([
      { prepared: true, texts: 2 },
      { prepared: false, texts: 0 },
    ])('has $texts statements of a connection prepared where prepared is $prepared', async (at) => {
      const own = await cluster.database();
      const pool = new pg.Pool({ connectionString: own, max: 1 });
      const store = await openPostgresStore({ database: pool, key, prepared: at.prepared });
      const count = async () =>
        (await pool.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements'))
          .rows[0]!.n;
      const before = await count();
      for (let i = 0; i < 5; i++) {
        const account = accountRow();
        const row = activeRow({ serial: account.serial });
        expect(
          await store.commit([
            { table: 'accounts', row: account },
            { table: 'instances', row },
          ]),
        ).toBe(true);
        expect(await store.account(account.serial)).toEqual(account);
      }
      expect((await count()) - before).toBe(at.texts);
      await pool.end();
    });

    it('updates a row in its page, where there is room', async () => {
      const own = await cluster.database();
      const store = await openPostgresStore({ database: own, key });
      let row = activeRow();
      await store.commit([{ table: 'instances', row }]);
      const UPDATES = 20;
      for (let i = 0; i < UPDATES; i++) {
        row = { ...row, version: row.version + 1, lastStep: i };
        expect(await store.commit([{ table: 'instances', row }])).toBe(true);
      }
      await store.close();
      await sql(own, 'select pg_stat_force_next_flush()');
      const counts = () =>
        sql(
          own,
          `select n_tup_upd::int as all, n_tup_hot_upd::int as hot from pg_stat_user_tables
          where relname = 'tessera_instances'`,
        );
      await expect
        .poll(async () => (await counts())[0]?.['all'], { timeout: 60_000 })
        .toBe(UPDATES);
      expect((await counts())[0]?.['hot']).toBeGreaterThan(UPDATES / 2);
    });
  });
