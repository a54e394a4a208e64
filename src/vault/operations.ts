/** What writes or needs the PIN, loaded on first use (docs/vault.md, rules 1 to 4). */
import { webauthnBiometrics } from '../platform/biometrics.ts';
import {
  acceptAccount,
  discardAccount,
  removeAccount,
  renameAccount,
  reorderAccounts,
  setClockOffset,
} from './accounts.ts';
import { biometricFlow } from './biometric-unlock.ts';
import { firstEntry } from './first-pin.ts';
import { channelKey, serviceKey } from './account-rows.ts';
import { keepPending } from './keep-pending.ts';
import { activationCodeOf, dropPending } from './pending-activation.ts';
import { changeOffset, enterPin, resetOffset, sealUnder } from './pin-unlock.ts';
import type { PinParts } from './pin-unlock.ts';
import {
  answerRequest,
  dropRequest,
  keepRequest,
  listRequests,
  readRequests,
} from './request-store.ts';
import { accountSecrets } from './account-secrets.ts';
import { setSetting } from './settings.ts';
import type { Store } from './store.ts';
import { materialOf, unlocked } from './unlocked.ts';
import type { Entry, Unlocked } from './unlocked.ts';
import { provenMaterial, confirmPin } from './pin-confirmation.ts';
import type { Rounds } from './kdf-calibration.ts';
import type { Viewer } from './snapshot.ts';
import type { VaultOperations, VaultOptions } from './types.ts';

export interface OperationsOptions extends Required<
  Pick<VaultOptions, 'pinLength' | 'name' | 'now'>
> {
  readonly store: Store;
  readonly viewer: Viewer;
  readonly rounds: Rounds;
  readonly wipeAfter: number | undefined;
  readonly biometrics: VaultOptions['biometrics'];
  readonly erase: () => Promise<void>;
}

export function createOperations(options: OperationsOptions): VaultOperations {
  const { store, viewer, rounds, now, name, pinLength, wipeAfter, erase } = options;
  const { biometrics = webauthnBiometrics } = options;
  const parts: PinParts = {
    store,
    now,
    pinLength,
    chooseRounds: () => rounds.choose(),
    wipeAfter,
    erase,
  };
  const flow = biometricFlow({ store, biometrics, name });
  const session = (entry: Entry): Promise<Unlocked> =>
    unlocked(entry, (root) => accountSecrets(viewer, root));

  return {
    keepPending: (first, c9) => keepPending(store, first, c9, now()),
    dropPending: () => dropPending(store),
    activationCode: async (id) => activationCodeOf(await store.pick('activations', id), id),

    async createPin(chosen, confirmed, account) {
      const opened = await session(await firstEntry(parts, chosen, confirmed, account));
      try {
        await sealUnder(parts, materialOf(opened), account);
        return opened;
      } catch (thrown) {
        opened.lock();
        throw thrown;
      }
    },
    unlock: async (pin) => session(await enterPin(parts, pin)),
    unlockWithBiometrics: async (signal) => session(await flow.unlock(signal)),
    confirmPin: (entries) => confirmPin(entries, () => flow.disable()),
    sealAccount: async (by, account) => sealUnder(parts, provenMaterial(by), account),
    changePin: async (by, chosen, confirmed) =>
      session(await changeOffset(store, provenMaterial(by), chosen, confirmed)),
    resetPin: async (opened, chosen, confirmed) =>
      session(await resetOffset(store, opened, chosen, confirmed)),

    biometricsAvailability: () => biometrics.availability(),
    enableBiometrics: async (by, { signal } = {}) => flow.enable(provenMaterial(by), signal),
    disableBiometrics: () => flow.disable(),

    acceptAccount: (id) => acceptAccount(store, id),
    discardAccount: (id) => discardAccount(store, id),
    removeAccount: (id) => removeAccount(store, id),
    rename: (id, ownName) => renameAccount(store, id, ownName),
    reorder: (ids) => reorderAccounts(store, ids),
    setClockOffset: (id, seconds) => setClockOffset(store, id, seconds),
    channelKey: (id) => channelKey(store, id),
    serviceKey: (id) => serviceKey(store, id),

    keepRequest: (request) => keepRequest(store, request, now()),
    answerRequest: (request, decision) => answerRequest(store, request, decision, now()),
    listRequests: (listing) => listRequests(store, listing, now()),
    dropRequest: (account, id) => dropRequest(store, account, id),
    requests: async () => readRequests(await store.load(['requests', 'settings']), now()),

    setSetting: (setting, value) => setSetting(store, setting, value),
  };
}
