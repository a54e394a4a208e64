/** The beginning and the end of a vault: its first rows, the refusal of newer formats, and erasure. */
import { TesseraError } from '../core/errors.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { randomBytes } from '../protocol/random.ts';
import { migrate } from './migrations.ts';
import { FORMAT, ROW, STORES, pinRow, vaultRow } from './schema.ts';
import type { PinRow, VaultRow } from './schema.ts';
import { newDeviceKey } from './record-cipher.ts';

/** Where IndexedDB keeps the vault. The version rises when a store is added; rows have their own format number. */
export const DATABASE = { name: 'tessera', version: 1, stores: STORES } as const;

/**
 * Makes sure that there is a vault of this format: a new one in an empty database, an older one migrated.
 * @throws TesseraError VAULT_NEWER, and nothing has been touched; VAULT_DAMAGED
 */
export async function ready(database: Database): Promise<void> {
  if ((await database.read(['keys'], (tx) => tx.get('keys', ROW.vault))) === undefined)
    await create(database);
  await migrate(database).catch((thrown: unknown) => {
    // Another tab was faster: what it left is looked at anew.
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_CHANGED') return migrate(database);
    throw thrown;
  });
}

/**
 * The same for a door that only reads, and never migrates: a worker can be newer than the pages that are open.
 * @throws TesseraError VAULT_NEWER, or WRONG_STATE for a vault that the app has to migrate first
 */
export async function readyToRead(database: Database): Promise<void> {
  const head = await database.read(['keys'], (tx) => tx.get('keys', ROW.vault));
  if (head === undefined) return create(database);
  const { format } = vaultRow(head);
  if (format !== FORMAT) throw new TesseraError(format > FORMAT ? 'VAULT_NEWER' : 'WRONG_STATE');
}

async function create(database: Database): Promise<void> {
  const key = await newDeviceKey();
  await database.write(STORES, async (transaction) => {
    if ((await transaction.get('keys', ROW.vault)) !== undefined) return; // another tab was faster
    for (const store of STORES) {
      // Rows without their head belong to a vault that lost it: a new key must not lie beside them.
      if ((await transaction.entries(store)).length > 0) throw new TesseraError('VAULT_DAMAGED');
    }
    await putHead(transaction, key, { revision: 0, epoch: 0 });
  });
}

/**
 * Erases everything, the device key too. What stays of the PIN is what its holder has anyway: salt, rounds and
 * the offset in use, so that the same PIN, chosen again, leads to the same check. A second, different check of one
 * PIN would leave a thief one PIN in 256.
 * @throws TesseraError VAULT_NEWER: what this release does not understand it does not erase either
 */
export async function erase(database: Database): Promise<void> {
  const key = await newDeviceKey();
  await database.write(STORES, async (transaction) => {
    const vault = tolerant(vaultRow, await transaction.get('keys', ROW.vault));
    if (vault && vault.format > FORMAT) throw new TesseraError('VAULT_NEWER');
    const pin = tolerant((row) => pinRow(row, 1), await transaction.get('keys', ROW.pin));
    for (const store of STORES) await transaction.clear(store);
    await putHead(transaction, key, {
      revision: (vault?.revision ?? 0) + 1,
      epoch: (vault?.epoch ?? 0) + 1,
    });
    if (pin) await transaction.put('keys', ROW.pin, prepared(pin));
  });
  const left = await database.read(['accounts', 'keys'], async (transaction) => [
    ...(await transaction.entries('accounts')),
    await transaction.get('keys', ROW.slot),
  ]);
  if (left.length > 1 || left[0] !== undefined) throw new TesseraError('STORAGE_LOST');
}

/** A PIN row without a chosen PIN. */
function prepared({ length, salt, rounds, offsets }: PinRow): PinRow {
  return { length, salt, rounds, offsets: offsets.slice(-1) };
}

async function putHead(
  transaction: Transaction,
  key: CryptoKey,
  { revision, epoch }: Pick<VaultRow, 'revision' | 'epoch'>,
): Promise<void> {
  const head: VaultRow = { format: FORMAT, revision, epoch, change: randomBytes(8) };
  await transaction.put('keys', ROW.vault, head);
  await transaction.put('keys', ROW.device, { key });
}

function tolerant<T>(parse: (row: unknown) => T, row: unknown): T | undefined {
  try {
    return parse(row);
  } catch {
    return undefined;
  }
}
