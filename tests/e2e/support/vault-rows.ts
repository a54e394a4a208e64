/** The vault's rows as the database has them, beside the app (docs/vault.md, "Stores"). */
import type { Page } from '@playwright/test';

/** Returns the keys of every row, by store. */
export function rowKeys(app: Page): Promise<Record<string, string[]>> {
  return app.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const database = opening.result;
          const stores = [...database.objectStoreNames];
          const found: Record<string, string[]> = {};
          const transaction = database.transaction(stores);
          for (const store of stores) {
            const keys = transaction.objectStore(store).getAllKeys();
            keys.onsuccess = () => (found[store] = keys.result.map(String));
          }
          transaction.oncomplete = () => {
            database.close();
            resolve(found);
          };
        };
      }),
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
