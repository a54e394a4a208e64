/** IndexedDB (Indexed Database API 3.0) through idb: transactions survive a lost connection. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { openDB } from 'idb';

import { TesseraError } from '../core/errors.ts';
import { isLostConnection, noAnswer, openingError, transactionError } from './database-errors.ts';
import { errorName } from './dom-errors.ts';
import { watchPageCache } from './page-cache.ts';
import { within } from './within.ts';

export interface DatabaseShape {
  readonly name: string;
  /** Raised when a store is added; rows have a format number of their own. */
  readonly version: number;
  /** Object stores with keys outside the values. */
  readonly stores: readonly string[];
}

/**
 * One transaction. Await nothing but its own methods inside: it commits as soon as it has nothing
 * to do.
 */
export interface Transaction {
  readonly get: (store: string, key: string) => Promise<unknown>;
  readonly entries: (store: string) => Promise<[key: string, value: unknown][]>;
  readonly put: (store: string, key: string, value: unknown) => Promise<void>;
  readonly delete: (store: string, key: string) => Promise<void>;
  readonly clear: (store: string) => Promise<void>;
}

export interface DatabaseOptions {
  /** Opens what is there in this version, and neither creates nor upgrades it. */
  readonly existing?: boolean;
  /** As in `watchPageCache`. */
  readonly page?: EventTarget;
  /**
   * Called when a connection was closed by the browser, or for another tab that deletes or upgrades
   * the database: what is stored may be gone.
   */
  readonly onGone?: () => void;
}

type Work<T> = (transaction: Transaction) => Promise<T>;

export interface Database {
  /**
   * @throws TesseraError STORAGE_LOST, STORAGE_BLOCKED, VAULT_NEWER; what `work` throws passes
   * through
   */
  readonly read: <T>(stores: readonly string[], work: Work<T>) => Promise<T>;
  /**
   * Writes all of it or nothing. After a lost connection `work` runs once more, and the first run
   * may have been committed: `work` must recognise what it wrote.
   * @throws TesseraError STORAGE_FULL besides
   */
  readonly write: <T>(stores: readonly string[], work: Work<T>) => Promise<T>;
  readonly close: () => void;
}

type Connection = IDBPDatabase;
type Mode = 'readonly' | 'readwrite';

/** Milliseconds for a connection. */
const OPEN_MS = 10_000;
/** Milliseconds for an older tab to end its transaction: one that never closes blocks for good. */
const BLOCKED_MS = 1000;
/** Milliseconds for a transaction, its turn behind those of other tabs included. */
const TRANSACTION_MS = 10_000;
/** Milliseconds for an aborted transaction to say that it has ended. */
const ABORT_MS = 2000;
/** How often a transaction is begun before the storage counts as lost. */
const MAX_ATTEMPTS = 2;
/** Milliseconds between them: a browser that clears its data breaks off what is opened then. */
const RETRY_MS = 250;

/** A transaction under way. */
interface Attempt {
  abort: () => void;
  /** It was aborted because the page is left. */
  left: boolean;
}

/**
 * Opens a database. When the page is put into the page cache, transactions are aborted and the
 * connection is closed, because a later page would wait behind them; they run again once the page
 * is shown.
 * @throws TesseraError STORAGE_BLOCKED where the browser refuses or an older tab holds on,
 * VAULT_NEWER where the stored version is higher, STORAGE_LOST where the browser does not answer,
 * WRONG_STATE where an existing database is asked for and there is none, or an older one
 */
export async function openDatabase(
  shape: DatabaseShape,
  { existing = false, page, onGone = () => undefined }: DatabaseOptions = {},
): Promise<Database> {
  let connecting: Promise<Connection> | undefined;
  let closed = false;
  /** Resolves when the page leaves the page cache; undefined while it is not in there. */
  let away: Promise<void> | undefined;
  let back: () => void = () => undefined;
  const attempts = new Set<Attempt>();

  function forget(made: Promise<Connection>): void {
    if (connecting === made) connecting = undefined;
  }

  /** One connection, however many ask for it at once. */
  function connect(): Promise<Connection> {
    if (closed) return Promise.reject(new TesseraError('STORAGE_LOST'));
    if (away) return away.then(connect);
    function gone(): void {
      forget(made);
      onGone();
    }
    const made: Promise<Connection> = (connecting ??= openConnection(shape, existing, gone));
    made.catch(() => forget(made));
    return made;
  }

  function drop(made: Promise<Connection>): void {
    forget(made);
    made.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }

  async function onConnection<T>(
    use: (connection: Connection, attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    for (let losses = 0; ;) {
      const attempt: Attempt = { abort: () => undefined, left: false };
      attempts.add(attempt);
      const made = connect();
      try {
        return await use(await made, attempt);
      } catch (thrown) {
        if (!isLostConnection(thrown)) throw transactionError(thrown);
        drop(made);
        if (attempt.left) continue;
        if (++losses === MAX_ATTEMPTS) throw new TesseraError('STORAGE_LOST', { cause: thrown });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      } finally {
        attempts.delete(attempt);
      }
    }
  }

  function leave(): void {
    away ??= new Promise((resolve) => (back = resolve));
    for (const attempt of attempts) {
      attempt.left = true;
      attempt.abort();
    }
    if (connecting) drop(connecting);
  }

  function comeBack(): void {
    away = undefined;
    back();
  }

  const unwatch = watchPageCache(leave, comeBack, page);
  await onConnection(() => Promise.resolve());
  return {
    read: (stores, work) => onConnection(runTransaction('readonly', stores, work)),
    write: (stores, work) => onConnection(runTransaction('readwrite', stores, work)),
    close() {
      closed = true;
      unwatch();
      if (connecting) drop(connecting);
    },
  };
}

function openConnection(
  shape: DatabaseShape,
  existing: boolean,
  onGone: () => void,
): Promise<Connection> {
  let abandoned = false;
  let upgrading = false;
  const opening = new Promise<Connection>((resolve, reject) => {
    let connection: Connection | undefined;
    try {
      openDB(shape.name, existing ? undefined : shape.version, {
        upgrade(database, _before, _after, transaction) {
          upgrading = true;
          if (existing) {
            // There is none. Aborted, the browser creates none either.
            transaction.done.catch(() => reject(new TesseraError('WRONG_STATE')));
            transaction.abort();
            return;
          }
          for (const store of shape.stores) {
            if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
          }
        },
        // Another tab runs an older release, and has not closed its connection yet.
        blocked() {
          setTimeout(() => {
            // The other tab has closed its connection, and the upgrade takes its time.
            if (upgrading) return;
            abandoned = true;
            reject(new TesseraError('STORAGE_BLOCKED'));
          }, BLOCKED_MS);
        },
        // A newer release wants to upgrade in another tab: close. The next use finds VAULT_NEWER.
        blocking() {
          connection?.close();
          onGone();
        },
        terminated: onGone,
      }).then((opened) => {
        connection = opened;
        if (opened.version < shape.version) reject(new TesseraError('WRONG_STATE'));
        else if (opened.version > shape.version) reject(new TesseraError('VAULT_NEWER'));
        else if (!abandoned) return resolve(opened);
        opened.close();
      }, refuse);
    } catch (thrown) {
      refuse(thrown); // no indexedDB at all
    }

    function refuse(thrown: unknown): void {
      reject(openingError(thrown));
    }
  });
  return within(OPEN_MS, opening, () => {
    abandoned = true;
    throw noAnswer();
  });
}

function runTransaction<T>(
  mode: Mode,
  stores: readonly string[],
  work: Work<T>,
): (connection: Connection, attempt: Attempt) => Promise<T> {
  return async (connection, attempt) => {
    // Strict: the data has left the browser's buffers before the person is told that it is kept.
    const transaction = connection.transaction([...stores], mode, { durability: 'strict' });
    attempt.abort = () => abortTransaction(transaction);
    const ended = transaction.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    async function runToEnd(): Promise<T> {
      const result = await work(wrapTransaction(transaction));
      await transaction.done;
      return result;
    }

    try {
      return await within(TRANSACTION_MS, runToEnd(), () => {
        throw noAnswer();
      });
    } catch (thrown) {
      abortTransaction(transaction);
      const cause = await within(ABORT_MS, ended, () => undefined);
      // A request that failed with its transaction says only AbortError; the transaction knows why.
      throw errorName(thrown) === 'AbortError' && cause !== undefined ? cause : thrown;
    }
  };
}

function abortTransaction(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

function wrapTransaction(transaction: IDBPTransaction<unknown, string[], Mode>): Transaction {
  const at = (store: string): WritableStore =>
    transaction.objectStore(store) as unknown as WritableStore;
  return {
    get: (store, key) => at(store).get(key),
    async entries(store) {
      const [keys, values] = await Promise.all([at(store).getAllKeys(), at(store).getAll()]);
      return keys.map((key, i) => [key, values[i]]);
    },
    async put(store, key, value) {
      await at(store).put(value, key);
    },
    delete: (store, key) => at(store).delete(key),
    clear: (store) => at(store).clear(),
  };
}

/**
 * The part of an object store that is used here; idb's own type depends on the transaction's mode.
 */
interface WritableStore {
  get(key: string): Promise<unknown>;
  getAll(): Promise<unknown[]>;
  getAllKeys(): Promise<string[]>;
  put(value: unknown, key: string): Promise<IDBValidKey>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
}
