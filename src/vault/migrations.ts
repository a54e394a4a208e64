/** Migrates an older format to this release's in one transaction (docs/vault.md, rule 8). */
import { TesseraError } from '../core/errors.ts';
import type { Database } from '../platform/database.ts';
import { randomBytes } from '../protocol/random.ts';
import type { StoreName, VaultRow } from './schema.ts';
import { parseDeviceKey, parseVaultRow, ROW, STORES, VAULT_FORMAT } from './schema.ts';
import { isSameRow, readRows } from './store.ts';

/** A working copy of all rows that the steps change. */
type DraftRows = Map<StoreName, Map<string, unknown>>;

/**
 * One step, from `from` to `from + 1`. It may seal again what lies under the device key, and leaves
 * the bytes of account secrets as they are: a second ciphertext of one secret would verify the PIN.
 */
export interface Migration {
  readonly from: number;
  readonly step: (draft: DraftRows, deviceKey: CryptoKey) => Promise<void>;
}

/** Format 2 has two stores more, which the upgrade of the database made. Rows stay as they are. */
const MIGRATIONS: readonly Migration[] = [{ from: 1, step: () => Promise.resolve() }];

/** @throws TesseraError VAULT_NEWER, VAULT_DAMAGED, VAULT_CHANGED when another tab was faster */
export async function migrateVault(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
  target = VAULT_FORMAT,
): Promise<void> {
  const stored = await database.read(STORES, (transaction) => readRows(transaction, STORES));
  const before = parseVaultRow(stored.get('keys')?.get(ROW.vault));
  if (before.format > target) throw new TesseraError('VAULT_NEWER');
  if (before.format === target) return;
  const draft: DraftRows = new Map([...stored].map(([store, rows]) => [store, new Map(rows)]));
  const key = parseDeviceKey(stored.get('keys')?.get(ROW.device));
  for (let format = before.format; format < target; format++) {
    const migration = migrations.find(({ from }) => from === format);
    if (!migration) throw new TesseraError('VAULT_DAMAGED');
    await migration.step(draft, key);
  }
  const after: VaultRow = {
    ...before,
    format: target,
    id: before.id.length > 0 ? before.id : randomBytes(8),
    revision: before.revision + 1,
    change: randomBytes(8),
  };
  draft.get('keys')?.set(ROW.vault, after);
  await writeDraft(database, stored, draft, before);
}

async function writeDraft(
  database: Database,
  stored: ReadonlyMap<StoreName, ReadonlyMap<string, unknown>>,
  draft: DraftRows,
  before: VaultRow,
): Promise<void> {
  await database.write(STORES, async (transaction) => {
    const found = parseVaultRow(await transaction.get('keys', ROW.vault));
    // The second run after a lost connection finds what the first one wrote.
    if (isSameRow(found, draft.get('keys')?.get(ROW.vault))) return;
    if (found.revision !== before.revision) throw new TesseraError('VAULT_CHANGED');
    for (const [store, rows] of draft) {
      const old = stored.get(store) ?? new Map<string, unknown>();
      for (const id of old.keys()) if (!rows.has(id)) await transaction.delete(store, id);
      for (const [id, row] of rows) {
        if (!isSameRow(row, old.get(id))) await transaction.put(store, id, row);
      }
    }
  });
}
