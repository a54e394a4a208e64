/** Store keys that a key service keeps: RSA-OAEP-256 over node:crypto in its place. */
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';

import { afterAll, describe, expect, it } from 'vitest';

import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealingPort, StoreSealing } from '../../src/issuer/stores/sealing-port.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { activeRow } from './row-fixtures.ts';
import { pgliteDatabase, startCluster } from './stores-under-test.ts';

/** Making them takes longer than all that is done with them. */
const PAIRS = Array.from({ length: 3 }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));

/** Counts its calls. */
function keyService(
  id: string,
  pair: number,
): SealingPort & { readonly calls: { wrap: number; unwrap: number } } {
  const { publicKey, privateKey } = PAIRS[pair]!;
  const options = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const calls = { wrap: 0, unwrap: 0 };
  return {
    id,
    calls,
    wrap: (key) => {
      calls.wrap++;
      return Promise.resolve(publicEncrypt({ key: publicKey, ...options }, key));
    },

    unwrap: async (wrapped) => {
      calls.unwrap++;
      return privateDecrypt({ key: privateKey, ...options }, wrapped);
    },
  };
}

const { open: openPglite, leave } = await pgliteDatabase();
const cluster = await startCluster();
const database = await cluster?.database();
afterAll(async () => {
  await leave();
  await cluster?.stop();
});

type Open = (key: StoreSealing) => Promise<SealedStore>;
const STORES: [name: string, open: Open][] = [['PGlite', openPglite]];
if (database !== undefined)
  STORES.push(['PostgreSQL', (key) => openPostgresStore({ database, key })]);

describe.each(STORES)('a key service and %s', (_, open) => {
  const [old, young, other] = [
    keyService('hsm/1', 0),
    keyService('hsm/2', 1),
    keyService('hsm/1', 2),
  ];
  const text = generateStoreKey();
  const row = activeRow();

  it('is asked once when the store opens, and for no row', async () => {
    const store = await open(old);
    await store.commit([{ table: 'instances', row }]);
    await store.close();
    expect(old.calls).toEqual({ wrap: 1, unwrap: 1 });
    const again = await open(old);
    expect(await again.instance(row.id)).toEqual(row);
    expect(await again.rotate()).toBe(0);
    await again.close();
    expect(old.calls).toEqual({ wrap: 1, unwrap: 2 });
  });

  it('is no other than the one that the store is sealed under', async () => {
    await expect(open(other)).rejects.toThrow();
    expect(other.calls).toEqual({ wrap: 0, unwrap: 1 });
    await expect(open(young)).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    await expect(open(text)).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    const broken = { ...old, unwrap: () => Promise.resolve(new Uint8Array(31)) };
    await expect(open(broken)).rejects.toMatchObject({ code: 'STORE_KEY_MALFORMED' });
    for (const wrong of [{ ...old, id: '' }, { id: 'x' }, null, {}, []])
      await expect(open(wrong as unknown as SealingPort)).rejects.toThrow();
    // What was refused has left nothing behind.
    const store = await open(old);
    expect(await store.rotate()).toBe(0);
    await store.close();
  });

  it('is changed for another, or for a key as text, while the store serves', async () => {
    for (const keys of [
      [young, old],
      [text, young],
    ] as const) {
      const store = await open(keys);
      expect(await store.rotate()).toBeGreaterThan(0);
      await store.close();
      const after = await open(keys[0]);
      expect(await after.instance(row.id)).toEqual(row);
      await after.close();
    }
  });
});
