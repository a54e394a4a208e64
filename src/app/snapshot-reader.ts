/** The vault's contents as last read; read again after every change, also in other tabs. */
import type { Vault, VaultSnapshot } from '../vault/types.ts';

export interface SnapshotReader {
  readonly current: VaultSnapshot;
  /** Reads again after each change from now on; `onRead` gets what was current before. */
  readonly follow: (onRead: (before: VaultSnapshot) => void) => void;
}

export async function createSnapshotReader(
  vault: Pick<Vault, 'snapshot' | 'onChange'>,
): Promise<SnapshotReader> {
  let current = await vault.snapshot();
  let latest = 0;

  async function read(onRead: (before: VaultSnapshot) => void): Promise<void> {
    const version = ++latest;
    const next = await vault.snapshot();
    if (version !== latest) return; // superseded
    const before = current;
    current = next;
    onRead(before);
  }

  return {
    get current() {
      return current;
    },
    follow(onRead) {
      // A vault that cannot be read keeps what was read last; the next change tries again.
      vault.onChange(() => void read(onRead).catch(() => undefined));
    },
  };
}
