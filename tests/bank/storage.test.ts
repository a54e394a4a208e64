/** Where the bank keeps its accounts, by its environment; the stores have tests of their own. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { openStorage } from '../../src/bank/server/storage.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { lockFolder } from '../../src/issuer/stores/folder-lock.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { putEmptyDatabase } from '../issuer/empty-database.ts';
import { temporaryFolder } from '../issuer/stores-under-test.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

describe('the bank’s storage', () => {
  it('is memory where that is asked for', async () => {
    const { store, issuerKeys, secret, close } = await openStorage(
      { BANK_STORE: 'memory' },
      folder,
    );
    expect(await store.instancesOf('nobody')).toEqual([]);
    expect(issuerKeys.key.publicKey).toHaveLength(33);
    expect(await secret('a', () => Promise.resolve(Uint8Array.of(1)))).toEqual(Uint8Array.of(1));
    await close();
  });

  it('is nothing that was not meant', async () => {
    const opening = (environment: Record<string, string>) => openStorage(environment, folder);
    await expect(opening({ BANK_STORE: 'disk' })).rejects.toThrow('BANK_STORE');
    const DATABASE_URL = 'postgres://127.0.0.1:1/none';
    await expect(opening({ DATABASE_URL })).rejects.toThrow('TESSERA_STORE_KEY');
    const TESSERA_STORE_KEY = 'short';
    await expect(opening({ DATABASE_URL, TESSERA_STORE_KEY })).rejects.toMatchObject({
      code: 'STORE_KEY_MALFORMED',
    });
  });

  it('signs with the newest key, and knows those that signed before it', async () => {
    const rolled = join(folder, 'rolled');
    await putEmptyDatabase(rolled);
    const first = await openStorage({}, rolled);
    const store = first.store as SealedStore;
    const { publicKey } = await store.prepareIssuerKey();
    await store.switchIssuerKey(toHex(publicKey));
    await first.close();
    const { issuerKeys, close } = await openStorage({}, rolled);
    expect(issuerKeys.key.publicKey).toEqual(publicKey);
    expect(issuerKeys.formerKeys.map((key) => key.publicKey)).toEqual([
      first.issuerKeys.key.publicKey,
    ]);
    await close();
  });

  it('has its key made once, for its owner alone, and stays out of a folder in use', async () => {
    const unlock = await lockFolder(folder);
    const file = join(folder, 'store-key');
    const keys = [];
    for (let i = 0; i < 2; i++) {
      await expect(openStorage({}, folder)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
      keys.push(readFileSync(file, 'utf8'));
    }
    expect(keys[0]).toMatch(/^[\w-]{43}\n$/);
    expect(keys[1]).toBe(keys[0]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await unlock();
  });
});
