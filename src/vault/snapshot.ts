/** What is shown of the vault without a PIN. */
import { isIssuerAccount } from '../core/account.ts';
import type { AccountList } from './account-rows.ts';
import { createAccountReader } from './account-rows.ts';
import type { AccountParts } from './account-secrets.ts';
import { limitWait } from './attempts.ts';
import type { StoredActivation } from './pending-activation.ts';
import { findPending, isEnrolling } from './pending-activation.ts';
import type { AttemptsRow } from './schema.ts';
import { parseAttemptsRow, ROW } from './schema.ts';
import type { Settings } from './settings.ts';
import { readSettings } from './settings.ts';
import type { Loaded, Store } from './store.ts';
import { pinBesideAccounts } from './store.ts';

export interface VaultSnapshot extends AccountList {
  /** Absent until a PIN has been chosen. */
  readonly pin?: { readonly length: number };
  /**
   * Absent until an account of another server has been added. `erased`: there have been some before
   * everything was erased, and there are none: the same ones under another PIN would tell both PINs
   * to who copied the browser's storage before and after.
   */
  readonly others?: 'added' | 'erased';
  /** True if biometrics open this vault. */
  readonly biometrics: boolean;
  readonly pending?: StoredActivation;
  /** An enrolment at LinOTP is between its images. */
  readonly enrolling?: true;
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
      const { settings, ...numbers } = await readSettings(loaded);
      const pending = await findPending(loaded, now());
      const pin = pinBesideAccounts(loaded);
      const list = await reader.list(loaded, numbers);
      return {
        ...(pin?.check !== undefined && { pin: { length: pin.length } }),
        biometrics: loaded.rows('keys').has(ROW.slot),
        ...list,
        ...(pin?.others && { others: othersIn(loaded, list) }),
        ...(pending && { pending }),
        ...((await isEnrolling(loaded, now())) && { enrolling: true }),
        attempts: limitWait(parseAttemptsRow(loaded.rows('attempts').get(ROW.pin)), now()),
        settings,
      };
    },

    async account(id) {
      const loaded = await store.pick('accounts', id);
      const { deviceKey, vault } = loaded;
      return { ...(await reader.open(loaded, id)), id, deviceKey, epoch: vault.epoch };
    },
  };
}

/**
 * `erased`: there is no such account, and the vault was erased since its first PIN, with which its
 * one epoch began. Accounts may have been added since, and removed again.
 */
function othersIn(
  { vault }: Loaded,
  { accounts }: AccountList,
): NonNullable<VaultSnapshot['others']> {
  return vault.epoch > 1 && accounts.every(isIssuerAccount) ? 'erased' : 'added';
}
