/** One suite for every store: lists page by page, numbered events, and the service's rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Page } from '../../src/issuer/device-ref.ts';
import type { EventRow } from '../../src/issuer/rows/event-row.ts';
import type { KeyRow } from '../../src/issuer/rows/service-rows.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import { accountRow, activeRow, createdRow } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL, two servers', () => postgresServers(cluster));

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let store: IssuerStore;
    let other: IssuerStore;

    beforeAll(async () => {
      servers = await open();
      [store, other] = servers.stores;
    });
    afterAll(() => servers.close());

    const put = async (...changes: RowChange[]) => expect(await store.commit(changes)).toBe(true);

    it('lists devices page by page, of an owner and in a state', async () => {
      const rows = [1, 2, 3, 4, 5].map((n) =>
        n % 2 ? activeRow({ owner: 'lists' }) : createdRow({ owner: n === 2 ? 'lists' : 'others' }),
      );
      for (const row of rows) await put({ table: 'instances', row });
      const ids = await all((after) => other.devices({ limit: 2, ...after }));
      expect(ids.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      const active = await all((after) =>
        store.devices({ owner: 'lists', state: 'ACTIVE', limit: 2, ...after }),
      );
      expect(active.map(({ id }) => id)).toEqual([0, 2, 4].map((n) => rows[n]!.id));
      expect(await store.devices({ owner: 'lists\0', limit: 1 })).toEqual({ items: [] });
    });

    it('finds the current instance of an account, and all that there is of an owner', async () => {
      const row = activeRow({ owner: 'one-owner' });
      expect(await store.instanceOf(row.serial)).toBeUndefined();
      await put(
        { table: 'instances', row },
        { table: 'accounts', row: accountRow({ serial: row.serial, current: row.id }) },
      );
      expect(await other.instanceOf(row.serial)).toEqual(row);
      expect(await store.ownerDevices('one-owner')).toEqual({ instances: [row] });
      const owner = { owner: 'one-owner', version: 1, tries: { row: 2, step: 0 } };
      await put({ table: 'owners', row: owner });
      expect(await other.ownerDevices('one-owner')).toEqual({ owner, instances: [row] });
    });

    it('numbers events once, in their order, whoever asks', async () => {
      const rows = [1, 2, 3, 4, 5].map((n) => eventRow(n % 2 ? 'ann' : 'ben'));
      for (const row of rows) await put({ table: 'events', row });
      expect(await store.events({ after: 0, limit: 10 })).toEqual([]);
      const counts = await Promise.all([store, other, store].map((each) => each.numberEvents(2)));
      expect(counts.reduce((sum, n) => sum + n)).toBe(5);
      const numbered = rows.map((row, i) => ({ ...row, number: i + 1 }));
      expect(await other.events({ after: 0, limit: 10 })).toEqual(numbered);
      expect(await store.events({ after: 2, owner: 'ann', limit: 1 })).toEqual([numbered[2]]);
      expect(await store.events({ after: 0, types: ['code.refused'], limit: 9 })).toEqual([]);
      expect(await store.commit([{ table: 'events', row: rows[0]! }])).toBe(false);
    });

    it('keeps the service’s rows, changes them by version and deletes them', async () => {
      const row: KeyRow = {
        id: 'k1',
        version: 1,
        hash: new Uint8Array([1, 2]),
        name: 'shop',
        scopes: ['codes'],
        createdAt: 5,
      };
      await put({ table: 'keys', row });
      await put({ table: 'keys', row: { ...row, id: 'k2' } });
      expect(await other.commit([{ table: 'keys', row }])).toBe(false);
      expect(await other.serviceRow('keys', 'k1')).toEqual(row);
      const newer = { ...row, version: 2, revokedAt: 9 };
      await put({ table: 'keys', row: newer });
      expect(await store.commit([{ table: 'keys', row, removes: true }])).toBe(false);
      const keys = await all((after) => store.serviceRows('keys', { limit: 1, ...after }));
      expect(keys).toEqual([newer, { ...row, id: 'k2' }]);
      await put({ table: 'keys', row: newer, removes: true });
      expect(await other.serviceRow('keys', 'k1')).toBeUndefined();
    });

    it('tells its clock', async () => {
      expect(Math.abs((await store.clock()) - Date.now() / 1000)).toBeLessThan(30);
    });
  });
}

/** All items of a list, page after page. */
async function all<Item>(
  read: (after: { readonly after?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let next: string | undefined; ;) {
    const page = await read(next === undefined ? {} : { after: next });
    items.push(...page.items);
    next = page.next;
    if (next === undefined) return items;
  }
}

function eventRow(owner: string): EventRow {
  return {
    id: crypto.randomUUID(),
    version: 1,
    type: 'code.accepted',
    at: 1000,
    owner,
    instance: '0011223344556677',
    data: { drift: 0 },
  };
}
