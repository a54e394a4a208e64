/** Reading and changing the vault's rows: one transaction a change, guarded by the revision, read back when done (docs/vault.md, rules 1 and 5). */
import { equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { randomBytes } from '../protocol/random.ts';
import { readAll, readBack, same } from './read-back.ts';
import type { Rows } from './read-back.ts';
import { ROW, deviceKey, pinRow, slotRow, vaultRow } from './schema.ts';
import type { PinRow, SlotRow, StoreName, VaultRow } from './schema.ts';

export type RowWrite =
  | { readonly put: unknown; readonly store: StoreName; readonly key: string }
  | { readonly drop: true; readonly store: StoreName; readonly key: string }
  | { readonly clear: true; readonly store: StoreName };

/** What a change is planned upon; the revision makes sure that it still holds when the change is written. */
export interface Loaded {
  readonly vault: VaultRow;
  readonly deviceKey: CryptoKey;
  readonly pin: PinRow | undefined;
  readonly slot: SlotRow | undefined;
  rows(store: StoreName): ReadonlyMap<string, unknown>;
}

export interface Plan {
  readonly changes: readonly RowWrite[];
  /** The PIN root becomes another one: sessions that hold the old one are over. */
  readonly newEpoch?: boolean;
}

export interface Store {
  load(stores?: readonly StoreName[]): Promise<Loaded>;
  /** `keys` and a single row besides. */
  pick(store: StoreName, key: string): Promise<Loaded>;
  /**
   * Plans (with all its cryptography) on what is loaded, then writes all of it or nothing.
   * A plan may run again when another tab was faster.
   * @throws TesseraError VAULT_CHANGED, STORAGE_*, and whatever the plan throws
   */
  change(
    stores: readonly StoreName[],
    plan: (loaded: Loaded) => Promise<Plan> | Plan,
  ): Promise<void>;
  /** Renews one row that stands alone, outside the revision: read, changed and written in one transaction. Nobody is told: it is looked at where it counts, and an unlock must not make every tab read every account. */
  renew<T>(store: StoreName, key: string, renewal: (row: unknown) => T): Promise<T>;
}

export interface StoreParts {
  readonly database: Database;
  /** Runs work while no other tab changes the vault. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Called after each change of this tab. */
  readonly changed: () => void;
  readonly roundsFloor: number;
}

/** How often a plan is made anew before giving up. */
const PLANS = 3;

export function createStore(parts: StoreParts): Store {
  const { database, exclusively, changed, roundsFloor } = parts;

  const load = (stores: readonly StoreName[] = []): Promise<Loaded> =>
    database.read(withKeys(stores), async (transaction) =>
      parse(await readAll(transaction, withKeys(stores)), roundsFloor),
    );

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
      change: randomBytes(8),
    };
    const touched = withKeys(changes.map(({ store }) => store));
    await database.write(touched, (transaction) => write(transaction, vault, next, changes));
    await readBack(database, touched, next, changes);
    changed();
  }

  return {
    load,
    pick: (store, key) =>
      database.read(withKeys([store]), async (transaction) => {
        const [rows, row] = await Promise.all([
          readAll(transaction, ['keys']),
          transaction.get(store, key),
        ]);
        const picked = new Map(row === undefined ? [] : [[key, row]]);
        return parse(new Map([...rows, [store, picked]]), roundsFloor);
      }),
    change: (stores, plan) =>
      exclusively(async () => {
        for (let tries = 1; ; tries++) {
          try {
            return await tryChange(stores, plan);
          } catch (thrown) {
            const outrun = thrown instanceof TesseraError && thrown.code === 'VAULT_CHANGED';
            if (!outrun || tries === PLANS) throw thrown;
          }
        }
      }),
    renew: (store, key, renewal) =>
      exclusively(async () => {
        const row = await database.write([store], async (transaction) => {
          const renewed = renewal(await transaction.get(store, key));
          await transaction.put(store, key, renewed);
          return renewed;
        });
        const found = await database.read([store], (transaction) => transaction.get(store, key));
        if (!same(found, row)) throw new TesseraError('STORAGE_LOST');
        return row;
      }),
  };
}

function withKeys(stores: readonly StoreName[]): StoreName[] {
  return [...new Set<StoreName>(['keys', ...stores])];
}

function parse(rows: Rows, roundsFloor: number): Loaded {
  const keys = rows.get('keys') ?? new Map<string, unknown>();
  // It was there when the vault was opened: somebody cleared the browser's storage.
  if (!keys.has(ROW.vault)) throw new TesseraError('STORAGE_LOST');
  return {
    vault: vaultRow(keys.get(ROW.vault)),
    deviceKey: deviceKey(keys.get(ROW.device)),
    // Looked at only where they are needed: a damaged slot must not be in the way of the PIN.
    get pin() {
      const row = keys.get(ROW.pin);
      return row === undefined ? undefined : pinRow(row, roundsFloor);
    },
    get slot() {
      const row = keys.get(ROW.slot);
      return row === undefined ? undefined : slotRow(row);
    },
    rows: (store) => rows.get(store) ?? new Map<string, unknown>(),
  };
}

async function write(
  transaction: Transaction,
  expected: VaultRow,
  next: VaultRow,
  changes: readonly RowWrite[],
): Promise<void> {
  const found = vaultRow(await transaction.get('keys', ROW.vault));
  // The connection was lost after the commit and this is the second run: it is all there.
  if (equal(found.change, next.change)) return;
  if (found.revision !== expected.revision || found.epoch !== expected.epoch)
    throw new TesseraError('VAULT_CHANGED');
  for (const change of changes) await apply(transaction, change);
  await transaction.put('keys', ROW.vault, next);
}

async function apply(transaction: Transaction, change: RowWrite): Promise<void> {
  if ('clear' in change) await transaction.clear(change.store);
  else if ('drop' in change) await transaction.delete(change.store, change.key);
  else await transaction.put(change.store, change.key, change.put);
}
