/** IndexedDB through idb: whole transactions that survive one lost connection, refusals as STORAGE_* errors (Indexed Database API 3.0). */
import { openDB } from 'idb';
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { TesseraError } from '../core/errors.ts';
import { isLost, refusal, silence, storageError } from './database-errors.ts';
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

/** One transaction. Await nothing but its own methods inside: it commits as soon as it has nothing to do. */
export interface Transaction {
  get(store: string, key: string): Promise<unknown>;
  entries(store: string): Promise<[key: string, value: unknown][]>;
  put(store: string, key: string, value: unknown): Promise<void>;
  delete(store: string, key: string): Promise<void>;
  clear(store: string): Promise<void>;
}

export type Work<T> = (transaction: Transaction) => Promise<T>;

export interface Database {
  /** @throws TesseraError STORAGE_LOST, STORAGE_BLOCKED, VAULT_NEWER; what `work` throws passes through */
  read<T>(stores: readonly string[], work: Work<T>): Promise<T>;
  /**
   * All of it or nothing. After a lost connection `work` runs once more, and the first run may have
   * been committed: `work` must recognise what it wrote.
   * @throws TesseraError STORAGE_FULL besides
   */
  write<T>(stores: readonly string[], work: Work<T>): Promise<T>;
  close(): void;
}

type Connection = IDBPDatabase;
type Mode = 'readonly' | 'readwrite';

/** Milliseconds for a connection; one that waits for another tab's release is told of sooner. */
const OPEN_MS = 10_000;
/** Milliseconds for a transaction, its turn behind those of other tabs included. */
const TRANSACTION_MS = 10_000;
/** Milliseconds for an aborted transaction to say that it has ended. */
const ABORT_MS = 2000;
/** How often a transaction is begun before the storage counts as lost. */
const ATTEMPTS = 2;

/** Something under way: what ends it, and whether it ends because the page is left. */
interface Turn {
  abort(): void;
  left: boolean;
}

/**
 * When the page is put into the page cache, what is under way is aborted and the connection closed, for
 * a later page would wait behind them; it is done once the page is shown again. `page` as in
 * `watchPageCache`.
 * @throws TesseraError STORAGE_BLOCKED where the browser refuses or an older tab holds on,
 * VAULT_NEWER where the stored version is higher, STORAGE_LOST where the browser does not answer
 */
export async function openDatabase(shape: DatabaseShape, page?: EventTarget): Promise<Database> {
  let connecting: Promise<Connection> | undefined;
  let closed = false;
  /** While the page lies in the page cache. */
  let away: Promise<void> | undefined;
  let back: () => void = () => undefined;
  const turns = new Set<Turn>();

  function forget(made: Promise<Connection>): void {
    if (connecting === made) connecting = undefined;
  }

  /** One connection, however many ask for it at once. */
  function connect(): Promise<Connection> {
    if (closed) return Promise.reject(new TesseraError('STORAGE_LOST'));
    if (away) return away.then(connect);
    const made: Promise<Connection> = (connecting ??= open(shape, () => forget(made)));
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
    use: (connection: Connection, turn: Turn) => Promise<T>,
  ): Promise<T> {
    for (let losses = 0; ;) {
      const turn: Turn = { abort: () => undefined, left: false };
      turns.add(turn);
      const made = connect();
      try {
        return await use(await made, turn);
      } catch (thrown) {
        if (!isLost(thrown)) throw storageError(thrown);
        drop(made);
        if (!turn.left) losses++;
        if (losses === ATTEMPTS) throw new TesseraError('STORAGE_LOST', { cause: thrown });
      } finally {
        turns.delete(turn);
      }
    }
  }

  function leave(): void {
    away ??= new Promise((resolve) => (back = resolve));
    for (const turn of turns) {
      turn.left = true;
      turn.abort();
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
    read: (stores, work) => onConnection(attempt('readonly', stores, work)),
    write: (stores, work) => onConnection(attempt('readwrite', stores, work)),
    close() {
      closed = true;
      unwatch();
      if (connecting) drop(connecting);
    },
  };
}

function open(shape: DatabaseShape, onGone: () => void): Promise<Connection> {
  let refused = false;
  const opening = new Promise<Connection>((resolve, reject) => {
    let own: Connection | undefined;
    try {
      openDB(shape.name, shape.version, {
        upgrade(database) {
          for (const store of shape.stores) {
            if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
          }
        },
        // Another tab runs an older release that does not let go.
        blocked() {
          refused = true;
          reject(new TesseraError('STORAGE_BLOCKED'));
        },
        // A newer release wants to upgrade in another tab: let go. The next use finds VAULT_NEWER.
        blocking() {
          own?.close();
          onGone();
        },
        terminated: onGone,
      }).then((opened) => {
        own = opened;
        if (refused) opened.close();
        else resolve(opened);
      }, refuse);
    } catch (thrown) {
      refuse(thrown); // no indexedDB at all
    }
    function refuse(thrown: unknown): void {
      reject(refusal(thrown));
    }
  });
  return within(OPEN_MS, opening, () => {
    refused = true;
    throw silence();
  });
}

function attempt<T>(
  mode: Mode,
  stores: readonly string[],
  work: Work<T>,
): (connection: Connection, turn: Turn) => Promise<T> {
  return async (connection, turn) => {
    // Strict: what the person is told to be kept has left the browser's buffers.
    const transaction = connection.transaction([...stores], mode, { durability: 'strict' });
    turn.abort = () => abort(transaction);
    const ended = transaction.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    const whole = async (): Promise<T> => {
      const result = await work(view(transaction));
      await transaction.done;
      return result;
    };
    try {
      return await within(TRANSACTION_MS, whole(), () => {
        throw silence();
      });
    } catch (thrown) {
      abort(transaction);
      const cause = await within(ABORT_MS, ended, () => undefined);
      // A request that fell with its transaction says only AbortError; the transaction knows why.
      throw errorName(thrown) === 'AbortError' && cause !== undefined ? cause : thrown;
    }
  };
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

function view(transaction: IDBPTransaction<unknown, string[], Mode>): Transaction {
  const at = (store: string): WritableStore =>
    transaction.objectStore(store) as unknown as WritableStore;
  return {
    get: (store, key) => at(store).get(key),
    async entries(store) {
      const [keys, values] = await Promise.all([at(store).getAllKeys(), at(store).getAll()]);
      return keys.map((key, i) => [String(key), values[i]]);
    },
    async put(store, key, value) {
      await at(store).put(value, key);
    },
    delete: (store, key) => at(store).delete(key),
    clear: (store) => at(store).clear(),
  };
}

/** The part of an object store that is used here; idb's own type depends on the mode of its transaction. */
interface WritableStore {
  get(key: string): Promise<unknown>;
  getAll(): Promise<unknown[]>;
  getAllKeys(): Promise<IDBValidKey[]>;
  put(value: unknown, key: string): Promise<IDBValidKey>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
}
