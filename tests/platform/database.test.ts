/** Storage that never answers, and a page that is left in the middle (docs/vault.md, rule 7). */
import 'fake-indexeddb/auto';

import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Database } from '../../src/platform/database.ts';
import { openDatabase } from '../../src/platform/database.ts';

const shape = { name: 'waits', version: 1, stores: ['things'] };
const lost = expect.objectContaining({ code: 'STORAGE_LOST' }) as unknown;
const put = (value: string) => (database: Database) =>
  database.write(['things'], (tx) => tx.put('things', 'a', value));
const get = (database: Database) => database.read(['things'], (tx) => tx.get('things', 'a'));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  // The fake database runs on setImmediate, which stays as it is.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets time pass, and whatever is under way come to its end after each step. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    await vi.advanceTimersByTimeAsync(500);
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

const real = {
  open: IDBFactory.prototype.open as (...given: unknown[]) => IDBOpenDBRequest,
  get: IDBObjectStore.prototype.get as (...given: unknown[]) => IDBRequest,
  transaction: IDBDatabase.prototype.transaction as (...given: unknown[]) => IDBTransaction,
};

/** The next `times` openings are never answered. */
function openInVain(times: number): () => number {
  let opened = 0;
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...given) {
    return ++opened > times ? real.open.apply(this, given) : new IDBOpenDBRequest();
  });
  return () => opened;
}

describe('a browser that does not answer', () => {
  test('at the opening is asked once more', async () => {
    openInVain(1);
    const opening = openDatabase(shape);
    await pass(11_000);
    const database = await opening;
    expect(await get(database)).toBeUndefined();
  });

  test('at any opening is STORAGE_LOST', async () => {
    const opened = openInVain(Infinity);
    const opening = openDatabase(shape).catch((thrown: unknown) => thrown);
    await pass(21_000);
    expect(await opening).toEqual(lost);
    expect(opened()).toBe(2);
  });

  test('at the opening, but breaks it off, is asked once more, not at once', async () => {
    const opens = vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
      throw new DOMException('The connection was closed.', 'AbortError');
    });
    const opening = openDatabase(shape);
    await settle();
    expect(opens).toHaveBeenCalledTimes(1);
    await pass(500);
    expect(opens).toHaveBeenCalledTimes(2);
    expect(await get(await opening)).toBeUndefined();
  });

  test('and gives a connection too late: it is closed', async () => {
    const opened: { connection?: IDBDatabase } = {};
    const events = new EventTarget();
    const late = Object.create(IDBOpenDBRequest.prototype, {
      addEventListener: { value: events.addEventListener.bind(events) },
      removeEventListener: { value: events.removeEventListener.bind(events) },
      result: { get: () => opened.connection },
    }) as IDBOpenDBRequest;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => late);
    const opening = openDatabase(shape);
    await pass(11_000);
    const database = await opening;
    const close = vi.spyOn(IDBDatabase.prototype, 'close');
    opened.connection = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(shape.name);
      request.onsuccess = () => resolve(request.result);
    });
    events.dispatchEvent(new Event('success'));
    await settle();
    expect(close.mock.contexts).toEqual([opened.connection]);
    database.close();
  });

  test('a request is asked once more, on a new connection', async () => {
    const database = await openDatabase(shape);
    await put('kept')(database);
    const opens = vi.spyOn(IDBFactory.prototype, 'open');
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(() => new IDBRequest());
    const value = get(database);
    await pass(13_000);
    expect(await value).toBe('kept');
    expect(opens).toHaveBeenCalledTimes(1);
  });

  test('any request is STORAGE_LOST, and the next one goes through', async () => {
    const database = await openDatabase(shape);
    const spy = vi
      .spyOn(IDBObjectStore.prototype, 'get')
      .mockImplementation(() => new IDBRequest());
    const value = get(database).catch((thrown: unknown) => thrown);
    await pass(25_000);
    expect(await value).toEqual(lost);
    spy.mockRestore();
    expect(await get(database)).toBeUndefined();
  });

  test('any commit is STORAGE_LOST', async () => {
    const database = await openDatabase(shape);
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...given
    ) {
      const transaction = real.transaction.apply(this, given);
      for (const type of ['complete', 'abort'])
        transaction.addEventListener(type, (event) => event.stopImmediatePropagation());
      return transaction;
    });
    const written = put('x')(database).catch((thrown: unknown) => thrown);
    await pass(25_000);
    expect(await written).toEqual(lost);
  });
});

describe('an upgrade that an older tab blocks', () => {
  const newer = { ...shape, version: 2, stores: ['things', 'more'] };

  test('is refused while the tab holds on', async () => {
    const older = await holdOpen();
    const opening = openDatabase(newer).catch((thrown: unknown) => thrown);
    await pass(1500);
    expect(await opening).toMatchObject({ code: 'STORAGE_BLOCKED' });
    older.close();
  });

  test('takes its time once the tab has closed', async () => {
    const older = await holdOpen();
    let slow = true;
    const create = IDBDatabase.prototype.createObjectStore as (name: string) => IDBObjectStore;
    vi.spyOn(IDBDatabase.prototype, 'createObjectStore').mockImplementation(function (
      this: IDBDatabase,
      name,
    ) {
      const store = create.call(this, name);
      // Its transaction has something to do until it may end.
      const stay = () => void (slow && (store.get('a').onsuccess = stay));
      stay();
      return store;
    });
    const opening = openDatabase(newer).catch((thrown: unknown) => thrown);
    await pass(500);
    older.close();
    await pass(3000);
    slow = false;
    expect(await opening).not.toBeInstanceOf(Error);
    expect(await get((await opening) as Database)).toBeUndefined();
  });

  /** An older release's connection, which does not close when another version is asked for. */
  async function holdOpen(): Promise<IDBDatabase> {
    (await openDatabase(shape)).close();
    await settle();
    return new Promise((resolve) => {
      const request = indexedDB.open(shape.name);
      request.onsuccess = () => resolve(request.result);
    });
  }
});

describe('a page that is left', () => {
  const leave = (page: EventTarget, persisted = true): void =>
    void page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
  const show = (page: EventTarget): void =>
    void page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));

  /** Writes, and calls `between` when the first half is written and the second is not. */
  function writeTwo(database: Database, between: () => void): Promise<void> {
    return database.write(['things'], async (tx) => {
      await tx.put('things', 'a', 'one');
      between();
      await tx.put('things', 'b', 'two');
    });
  }
  const both = (database: Database) => database.read(['things'], (tx) => tx.entries('things'));

  test('in the middle of a write closes, and writes once it is shown', async () => {
    const page = new EventTarget();
    const database = await openDatabase(shape, { page });
    const close = vi.spyOn(IDBDatabase.prototype, 'close');
    let tries = 0;
    const written = writeTwo(database, () => {
      if (++tries === 1) leave(page);
    });
    await settle();
    expect(close).toHaveBeenCalled();
    const other = await openDatabase(shape);
    expect(await both(other)).toEqual([]);
    await put('theirs')(other);
    expect(tries).toBe(1);
    show(page);
    await written;
    expect(await both(other)).toEqual([
      ['a', 'one'],
      ['b', 'two'],
    ]);
    expect(tries).toBe(2);
  });

  test('again and again goes on every time: leaving is no loss', async () => {
    const page = new EventTarget();
    const database = await openDatabase(shape, { page });
    let tries = 0;
    const written = writeTwo(database, () => {
      if (++tries <= 4) leave(page);
    });
    for (let times = 0; times < 4; times++) {
      await settle();
      show(page);
    }
    await written;
    expect(tries).toBe(5);
  });

  test('asks for nothing until it is shown', async () => {
    const page = new EventTarget();
    // Under a name that nobody else opens: what another test has left may open its own meanwhile.
    const own = { ...shape, name: 'left' };
    const database = await openDatabase(own, { page });
    await put('kept')(database);
    leave(page);
    const opens = vi.spyOn(IDBFactory.prototype, 'open');
    const value = get(database);
    await pass(60_000);
    expect(opens.mock.calls.filter(([name]) => name === own.name)).toEqual([]);
    show(page);
    expect(await value).toBe('kept');
  });

  test('while it opens its storage opens it again', async () => {
    const page = new EventTarget();
    const opening = openDatabase(shape, { page });
    leave(page);
    await settle();
    show(page);
    expect(await get(await opening)).toBeUndefined();
  });

  test('for good keeps what it has begun: a write may still come through', async () => {
    const page = new EventTarget();
    const database = await openDatabase(shape, { page });
    await writeTwo(database, () => leave(page, false));
    expect(await both(database)).toHaveLength(2);
  });

  test('closed, it stays closed', async () => {
    const page = new EventTarget();
    const database = await openDatabase(shape, { page });
    leave(page);
    database.close();
    show(page);
    await expect(get(database)).rejects.toEqual(lost);
  });
});
