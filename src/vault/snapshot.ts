/** What is shown of the vault without a PIN. */
import type { AccountList } from './account-rows.ts';
import { createAccountReader, rowOf } from './account-rows.ts';
import type { AccountParts } from './account-secrets.ts';
import { limitWait } from './attempts.ts';
import type { StoredActivation } from './pending-activation.ts';
import { findPending } from './pending-activation.ts';
import type { AttemptsRow } from './schema.ts';
import { parseAttemptsRow, ROW } from './schema.ts';
import type { Settings } from './settings.ts';
import { readSettings } from './settings.ts';
import type { Store } from './store.ts';
import { pinBesideAccounts } from './store.ts';

export interface VaultSnapshot extends AccountList {
  /** Absent until a PIN has been chosen. */
  readonly pin?: { readonly length: number };
  /** True if biometrics open this vault. */
  readonly biometrics: boolean;
  readonly pending?: StoredActivation;
  /** `notBefore`: milliseconds since 1970, 0 for no wait. */
  readonly attempts: AttemptsRow;
  readonly settings: Settings;
}

export interface Viewer {
  /** @throws TesseraError VAULT_DAMAGED, STORAGE_* */
  readonly snapshot: () => Promise<VaultSnapshot>;
  /**
   * Reads one account, at a cost that does not depend on how many there are.
   * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED
   */
  readonly account: (id: string) => Promise<AccountParts>;
}

const SNAPSHOT_STORES = ['accounts', 'activations', 'settings', 'attempts'] as const;

export function createViewer(store: Store, now: () => number): Viewer {
  const reader = createAccountReader();
  return {
    async snapshot() {
      const loaded = await store.load(SNAPSHOT_STORES);
      const { settings, clockOffsets } = await readSettings(loaded);
      const pending = await findPending(loaded, now());
      const pin = pinBesideAccounts(loaded);
      return {
        ...(pin?.check !== undefined && { pin: { length: pin.length } }),
        biometrics: loaded.rows('keys').has(ROW.slot),
        ...(await reader.list(loaded, clockOffsets)),
        ...(pending && { pending }),
        attempts: limitWait(parseAttemptsRow(loaded.rows('attempts').get(ROW.pin)), now()),
        settings,
      };
    },

    async account(id) {
      const loaded = await store.pick('accounts', id);
      const profile = await reader.profile(loaded, id);
      return { profile, secret: rowOf(loaded, id).secret, epoch: loaded.vault.epoch };
    },
  };
}
