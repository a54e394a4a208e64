/** IndexedDB without the vault: what a test, a thief or a hostile page may do to the rows. */
import type { StoreName } from '../../src/vault/schema.ts';
import { STORES } from '../../src/vault/schema.ts';

export type Rows = Record<StoreName, Record<string, unknown>>;

function request<T>(made: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    made.onsuccess = () => resolve(made.result);
    made.onerror = () => reject(made.error as Error);
  });
}

/** Opens (and creates, where there is none) the vault's database, in this version or as it is. */
export function connect(
  version?: number,
  stores: readonly string[] = STORES,
): Promise<IDBDatabase> {
  const opening = indexedDB.open('tessera', version);
  opening.onupgradeneeded = () => {
    for (const store of stores) {
      if (!opening.result.objectStoreNames.contains(store)) opening.result.createObjectStore(store);
    }
  };
  return request(opening);
}

export async function readRows(): Promise<Rows> {
  const database = await connect();
  const rows = {} as Rows;
  for (const name of STORES) {
    rows[name] = {};
    // A database of version 1 has six of them.
    if (!database.objectStoreNames.contains(name)) continue;
    const store = database.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([
      request(store.getAllKeys()),
      request(store.getAll() as IDBRequest<unknown[]>),
    ]);
    rows[name] = Object.fromEntries(keys.map((key, i) => [String(key), values[i]]));
  }
  database.close();
  return rows;
}

/** `undefined` deletes the row. */
export async function writeRow(store: StoreName, key: string, row: unknown): Promise<void> {
  const database = await connect();
  const transaction = database.transaction(store, 'readwrite');
  if (row === undefined) transaction.objectStore(store).delete(key);
  else transaction.objectStore(store).put(row, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

/** Changes one row as it lies there. */
export async function editRow<T>(
  store: StoreName,
  key: string,
  edit: (row: T) => unknown,
): Promise<void> {
  await writeRow(store, key, edit((await readRows())[store][key] as T));
}
