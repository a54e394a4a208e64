/** The beginning and the end of a vault: its first rows, the refusal of newer formats, erasure. */
import { TesseraError } from '../core/errors.ts';
import type { Database, DatabaseOptions, Transaction } from '../platform/database.ts';
import { openDatabase } from '../platform/database.ts';
import { withLock } from '../platform/locks.ts';
import { randomBytes } from '../protocol/random.ts';
import { migrateVault } from './migrations.ts';
import { newDeviceKey } from './record-cipher.ts';
import type { PinRow, VaultRow } from './schema.ts';
import { parsePinRow, parseVaultRow, ROW, STORES, VAULT_FORMAT } from './schema.ts';

/**
 * Where IndexedDB keeps the vault. The version rises when a store is added; rows have their own
 * format number.
 */
export const DATABASE = { name: 'tessera', version: 2, stores: STORES } as const;

/** The Web Lock of the vault's changes, and the channel on which tabs hear of them. */
export const VAULT_NAME = 'tessera/vault';

/** Runs `work` while no other tab changes the vault. */
export function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return withLock(VAULT_NAME, work);
}

/** Opens the database and prepares it exclusively; closes it again where that fails. */
export async function openVaultDatabase(
  prepare: (database: Database) => Promise<void>,
  options: DatabaseOptions = {},
): Promise<Database> {
  const database = await openDatabase(DATABASE, options);
  try {
    await exclusively(() => prepare(database));
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * Makes sure that there is a vault of this format: creates one in an empty database, migrates an
 * older one.
 * @throws TesseraError VAULT_NEWER, and nothing has been touched; VAULT_DAMAGED
 */
export async function ensureVault(database: Database): Promise<void> {
  if ((await readHead(database)) === undefined) await createVault(database);
  await migrateVault(database).catch((thrown: unknown) => {
    // Another tab was faster: look again at what it left.
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_CHANGED')
      return migrateVault(database);
    throw thrown;
  });
}

/**
 * Refuses a vault that the app has to create or migrate first. The service worker does neither: it
 * can be newer than the pages that are open.
 * @throws TesseraError VAULT_NEWER, WRONG_STATE
 */
export async function requireReadable(database: Database): Promise<void> {
  const head = await readHead(database);
  if (head === undefined) throw new TesseraError('WRONG_STATE');
  const { format } = parseVaultRow(head);
  if (format !== VAULT_FORMAT)
    throw new TesseraError(format > VAULT_FORMAT ? 'VAULT_NEWER' : 'WRONG_STATE');
}

function readHead(database: Database): Promise<unknown> {
  return database.read(['keys'], (transaction) => transaction.get('keys', ROW.vault));
}

async function createVault(database: Database): Promise<void> {
  const key = await newDeviceKey();
  await database.write(STORES, async (transaction) => {
    if ((await transaction.get('keys', ROW.vault)) !== undefined) return; // another tab was faster
    for (const store of STORES) {
      // Rows without their head belong to a vault that lost it: no new key beside them.
      if ((await transaction.entries(store)).length > 0) throw new TesseraError('VAULT_DAMAGED');
    }
    await putHead(transaction, key, { revision: 0, epoch: 0, id: randomBytes(8) });
  });
}

/**
 * Erases everything, the device key too. What stays of the PIN is what its holder has anyway: salt,
 * rounds and the offset in use, so that the same PIN, chosen again, leads to the same check. A
 * second, different check of one PIN would leave a thief one PIN in 256. `others` stays too: the
 * keys of other servers' accounts can come back, under another PIN.
 * @throws TesseraError VAULT_NEWER: what this release does not understand it does not erase either
 */
export async function eraseRows(database: Database): Promise<void> {
  const key = await newDeviceKey();
  await database.write(STORES, async (transaction) => {
    const vault = parseOrNone(parseVaultRow, await transaction.get('keys', ROW.vault));
    if (vault && vault.format > VAULT_FORMAT) throw new TesseraError('VAULT_NEWER');
    const pin = parseOrNone((row) => parsePinRow(row, 1), await transaction.get('keys', ROW.pin));
    for (const store of STORES) await transaction.clear(store);
    await putHead(transaction, key, {
      revision: (vault?.revision ?? 0) + 1,
      epoch: (vault?.epoch ?? 0) + 1,
      id: vault?.id.length ? vault.id : randomBytes(8),
    });
    if (pin) await transaction.put('keys', ROW.pin, withoutCheck(pin));
  });
  const left = await database.read(['accounts', 'keys'], async (transaction) => [
    ...(await transaction.entries('accounts')),
    await transaction.get('keys', ROW.slot),
  ]);
  if (left.length > 1 || left[0] !== undefined) throw new TesseraError('STORAGE_LOST');
}

/** Returns the row of a PIN that has not been chosen. */
function withoutCheck({ length, salt, rounds, offsets, others }: PinRow): PinRow {
  return { length, salt, rounds, offsets: offsets.slice(-1), ...(others && { others }) };
}

async function putHead(
  transaction: Transaction,
  key: CryptoKey,
  { revision, epoch, id }: Pick<VaultRow, 'revision' | 'epoch' | 'id'>,
): Promise<void> {
  const head: VaultRow = { format: VAULT_FORMAT, revision, epoch, id, change: randomBytes(8) };
  await transaction.put('keys', ROW.vault, head);
  await transaction.put('keys', ROW.device, { key });
}

function parseOrNone<T>(parse: (row: unknown) => T, row: unknown): T | undefined {
  try {
    return parse(row);
  } catch {
    return undefined;
  }
}
