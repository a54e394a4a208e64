/** What writes or needs the PIN, loaded on first use (docs/vault.md, rules 1 to 4). */
import { toHex } from '../core/codec/bytes.ts';
import { webauthnBiometrics } from '../platform/biometrics.ts';
import { createAccountSecrets } from './account-secrets.ts';
import {
  acceptAccount,
  discardAccount,
  removeAccounts,
  renameAccount,
  reorderAccounts,
  setClockOffset,
  setOthersClock,
} from './accounts.ts';
import { backupRecord, keepBackup, proveBackup } from './backup-record.ts';
import { createBiometricUnlock } from './biometric-unlock.ts';
import { enterFirstPin } from './first-pin.ts';
import type { Rounds } from './kdf-calibration.ts';
import { channelKey, serviceKey } from './open-keys.ts';
import { activationCodeOf, dropExpired, dropPending, keepPending } from './pending-activation.ts';
import { confirmedMaterial, confirmPin } from './pin-confirmation.ts';
import type { PinParts } from './pin-unlock.ts';
import { changeOffset, enterPin, resetOffset, sealUnder } from './pin-unlock.ts';
import {
  answerRequest,
  dropRequest,
  keepRequest,
  listRequests,
  readRequests,
  SHOWN_STORES,
} from './request-store.ts';
import { setSetting } from './setting-changes.ts';
import type { Viewer } from './snapshot.ts';
import type { Store } from './store.ts';
import type { VaultOperations, VaultOptions } from './types.ts';
import type { Entry, Unlocked } from './unlocked.ts';
import { materialOf, startSession } from './unlocked.ts';

export interface OperationsOptions extends Required<
  Pick<VaultOptions, 'pinLength' | 'name' | 'now'>
> {
  readonly store: Store;
  readonly viewer: Viewer;
  readonly rounds: Rounds;
  readonly wipeAfter: number | undefined;
  /** For which an answer is kept where that is switched on. */
  readonly historyDays: number;
  readonly biometrics: VaultOptions['biometrics'];
  readonly erase: () => Promise<void>;
}

export function createOperations(options: OperationsOptions): VaultOperations {
  const { store, viewer, rounds, now, name, pinLength, wipeAfter, historyDays, erase } = options;
  const { biometrics = webauthnBiometrics } = options;
  const parts: PinParts = {
    store,
    now,
    pinLength,
    chooseRounds: () => rounds.choose(),
    wipeAfter,
    erase,
  };
  const biometricUnlock = createBiometricUnlock({ store, biometrics, name });
  function unlock(entry: Entry): Promise<Unlocked> {
    return startSession(entry, (root) => createAccountSecrets(viewer, root));
  }

  return {
    keepPending: (first, c9) => keepPending(store, first, c9, now()),
    dropPending: () => dropPending(store),
    dropExpired: () => dropExpired(store, now()),
    activationCode: async (id) => activationCodeOf(await store.pick('activations', id), id),

    async createPin(chosen, confirmed, account) {
      const id = toHex(account.first.activationId);
      const opened = await unlock(await enterFirstPin(parts, chosen, confirmed, id));
      try {
        await sealUnder(parts, materialOf(opened), account);
        return opened;
      } catch (thrown) {
        opened.lock();
        throw thrown;
      }
    },
    beginPin: async (chosen, confirmed) => unlock(await enterFirstPin(parts, chosen, confirmed)),
    unlock: async (pin) => unlock(await enterPin(parts, pin)),
    unlockWithBiometrics: async (signal) => unlock(await biometricUnlock.unlock(signal)),
    confirmPin: (entries) => confirmPin(entries, () => biometricUnlock.disable()),
    sealAccount: async (by, account) => sealUnder(parts, confirmedMaterial(by), account),
    changePin: async (by, chosen, confirmed) =>
      unlock(await changeOffset(store, confirmedMaterial(by), chosen, confirmed)),
    resetPin: async (opened, chosen, confirmed) =>
      unlock(await resetOffset(store, opened, chosen, confirmed)),

    biometricsAvailability: () => biometrics.availability(),
    enableBiometrics: async (by, { signal } = {}) =>
      biometricUnlock.enable(confirmedMaterial(by), signal),
    disableBiometrics: () => biometricUnlock.disable(),

    acceptAccount: (id) => acceptAccount(store, id),
    discardAccount: (id) => discardAccount(store, id),
    removeAccount: (id) => removeAccounts(store, [id]),
    removeAccounts: (ids) => removeAccounts(store, ids),
    rename: (id, ownName) => renameAccount(store, id, ownName),
    reorder: (ids) => reorderAccounts(store, ids),
    setClockOffset: (id, seconds) => setClockOffset(store, id, seconds),
    setOthersClock: (seconds) => setOthersClock(store, seconds),
    channelKey: (id) => channelKey(store, id),
    serviceKey: (id) => serviceKey(store, id),

    keepRequest: (request) => keepRequest(store, request, now()),
    answerRequest: (request, decision) =>
      answerRequest(store, request, decision, { now: now(), historyDays }),
    listRequests: (listing) => listRequests(store, listing, now()),
    dropRequest: (account, id) => dropRequest(store, account, id),
    requests: async () => readRequests(await store.load(SHOWN_STORES), now()),

    backupRecord: () => backupRecord(store),
    keepBackup: (record) => keepBackup(store, record),
    proveBackup: (record) => proveBackup(store, record),

    setSetting: (setting, value) => setSetting(store, setting, value),
  };
}
