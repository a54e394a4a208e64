/** By which clock is told what is over: the earlier one, and none where they differ. */
import { describe, expect, it } from 'vitest';

import { createIssuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { issuerKey, START } from './issuer-fixture.ts';
import { createdRow, tokenRow } from './row-fixtures.ts';

const DAY = 24 * 3600;
const YEARS = 3 * 366 * DAY;

/** An issuer and its store, each by a clock of its own, with a row that ended at START. */
async function issuerAt(server: number, database: number) {
  const store = createMemoryStore({ now: () => database });
  const issuer = createIssuer({ name: 'Northwind Bank', key: issuerKey, now: () => server, store });
  const row = createdRow({ expiresAt: START });
  await store.commit([
    { table: 'instances', row },
    { table: 'tokens', row: tokenRow({ expiresAt: START }) },
  ]);
  return { issuer, store, id: row.id };
}

describe('a sweep', () => {
  it.each([YEARS, 30, -30, -YEARS])(
    'deletes nothing on a server whose clock is %d seconds ahead',
    async (ahead) => {
      const database = START + 2 * DAY;
      const { issuer, store, id } = await issuerAt(database + ahead, database);
      await expect(issuer.sweep()).rejects.toMatchObject({
        name: 'StoreError',
        code: 'STORE_CLOCK',
      });
      expect(await store.instance(id)).toBeDefined();
      const { tokens } = await store.sweep({ before: START + 1 });
      expect(tokens).toBe(1);
    },
  );

  it.each([
    ['server', START + DAY, START + DAY + 20],
    ['store', START + DAY + 20, START + DAY],
  ])('goes by the clock of the %s where that is the earlier one', async (_, server, database) => {
    const { issuer, store, id } = await issuerAt(server, database);
    expect(await issuer.sweep()).toMatchObject({ instances: 0, tokens: 0, done: true });
    expect(await store.instance(id)).toBeDefined();
  });

  it('deletes what is over by both clocks', async () => {
    const { issuer } = await issuerAt(START + DAY + 1, START + DAY + 20);
    expect(await issuer.sweep()).toMatchObject({ instances: 1, tokens: 1, done: true });
  });
});
