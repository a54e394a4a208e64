/** How many endpoints a brand has at most, however many are made at once, in each store. */
import { afterAll, describe, expect, it } from 'vitest';

import { ArgumentError } from '../../../src/issuer/argument-error.ts';
import type { EndpointRow } from '../../../src/issuer/rows/service-rows.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { createEndpoint, removeEndpoint } from '../../../src/issuer/webhooks/endpoints.ts';
import type { Servers } from '../stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from '../stores-under-test.ts';

const MOST = 16;
const cluster = await startCluster();
afterAll(() => cluster?.stop());

const make = (store: IssuerStore) =>
  createEndpoint(
    store,
    { url: 'https://shop.example/' },
    { isPrivateAllowed: false, now: 1_790_000_000 },
  );
const rowsOf = async (store: IssuerStore): Promise<readonly EndpointRow[]> =>
  (await store.serviceRows('endpoints', { limit: 50 })).items;

/** Makes so many at once at two servers; how many were made. */
async function makeAtOnce({ stores }: Servers, count: number): Promise<number> {
  const all = Array.from({ length: count }, (_, i) => make(stores[i % stores.length]!));
  const settled = await Promise.allSettled(all);
  for (const each of settled)
    if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(ArgumentError);
  return settled.filter(({ status }) => status === 'fulfilled').length;
}

describe.each([
  ['memory', memoryServers],
  ['PGlite', pgliteServers],
  ['PostgreSQL', cluster && (() => postgresServers(cluster))],
] as const)('%s', (_, open) => {
  it.skipIf(open === undefined)('has 16 endpoints, and no more, of 24 at once', async () => {
    const servers = await open!();
    const [store] = servers.stores;
    try {
      expect(await makeAtOnce(servers, 24)).toBe(MOST);
      const rows = await rowsOf(store);
      expect(rows).toHaveLength(MOST);
      // Those that are gone make room for as many.
      for (const { id } of rows.slice(3, 5)) await removeEndpoint(store, id);
      expect(await makeAtOnce(servers, 4)).toBe(2);
    } finally {
      await servers.close();
    }
  });

  it.skipIf(open === undefined)('counts the endpoints of programs that knew no slots', async () => {
    const servers = await open!();
    const [store] = servers.stores;
    try {
      for (let i = 0; i < MOST - 2; i++) {
        const { slot: _, ...row } = await make(store);
        await removeEndpoint(store, row.id);
        await store.commit([{ table: 'endpoints', row: { ...row, id: `${row.id.slice(1)}0` } }]);
      }
      expect(await makeAtOnce(servers, 4)).toBe(2);
      expect(await rowsOf(store)).toHaveLength(MOST);
    } finally {
      await servers.close();
    }
  });
});
