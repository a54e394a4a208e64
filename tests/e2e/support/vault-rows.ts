/** The vault's rows as the database has them, beside the app (docs/vault.md, "Stores"). */
import type { Page } from '@playwright/test';

/** Returns the keys of every row, by store. */
export async function rowKeys(app: Page): Promise<Record<string, string[]>> {
  const stores = Object.entries(await rowTexts(app));
  return Object.fromEntries(stores.map(([store, rows]) => [store, Object.keys(rows)]));
}

/** Returns every row as text but for its stored keys, by store and key. */
export function rowTexts(app: Page): Promise<Record<string, Record<string, string>>> {
  return app.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const database = opening.result;
          const stores = [...database.objectStoreNames];
          const found: Record<string, Record<string, string>> = {};
          const transaction = database.transaction(stores);
          for (const store of stores) {
            const rows: Record<string, string> = (found[store] = {});
            const cursors = transaction.objectStore(store).openCursor();
            cursors.onsuccess = () => {
              const at = cursors.result;
              if (!at) return;
              rows[String(at.key)] = JSON.stringify(at.value);
              at.continue();
            };
          }
          transaction.oncomplete = () => {
            database.close();
            resolve(found);
          };
        };
      }),
  );
}

/** Makes one database a copy of another, with its stored keys. */
export function copyVault(app: Page, from: string, to: string): Promise<void> {
  return app.evaluate(
    async (names) => {
      const open = (name: string, version?: number, stores: readonly string[] = []) =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open(name, version);
          opening.onerror = () => reject(new Error('not opened'));
          opening.onupgradeneeded = () => {
            for (const store of stores) opening.result.createObjectStore(store);
          };
          opening.onsuccess = () => resolve(opening.result);
        });
      const source = await open(names.from);
      const stores = [...source.objectStoreNames];
      const target = await open(names.to, source.version, stores);
      const rows: (readonly [store: string, key: IDBValidKey, value: unknown])[] = [];
      await new Promise((resolve) => {
        const reading = source.transaction(stores);
        for (const store of stores) {
          const cursors = reading.objectStore(store).openCursor();
          cursors.onsuccess = () => {
            const at = cursors.result;
            if (!at) return;
            rows.push([store, at.key, at.value]);
            at.continue();
          };
        }
        reading.oncomplete = resolve;
      });
      await new Promise((resolve) => {
        const writing = target.transaction(stores, 'readwrite');
        for (const store of stores) writing.objectStore(store).clear();
        for (const [store, key, value] of rows) writing.objectStore(store).put(value, key);
        writing.oncomplete = resolve;
      });
      source.close();
      target.close();
    },
    { from, to },
  );
}

/** Deletes a row of `keys`, as a failing disk or a hostile hand may. */
export function deleteKeysRow(app: Page, row: 'device' | 'pin'): Promise<void> {
  return app.evaluate(
    (key) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const change = opening.result.transaction('keys', 'readwrite');
          change.objectStore('keys').delete(key);
          change.oncomplete = () => resolve(opening.result.close());
        };
      }),
    row,
  );
}
