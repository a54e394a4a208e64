/** Storage that refuses, is full, loses the connection, or is blocked by an old release. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openDatabase } from '../../src/platform/database.ts';
import { DATABASE } from '../../src/vault/lifecycle.ts';
import { pin } from '../../src/vault/pin.ts';
import { STORES } from '../../src/vault/schema.ts';
import { setSetting } from '../../src/vault/setting-changes.ts';
import { createStore } from '../../src/vault/store.ts';
import type { Vault } from '../../src/vault/types.ts';
import { drawn, givesRightCode, scanFirst } from './activation-fixtures.ts';
import { boot, reset } from './fake-device.ts';
import { readRows } from './raw-rows.ts';
import { code, PIN, sealFurther, withAccount } from './scenarios.ts';

beforeEach(reset);
afterEach(() => void vi.restoreAllMocks());

const shape = { name: 'storage', version: 1, stores: ['things'] };

function failingWrites(name: string, message = ''): void {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException(message, name);
  });
}

describe('a full disk', () => {
  test('is STORAGE_FULL, the vault is the old one, and the same change works later', async () => {
    const { vault, known } = await withAccount();
    const further = await drawn('T-2');
    failingWrites('QuotaExceededError');
    await expect(scanFirst(vault, further)).rejects.toEqual(code('STORAGE_FULL'));
    await expect(vault.rename(known.id, 'Household')).rejects.toEqual(code('STORAGE_FULL'));
    vi.restoreAllMocks();
    expect(await vault.snapshot()).not.toHaveProperty('pending');
    await sealFurther(vault, further);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), further)).toBe(true);
  });

  test('at the commit is STORAGE_FULL too', async () => {
    const { vault, known } = await withAccount();
    quotaAtCommit();
    await expect(vault.rename(known.id, 'Household')).rejects.toEqual(code('STORAGE_FULL'));
    vi.restoreAllMocks();
    expect((await vault.snapshot()).accounts[0]).not.toHaveProperty('ownName');
  });

  test('while the first account is sealed loses nothing: the same PIN goes on', async () => {
    const vault = await boot();
    const known = await drawn();
    await scanFirst(vault, known);
    const account = known.account();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (this.name === 'accounts') throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, args);
    });
    await expect(vault.createPin(pin(PIN), pin(PIN), account)).rejects.toEqual(
      code('STORAGE_FULL'),
    );
    vi.restoreAllMocks();
    const unlocked = await vault.createPin(pin(PIN), pin(PIN), account);
    expect(await givesRightCode(unlocked, known)).toBe(true);
  });

  test('costs no PIN: a try that could not be counted is not tried', async () => {
    const { vault } = await withAccount();
    failingWrites('QuotaExceededError');
    await expect(vault.unlock(pin(PIN))).rejects.toEqual(code('STORAGE_FULL'));
  });
});

/** Accepts every write and aborts the transaction when it would be committed. */
function quotaAtCommit(): void {
  const begin = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...args
  ) {
    const transaction = begin.apply(this, args);
    if (transaction.mode === 'readwrite') {
      Object.defineProperty(transaction, 'error', {
        get: () => new DOMException('', 'QuotaExceededError'),
      });
      let writes = 0;
      const put = IDBObjectStore.prototype.put;
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
        this: IDBObjectStore,
        ...row
      ) {
        const request = put.apply(this, row);
        if (++writes === 2) transaction.abort();
        return request;
      });
    }
    return transaction;
  });
}

describe('a refused database', () => {
  test.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
    '(%s) is STORAGE_BLOCKED',
    async (name) => {
      vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('', name);
      });
      await expect(boot()).rejects.toEqual(code('STORAGE_BLOCKED'));
    },
  );

  test('(none at all) is STORAGE_BLOCKED', async () => {
    const kept = globalThis.indexedDB;
    Reflect.deleteProperty(globalThis, 'indexedDB');
    try {
      await expect(boot()).rejects.toEqual(code('STORAGE_BLOCKED'));
    } finally {
      globalThis.indexedDB = kept;
    }
  });
});

describe('an old release in another tab', () => {
  test('that does not let go is STORAGE_BLOCKED, and the late connection is closed', async () => {
    const old = await rawOpen('storage', 1);
    await expect(openDatabase({ ...shape, version: 2 })).rejects.toEqual(code('STORAGE_BLOCKED'));
    old.close();
    const later = await openDatabase({ ...shape, version: 3 });
    later.close();
  });

  test('lets go of its connection when it is ours, and then finds VAULT_NEWER', async () => {
    const old = await openDatabase(shape);
    const next = await openDatabase({ ...shape, version: 2 });
    await expect(old.read(['things'], (tx) => tx.get('things', 'a'))).rejects.toEqual(
      code('VAULT_NEWER'),
    );
    next.close();
  });
});

describe('a lost connection', () => {
  test('is opened once more, for reading and writing', async () => {
    const { vault, known } = await withAccount();
    loseNext(1);
    expect((await vault.snapshot()).accounts).toHaveLength(1);
    vi.restoreAllMocks();
    loseNext(1);
    await vault.rename(known.id, 'Household');
    expect((await vault.snapshot()).accounts[0]?.ownName).toBe('Household');
  });

  test('again and again is STORAGE_LOST', async () => {
    const { vault } = await withAccount();
    loseNext(2);
    await expect(vault.snapshot()).rejects.toEqual(code('STORAGE_LOST'));
    expect((await vault.snapshot()).accounts).toHaveLength(1);
  });

  test('after a commit that was not heard of is recognised: nothing is done twice', async () => {
    const { vault } = await withAccount();
    const database = await openDatabase(DATABASE);
    const store = createStore({
      database: {
        ...database,
        // Committed, but the page is told that the connection is lost, and writes once more.
        write: async (stores, work) => {
          await database.write(stores, work);
          return database.write(stores, work);
        },
      },
      exclusively: (work) => work(),
      changed: () => undefined,
      roundsFloor: 1,
    });
    const before = (await store.load()).vault.revision;
    await setSetting(store, 'language', 'de');
    expect((await store.load()).vault.revision).toBe(before + 1);
    expect((await vault.snapshot()).settings).toEqual({ language: 'de' });
    database.close();
  });

  test('that iOS reports in its own words is one too', async () => {
    const { vault } = await withAccount();
    const begin = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException(
        'Connection to Indexed Database server lost. Refresh the page to try again',
        'UnknownError',
      );
    });
    expect((await vault.snapshot()).accounts).toHaveLength(1);
    expect(IDBDatabase.prototype.transaction).not.toBe(begin);
  });

  test('is opened once, however many need it', async () => {
    const { vault } = await withAccount();
    const opens = vi.spyOn(IDBFactory.prototype, 'open');
    loseNext(3);
    await Promise.all([vault.snapshot(), vault.snapshot(), vault.snapshot()]);
    expect(opens).toHaveBeenCalledTimes(1);
  });

  test('of a closed vault stays closed', async () => {
    const { vault } = await withAccount();
    vault.close();
    await expect(vault.snapshot()).rejects.toEqual(code('STORAGE_LOST'));
  });
});

describe('data that was cleared under the open vault', () => {
  test('is STORAGE_CLEARED, heard at once, and nothing is begun anew', async () => {
    const { vault } = await withAccount();
    const heard = nextChange(vault);
    await clearData();
    await heard;
    await expect(vault.snapshot()).rejects.toEqual(code('STORAGE_CLEARED'));
    await expect(vault.unlock(pin(PIN))).rejects.toEqual(code('STORAGE_CLEARED'));
    await expect(vault.erase().then(() => vault.snapshot())).rejects.toEqual(
      code('STORAGE_CLEARED'),
    );
  });

  test('between the look and the write is STORAGE_CLEARED, and leaves no row behind', async () => {
    const { vault, known } = await withAccount();
    for (const write of [
      () => vault.rename(known.id, 'Household'),
      () => vault.setSetting('language', 'de'),
      () => vault.unlock(pin(PIN)),
    ]) {
      const begin = IDBDatabase.prototype.transaction;
      vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
        this: IDBDatabase,
        ...args
      ) {
        const transaction = begin.apply(this, args);
        if (args[1] === 'readwrite') for (const store of STORES) clear(transaction, store);
        return transaction;
      });
      const rows = await readRows();
      await expect(write()).rejects.toEqual(code('STORAGE_CLEARED'));
      vi.restoreAllMocks();
      // The transaction was aborted: a real clearing would have left nothing.
      expect(await readRows()).toEqual(rows);
    }
  });

  test('and in which another tab began anew is STORAGE_CLEARED too', async () => {
    const { vault, known } = await withAccount();
    await clearData();
    const other = await boot();
    expect((await other.snapshot()).accounts).toEqual([]);
    await expect(vault.snapshot()).rejects.toEqual(code('STORAGE_CLEARED'));
    await expect(vault.rename(known.id, 'Household')).rejects.toEqual(code('STORAGE_CLEARED'));
    await expect(vault.unlock(pin(PIN))).rejects.toEqual(code('STORAGE_CLEARED'));
  });

  test('is told once, whoever finds it first', async () => {
    const { vault } = await withAccount();
    await clearData();
    await Promise.allSettled([vault.snapshot(), vault.snapshot()]);
    const listener = vi.fn();
    vault.onChange(listener);
    await Promise.allSettled([vault.snapshot(), vault.snapshot()]);
    expect(listener).not.toHaveBeenCalled();
  });
});

/** What the browser's own settings do; the vault lets go of its connection. */
function clearData(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('tessera');
    deleting.onsuccess = resolve;
    deleting.onerror = reject;
  });
}

function clear(transaction: IDBTransaction, store: string): void {
  if (transaction.objectStoreNames.contains(store)) transaction.objectStore(store).clear();
}

function nextChange(vault: Vault): Promise<void> {
  return new Promise((resolve) => vault.onChange(resolve));
}

test('a write that is not there when it is read back is not called done', async () => {
  const { vault, known } = await withAccount();
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    row,
    key,
  ) {
    const torn = this.name === 'accounts' ? { ...(row as object), position: 99 } : row;
    return put.call(this, torn, key);
  });
  await expect(vault.rename(known.id, 'Household')).rejects.toEqual(code('STORAGE_LOST'));
});

function loseNext(times: number): void {
  const begin = IDBDatabase.prototype.transaction;
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
  spy.mockImplementation(function (this: IDBDatabase, ...args) {
    if (times-- > 0)
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    return begin.apply(this, args);
  });
}

function rawOpen(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error as Error);
  });
}
