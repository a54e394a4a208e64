/** The vault's contents as last read; read again after every change, also in other tabs. */
import { asTesseraError } from '../core/errors.ts';
import type { Vault, VaultSnapshot } from '../vault/types.ts';

export interface SnapshotReader {
  readonly current: VaultSnapshot;
  /**
   * Reads again after each change from now on; `onRead` gets what was current before. `onCleared`
   * is called where the browser's data was cleared: what is current is gone.
   */
  readonly follow: (onRead: (before: VaultSnapshot) => void, onCleared: () => void) => void;
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
    follow(onRead, onCleared) {
      vault.onChange(
        () =>
          void read(onRead).catch((thrown: unknown) => {
            if (asTesseraError(thrown).code === 'STORAGE_CLEARED') onCleared();
            // Otherwise what was read last is kept; the next change tries again.
          }),
      );
    },
  };
}
