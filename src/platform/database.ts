/** IndexedDB through idb: whole transactions that survive one lost connection, refusals as STORAGE_* errors (Indexed Database API 3.0). */
import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { TesseraError } from '../core/errors.ts';

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

/** @throws TesseraError STORAGE_BLOCKED where the browser refuses or an older tab holds on, VAULT_NEWER where the stored version is higher */
export async function openDatabase(shape: DatabaseShape): Promise<Database> {
  let connecting: Promise<Connection> | undefined;
  let closed = false;

  /** One connection, however many ask for it at once. */
  function connect(): Promise<Connection> {
    if (closed) return Promise.reject(new TesseraError('STORAGE_LOST'));
    const made = (connecting ??= open(shape, forget));
    made.catch(forget);
    return made;

    function forget(): void {
      if (connecting === made) connecting = undefined;
    }
  }

  async function run<T>(mode: Mode, stores: readonly string[], work: Work<T>): Promise<T> {
    const first = connect();
    try {
      return await attempt(await first, mode, stores, work);
    } catch (thrown) {
      if (!isLost(thrown)) throw storageError(thrown);
      (await first).close();
      if (connecting === first) connecting = undefined;
    }
    try {
      return await attempt(await connect(), mode, stores, work);
    } catch (thrown) {
      throw isLost(thrown)
        ? new TesseraError('STORAGE_LOST', { cause: thrown })
        : storageError(thrown);
    }
  }

  await connect();
  return {
    read: (stores, work) => run('readonly', stores, work),
    write: (stores, work) => run('readwrite', stores, work),
    close() {
      closed = true;
      connecting?.then(
        (connection) => connection.close(),
        () => undefined,
      );
    },
  };
}

function open(shape: DatabaseShape, onGone: () => void): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let refused = false;
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
      const code = nameOf(thrown) === 'VersionError' ? 'VAULT_NEWER' : 'STORAGE_BLOCKED';
      reject(
        new TesseraError(nameOf(thrown) === 'QuotaExceededError' ? 'STORAGE_FULL' : code, {
          cause: thrown,
        }),
      );
    }
  });
}

async function attempt<T>(
  connection: Connection,
  mode: Mode,
  stores: readonly string[],
  work: Work<T>,
): Promise<T> {
  // Strict: what the person is told to be kept has left the browser's buffers.
  const transaction = connection.transaction([...stores], mode, { durability: 'strict' });
  const ended = transaction.done.then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    const result = await work(view(transaction));
    await transaction.done;
    return result;
  } catch (thrown) {
    abort(transaction);
    const cause = await ended;
    // A request that fell with its transaction says only AbortError; the transaction knows why.
    throw nameOf(thrown) === 'AbortError' && cause !== undefined ? cause : thrown;
  }
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

/** Connections end by themselves: closed by the browser, or by iOS while the app was in the background. */
function isLost(thrown: unknown): boolean {
  const name = nameOf(thrown);
  if (name === 'InvalidStateError' || name === 'AbortError') return true;
  return name === 'UnknownError' && /connection|server/i.test((thrown as Error).message);
}

function storageError(thrown: unknown): unknown {
  if (thrown instanceof TesseraError) return thrown;
  switch (nameOf(thrown)) {
    case 'QuotaExceededError':
      return new TesseraError('STORAGE_FULL', { cause: thrown });
    case 'UnknownError':
      return new TesseraError('STORAGE_LOST', { cause: thrown });
    default:
      return thrown;
  }
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
}
