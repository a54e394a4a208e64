/** The vault's rows in memory, with a death before or after each commit: for long walks. */
import { randomBytes } from '../../src/protocol/random.ts';
import { newDeviceKey } from '../../src/vault/record-cipher.ts';
import type { StoreName, VaultRow } from '../../src/vault/schema.ts';
import { STORES, VAULT_FORMAT } from '../../src/vault/schema.ts';
import type { Loaded, RowWrite, Store } from '../../src/vault/store.ts';

/** What a killed process gets. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface MemoryStore extends Pick<Store, 'load' | 'pick' | 'change'> {
  /** Kills the process at its n-th moment from now: before or after a commit. */
  readonly killAt: (n: number) => void;
  /** Writes rows as no app does. */
  readonly write: (changes: readonly RowWrite[]) => void;
  readonly deviceKey: CryptoKey;
}

export async function memoryStore(): Promise<MemoryStore> {
  const deviceKey = await newDeviceKey();
  const stores = new Map<StoreName, Map<string, unknown>>(STORES.map((name) => [name, new Map()]));
  let left = Infinity;
  const id = randomBytes(8);
  let vault: VaultRow = { format: VAULT_FORMAT, id, revision: 0, epoch: 0, change: id };

  function moment(): void {
    if (--left <= 0) throw new Killed();
  }

  function write(changes: readonly RowWrite[]): void {
    for (const change of changes) {
      const rows = stores.get(change.store)!;
      if ('clear' in change) rows.clear();
      else if ('drop' in change) rows.delete(change.key);
      else rows.set(change.key, change.put);
    }
    vault = { ...vault, revision: vault.revision + 1 };
  }

  function load(): Promise<Loaded> {
    const rows = (store: StoreName) => stores.get(store)!;
    return Promise.resolve({ vault, deviceKey, pin: undefined, slot: undefined, rows });
  }

  return {
    load,
    pick: load,
    async change(_stores, plan) {
      const { changes } = await plan(await load());
      if (changes.length === 0) return;
      moment();
      write(changes);
      moment();
    },
    killAt(n) {
      left = n;
    },
    write,
    deviceKey,
  };
}
