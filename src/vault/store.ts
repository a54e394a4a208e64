/** Reads and changes the vault's rows, one transaction a change (docs/vault.md, rules 1 and 5). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { randomBytes } from '../protocol/random.ts';
import type { PinRow, SlotRow, StoreName, VaultRow } from './schema.ts';
import { parseDeviceKey, parsePinRow, parseSlotRow, parseVaultRow, ROW } from './schema.ts';

export type Rows = ReadonlyMap<StoreName, ReadonlyMap<string, unknown>>;

export type RowWrite =
  | { readonly put: unknown; readonly store: StoreName; readonly key: string }
  | { readonly drop: true; readonly store: StoreName; readonly key: string }
  | { readonly clear: true; readonly store: StoreName };

/**
 * What a change is planned upon; the revision makes sure that it still holds when the change is
 * written.
 */
export interface Loaded {
  readonly vault: VaultRow;
  readonly deviceKey: CryptoKey;
  readonly pin: PinRow | undefined;
  readonly slot: SlotRow | undefined;
  readonly rows: (store: StoreName) => ReadonlyMap<string, unknown>;
}

export interface Plan {
  readonly changes: readonly RowWrite[];
  /** The PIN root becomes another one: sessions with the old one are over. */
  readonly newEpoch?: boolean;
}

export interface Store {
  readonly load: (stores?: readonly StoreName[]) => Promise<Loaded>;
  /** Loads `keys` and a single row besides. */
  readonly pick: (store: StoreName, key: string) => Promise<Loaded>;
  /**
   * Plans (with all its cryptography) on what is loaded, then writes all of it or nothing, and
   * reads it back: nobody is told that something is kept before it has been seen there. A plan may
   * run again when another tab was faster.
   * @throws TesseraError VAULT_CHANGED, STORAGE_*, and whatever the plan throws
   */
  readonly change: (
    stores: readonly StoreName[],
    plan: (loaded: Loaded) => Promise<Plan> | Plan,
  ) => Promise<void>;
  /**
   * Renews one row that stands alone, outside the revision: reads, changes and writes it in one
   * transaction. No tab is told: the row is read where it counts, and an unlock must not make every
   * tab read every account.
   * @throws TesseraError STORAGE_*, and whatever the renewal throws
   */
  readonly renew: <T>(store: StoreName, key: string, renewal: (row: unknown) => T) => Promise<T>;
}

export interface StoreParts {
  readonly database: Database;
  /** Runs work while no other tab changes the vault. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Called after each change of this tab. */
  readonly changed: () => void;
  /** Called once, when it shows that the browser's data was cleared under the open vault. */
  readonly cleared?: () => void;
  readonly roundsFloor: number;
}

/** How often a change is planned before it gives up. */
const MAX_PLANS = 3;
/** Length of `change` in the vault row. */
const CHANGE_BYTES = 8;

export function createStore(parts: StoreParts): Store {
  const { exclusively, changed, roundsFloor } = parts;
  const database = watchClearing(parts);
  /** The id of the vault that was opened. */
  let id: Bytes | undefined;

  /**
   * The row was there when the vault was opened: without it, or with another vault's, the browser's
   * data was cleared.
   * @throws TesseraError STORAGE_CLEARED, VAULT_DAMAGED
   */
  function headOf(row: unknown): VaultRow {
    if (row === undefined) throw new TesseraError('STORAGE_CLEARED');
    const head = parseVaultRow(row);
    id ??= head.id;
    if (!equal(head.id, id)) throw new TesseraError('STORAGE_CLEARED');
    return head;
  }

  function read(find: (transaction: Transaction) => Promise<Rows>, stores: StoreName[]) {
    return database.read(stores, async (transaction) => {
      const rows = await find(transaction);
      return parseRows(headOf(rows.get('keys')?.get(ROW.vault)), rows, roundsFloor);
    });
  }

  function load(stores: readonly StoreName[] = []): Promise<Loaded> {
    const all = withKeys(stores);
    return read((transaction) => readRows(transaction, all), all);
  }

  async function tryChange(
    stores: readonly StoreName[],
    plan: (loaded: Loaded) => Promise<Plan> | Plan,
  ): Promise<void> {
    const loaded = await load(stores);
    const { changes, newEpoch } = await plan(loaded);
    if (changes.length === 0) return;
    const { vault } = loaded;
    const next: VaultRow = {
      ...vault,
      revision: vault.revision + 1,
      epoch: vault.epoch + (newEpoch ? 1 : 0),
      change: randomBytes(CHANGE_BYTES),
    };
    const touched = withKeys(changes.map(({ store }) => store));
    await database.write(touched, async (transaction) => {
      const found = headOf(await transaction.get('keys', ROW.vault));
      // The connection was lost after the commit and this is the second run: it is all there.
      if (equal(found.change, next.change)) return;
      if (found.revision !== vault.revision || found.epoch !== vault.epoch)
        throw new TesseraError('VAULT_CHANGED');
      for (const change of changes) await writeRow(transaction, change);
      await transaction.put('keys', ROW.vault, next);
    });
    const rows = await database.read(touched, (transaction) => readRows(transaction, touched));
    const found = headOf(rows.get('keys')?.get(ROW.vault));
    const isKept = equal(found.change, next.change) && areKept(rows, changes);
    // Another tab may have changed the vault since: that it could says that this was committed.
    if (found.revision <= next.revision && !isKept) throw new TesseraError('STORAGE_LOST');
    changed();
  }

  return {
    load,
    pick: (store, key) =>
      read(
        async (transaction) => {
          const [rows, row] = await Promise.all([
            readRows(transaction, ['keys']),
            transaction.get(store, key),
          ]);
          const picked = new Map(row === undefined ? [] : [[key, row]]);
          return new Map([...rows, [store, picked]]);
        },
        withKeys([store]),
      ),
    change: (stores, plan) =>
      exclusively(async () => {
        for (let plans = 1; ; plans++) {
          try {
            await tryChange(stores, plan);
            return;
          } catch (thrown) {
            const outrun = thrown instanceof TesseraError && thrown.code === 'VAULT_CHANGED';
            if (!outrun || plans === MAX_PLANS) throw thrown;
          }
        }
      }),
    renew: (store, key, renewal) =>
      exclusively(async () => {
        const row = await database.write(withKeys([store]), async (transaction) => {
          // Beside no head, a row would make a cleared vault look like a damaged one.
          headOf(await transaction.get('keys', ROW.vault));
          const renewed = renewal(await transaction.get(store, key));
          await transaction.put(store, key, renewed);
          return renewed;
        });
        const found = await database.read([store], (transaction) => transaction.get(store, key));
        if (!isSameRow(found, row)) throw new TesseraError('STORAGE_LOST');
        return row;
      }),
  };
}

export async function readRows(
  transaction: Transaction,
  stores: readonly StoreName[],
): Promise<Rows> {
  const entries = stores.map(
    async (store) => [store, new Map(await transaction.entries(store))] as const,
  );
  return new Map(await Promise.all(entries));
}

/** Returns true if two rows are deeply equal, as far as a row's values go. */
export function isSameRow(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && equal(a, b);
  if (a instanceof CryptoKey)
    return b instanceof CryptoKey && b.algorithm.name === a.algorithm.name;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [mine, theirs] = [Object.entries(a), b as { readonly [name: string]: unknown }];
  return (
    mine.length === Object.keys(b).length &&
    mine.every(([name, value]) => isSameRow(value, theirs[name]))
  );
}

/**
 * Returns the PIN row; `loaded` must have the accounts. Accounts are sealed under a PIN that was
 * chosen: without its row they are a damaged vault, and no new PIN may be chosen beside them.
 * @throws TesseraError VAULT_DAMAGED
 */
export function pinBesideAccounts(loaded: Loaded): PinRow | undefined {
  const { pin } = loaded;
  if (pin?.check === undefined && loaded.rows('accounts').size > 0)
    throw new TesseraError('VAULT_DAMAGED');
  return pin;
}

function withKeys(stores: readonly StoreName[]): StoreName[] {
  return [...new Set<StoreName>(['keys', ...stores])];
}

/** Returns the database; `cleared` is called at the first STORAGE_CLEARED. */
function watchClearing({ database, cleared }: StoreParts): Pick<Database, 'read' | 'write'> {
  let told = false;
  function failed(thrown: unknown): never {
    if (!told && thrown instanceof TesseraError && thrown.code === 'STORAGE_CLEARED') {
      told = true;
      cleared?.();
    }
    throw thrown;
  }
  return {
    read: (stores, work) => database.read(stores, work).catch(failed),
    write: (stores, work) => database.write(stores, work).catch(failed),
  };
}

function parseRows(vault: VaultRow, rows: Rows, roundsFloor: number): Loaded {
  const keys = rows.get('keys') ?? new Map<string, unknown>();
  return {
    vault,
    deviceKey: parseDeviceKey(keys.get(ROW.device)),
    // Parsed only where they are needed: a damaged slot must not be in the way of the PIN.
    get pin() {
      const row = keys.get(ROW.pin);
      return row === undefined ? undefined : parsePinRow(row, roundsFloor);
    },
    get slot() {
      const row = keys.get(ROW.slot);
      return row === undefined ? undefined : parseSlotRow(row);
    },
    rows: (store) => rows.get(store) ?? new Map<string, unknown>(),
  };
}

async function writeRow(transaction: Transaction, change: RowWrite): Promise<void> {
  if ('clear' in change) await transaction.clear(change.store);
  else if ('drop' in change) await transaction.delete(change.store, change.key);
  else await transaction.put(change.store, change.key, change.put);
}

/** Returns true if the rows are those that were committed. */
function areKept(rows: Rows, changes: readonly RowWrite[]): boolean {
  return changes.every((change, i) => {
    if ('clear' in change || isOverruled(changes, i)) return true;
    const row = rows.get(change.store)?.get(change.key);
    return 'drop' in change ? row === undefined : isSameRow(row, change.put);
  });
}

/** Returns true if a later change of the same plan concerns the same row. */
function isOverruled(changes: readonly RowWrite[], i: number): boolean {
  const { store } = changes[i]!;
  return changes
    .slice(i + 1)
    .some((later) => later.store === store && ('clear' in later || isSameKey(later, changes[i]!)));
}

function isSameKey(a: RowWrite, b: RowWrite): boolean {
  return 'key' in a && 'key' in b && a.key === b.key;
}
