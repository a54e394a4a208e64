/** What the sender reads of a store in SQL: what is due alone, and round rows that are damaged. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventRow } from '../../../src/issuer/events/event-store.ts';
import { numberAll } from '../../../src/issuer/events/read-events.ts';
import type { DeliveryRow } from '../../../src/issuer/rows/service-rows.ts';
import type { PostgresPool } from '../../../src/issuer/stores/postgres-store.ts';
import { openPostgresStore } from '../../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../../src/issuer/stores/store-key.ts';
import { changeEndpoint, createEndpoint } from '../../../src/issuer/webhooks/endpoints.ts';
import { createWebhookSender } from '../../../src/issuer/webhooks/sender.ts';
import { sql, startCluster } from '../stores-under-test.ts';

const START = 1_790_000_000;
const rules = { isPrivateAllowed: false };

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('PostgreSQL', () => {
    let database: string;
    let pool: pg.Pool;
    let store: SealedStore;
    /** Rows of deliveries that the database has handed out. */
    let deliveriesRead = 0;

    /** A pool that counts. */
    function counting(from: pg.Pool): PostgresPool {
      const query = async (statement: pg.QueryConfig | string, values?: unknown[]) => {
        const answer = await from.query(statement as pg.QueryConfig, values);
        const text = typeof statement === 'string' ? statement : statement.text;
        if (/^select\b.*\bfrom tessera_deliveries\b/s.test(text))
          deliveriesRead += answer.rows.length;
        return answer;
      };
      return { query, connect: () => from.connect() } as PostgresPool;
    }

    beforeAll(async () => {
      database = await cluster.database();
      pool = new pg.Pool({ connectionString: database });
      // One that is about to close may still hear that the cluster stops.
      pool.on('error', () => undefined);
      store = await openPostgresStore({ database: counting(pool), key: generateStoreKey() });
    });
    afterAll(() => pool.end());

    async function scene(brand: string, hosts: readonly string[]) {
      const own = store.brand(brand);
      const ids = new Map<string, string>();
      for (const host of hosts) {
        const url = `https://${host}.example/hook`;
        ids.set(host, (await createEndpoint(own, { url }, { ...rules, now: START })).id);
      }
      const posts: string[] = [];
      const thrown: unknown[] = [];
      const clock = { now: START };
      const sender = createWebhookSender({
        store: own,
        now: () => clock.now,
        onError: (each) => thrown.push(each),
        post({ url, headers }) {
          posts.push(`${new URL(url).hostname.split('.')[0]!} ${headers['webhook-id']!}`);
          return Promise.resolve(204);
        },
      });
      return { own, ids, posts, thrown, clock, sender };
    }

    async function happen(own: SealedStore, count: number): Promise<readonly string[]> {
      const data = { by: 'otp', wrongBefore: 0 } as const;
      const rows = Array.from({ length: count }, () =>
        eventRow({ type: 'code.accepted', owner: 'customer', data }, START),
      );
      for (const row of rows) await own.commit([{ table: 'events', row }]);
      await numberAll(own);
      return rows.map(({ id }) => id);
    }

    function delivery(endpoint: string, number: number, dueAt?: number): DeliveryRow {
      const id = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
      const rest = { version: 1, type: 'code.accepted', failures: 0 } as const;
      const expiresAt = START + 86_400;
      return { id, ...rest, endpoint, number, expiresAt, ...(dueAt !== undefined && { dueAt }) };
    }

    const damage = (table: string, id: string) =>
      sql(database, `update tessera_${table} set sealed = '\\x00' where id = $1`, [id]);

    it('reads the deliveries that are due, and no others', async () => {
      const { own, ids, posts, sender, clock } = await scene('due', ['shop', 'disabled']);
      const [first] = await happen(own, 1);
      await sender.run();
      const [shop, disabled] = [ids.get('shop')!, ids.get('disabled')!];
      const row = (await own.serviceRow('endpoints', disabled))!;
      const closed = { ...row, version: row.version + 1, disabledAt: START };
      await own.commit([{ table: 'endpoints', row: closed }]);
      const later = Array.from({ length: 30 }, () => delivery(shop, 1, START + 100));
      const givenUp = Array.from({ length: 30 }, () => delivery(shop, 1));
      const notSent = Array.from({ length: 30 }, () => delivery(disabled, 1, START - 1));
      const due = delivery(shop, 1, START);
      for (const each of [...later, ...givenUp, ...notSent, due])
        await own.commit([{ table: 'deliveries', row: each }]);
      posts.length = 0;
      deliveriesRead = 0;
      await sender.run();
      expect([posts, deliveriesRead]).toEqual([[`shop ${first!}`], 1]);
      await sender.run();
      expect(deliveriesRead).toBe(1);
      clock.now += 100;
      await sender.run();
      expect([posts.length, deliveriesRead]).toEqual([31, 31]);
      // Called again it is sent what it has not taken.
      await changeEndpoint(own, disabled, { enabled: true }, rules);
      await sender.run();
      expect(posts).toHaveLength(61);
    });

    it('sends what an earlier program has put apart, which wrote no endpoint beside it', async () => {
      const { own, ids, posts, sender } = await scene('old-program', ['shop']);
      const [first] = await happen(own, 1);
      await sender.run();
      const row = delivery(ids.get('shop')!, 1, START);
      await own.commit([{ table: 'deliveries', row }]);
      await sql(database, 'update tessera_deliveries set endpoint = null where id = $1', [row.id]);
      await sender.run();
      expect(posts).toEqual([`shop ${first!}`, `shop ${first!}`]);
      expect((await own.serviceRows('deliveries', { limit: 9 })).items).toEqual([]);
    });

    it('sends what is due behind more than a page of damaged rows and of a disabled endpoint’s', async () => {
      const { own, ids, posts, sender } = await scene('crowded', ['shop', 'disabled']);
      const [first] = await happen(own, 1);
      await sender.run();
      posts.length = 0;
      const [shop, disabled] = [ids.get('shop')!, ids.get('disabled')!];
      const row = (await own.serviceRow('endpoints', disabled))!;
      const closed = { ...row, version: row.version + 1, disabledAt: START };
      await own.commit([{ table: 'endpoints', row: closed }]);
      const rows = [disabled, shop].flatMap((endpoint) =>
        Array.from({ length: 101 }, () => delivery(endpoint, 1, START - 1)),
      );
      for (const each of rows) await own.commit([{ table: 'deliveries', row: each }]);
      const where = `where issuer = 'crowded'`;
      await sql(database, `update tessera_deliveries set endpoint = null ${where}`);
      const damaged = rows.slice(101).map(({ id }) => id);
      const { length } = await sql(
        database,
        `update tessera_deliveries set sealed = '\\x00' ${where} and id = any($1) returning id`,
        [damaged],
      );
      expect(length).toBe(101);
      const due = delivery(shop, 1, START);
      await own.commit([{ table: 'deliveries', row: due }]);
      await sender.run();
      expect(posts).toEqual([`shop ${first!}`]);
      expect(await own.serviceRow('deliveries', due.id)).toBeUndefined();
    });

    it('writes the endpoint beside what an earlier program has put apart, with the next try', async () => {
      const { own, ids } = await scene('beside', ['shop']);
      const row = delivery(ids.get('shop')!, 1, START);
      await own.commit([{ table: 'deliveries', row }]);
      const where = `where issuer = 'beside'`;
      await sql(database, `update tessera_deliveries set endpoint = null ${where}`);
      await own.commit([{ table: 'deliveries', row: { ...row, version: 2, failures: 1 } }]);
      expect(await sql(database, `select endpoint from tessera_deliveries ${where}`)).toEqual([
        { endpoint: row.endpoint },
      ]);
    });

    it('sends to others round an endpoint that is damaged, and tells it once', async () => {
      const { own, ids, posts, thrown, sender } = await scene('endpoint', ['a', 'broken', 'z']);
      const [first] = await happen(own, 1);
      await damage('endpoints', ids.get('broken')!);
      await sender.run();
      await sender.run();
      expect(posts.sort()).toEqual([`a ${first!}`, `z ${first!}`]);
      expect(thrown).toMatchObject([{ code: 'STORE_DAMAGED' }]);
    });

    it('sends what else is apart round a delivery that is damaged', async () => {
      const { own, ids, posts, thrown, sender } = await scene('delivery', ['shop']);
      const [first, second] = await happen(own, 2);
      await sender.run();
      posts.length = 0;
      const rows = [1, 2].map((number) => delivery(ids.get('shop')!, number, START));
      for (const row of rows) await own.commit([{ table: 'deliveries', row }]);
      await damage('deliveries', rows[0]!.id);
      const [third] = await happen(own, 1);
      await sender.run();
      expect(first).toBeDefined();
      expect(posts).toEqual([`shop ${second!}`, `shop ${third!}`]);
      expect(thrown).toMatchObject([{ code: 'STORE_DAMAGED' }]);
    });

    it('sends the events after one that is damaged, in order and apart', async () => {
      const { own, ids, posts, thrown, sender } = await scene('event', ['shop']);
      const [first, broken, last] = await happen(own, 3);
      await damage('events', broken!);
      await own.commit([{ table: 'deliveries', row: delivery(ids.get('shop')!, 2, START) }]);
      await sender.run();
      expect(posts).toEqual([`shop ${first!}`, `shop ${last!}`]);
      expect(thrown).toMatchObject([{ code: 'STORE_DAMAGED' }]);
      expect((await own.serviceRows('deliveries', { limit: 9 })).items).toEqual([]);
    });

    it('passes by no event that follows many damaged ones', async () => {
      const { own, posts, sender } = await scene('many', ['shop']);
      await happen(own, 51);
      await sql(database, `update tessera_events set sealed = '\\x00' where issuer = 'many'`);
      const [good] = await happen(own, 1);
      // Of another type, so many that an endpoint without work would be moved on past them.
      const owner = 'customer';
      const others = Array.from({ length: 1000 }, () =>
        eventRow({ type: 'owner.unpaused', owner, data: {} }, START),
      );
      await own.commit(others.map((row) => ({ table: 'events', row })));
      await numberAll(own);
      const [shop] = (await own.serviceRows('endpoints', { limit: 1 })).items;
      const row = { ...shop!, version: 2, types: ['code.accepted'] as const };
      await own.commit([{ table: 'endpoints', row }]);
      await sender.run();
      expect(posts).toEqual([`shop ${good!}`]);
    });

    it('passes by no event that another key opens', async () => {
      const { own, posts, thrown, sender } = await scene('key', ['shop']);
      const [first] = await happen(own, 1);
      await sql(database, `update tessera_events set key_id = 'another' where id = $1`, [first]);
      await sender.run();
      await happen(own, 1);
      await sender.run();
      expect(posts).toEqual([]);
      expect(thrown).toMatchObject([{ code: 'STORE_KEY_WRONG' }, { code: 'STORE_KEY_WRONG' }]);
    });
  });
