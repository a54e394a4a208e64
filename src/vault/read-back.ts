/** Reading rows back after a change: nobody is told that something is kept before it has been seen there (docs/vault.md, rule 1). */
import { equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { ROW, vaultRow } from './schema.ts';
import type { StoreName, VaultRow } from './schema.ts';
import type { RowWrite } from './store.ts';

export type Rows = ReadonlyMap<StoreName, ReadonlyMap<string, unknown>>;

export async function readAll(
  transaction: Transaction,
  stores: readonly StoreName[],
): Promise<Rows> {
  const read = stores.map(
    async (store) => [store, new Map(await transaction.entries(store))] as const,
  );
  return new Map(await Promise.all(read));
}

/** @throws TesseraError STORAGE_LOST when what was committed is not what lies there */
export async function readBack(
  database: Database,
  stores: readonly StoreName[],
  written: VaultRow,
  changes: readonly RowWrite[],
): Promise<void> {
  const rows = await database.read(stores, (transaction) => readAll(transaction, stores));
  const found = vaultRow(rows.get('keys')?.get(ROW.vault));
  // Another tab has changed the vault since; that it could says that this change was committed.
  if (found.revision > written.revision) return;
  const kept =
    equal(found.change, written.change) &&
    changes.every((change, i) => {
      if ('clear' in change || isOverruled(changes, i)) return true;
      const row = rows.get(change.store)?.get(change.key);
      return 'drop' in change ? row === undefined : same(row, change.put);
    });
  if (!kept) throw new TesseraError('STORAGE_LOST');
}

/** Whether a later change of the same plan concerns the same row. */
function isOverruled(changes: readonly RowWrite[], i: number): boolean {
  const { store } = changes[i]!;
  return changes
    .slice(i + 1)
    .some((later) => later.store === store && ('clear' in later || sameKey(later, changes[i]!)));
}

function sameKey(a: RowWrite, b: RowWrite): boolean {
  return 'key' in a && 'key' in b && a.key === b.key;
}

/** Deep equality of what a row may hold. */
export function same(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && equal(a, b);
  if (a instanceof CryptoKey)
    return b instanceof CryptoKey && b.algorithm.name === a.algorithm.name;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [mine, theirs] = [Object.entries(a), b as { readonly [name: string]: unknown }];
  return (
    mine.length === Object.keys(b).length &&
    mine.every(([name, value]) => same(value, theirs[name]))
  );
}
