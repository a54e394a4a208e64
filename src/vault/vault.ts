/** The vault's door: everything that the app may ask of it (docs/vault.md). */
import type { Account } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import { type Availability, type Biometrics, webauthnBiometrics } from '../platform/biometrics.ts';
import { openDatabase } from '../platform/database.ts';
import { openChannel, withLock } from '../platform/locks.ts';
import {
  acceptAccount,
  discardAccount,
  removeAccount,
  renameAccount,
  reorderAccounts,
  setClockOffset,
} from './accounts.ts';
import { biometricFlow } from './biometric-flow.ts';
import { DATABASE, erase, ready } from './birth.ts';
import { channelKey, serviceKey } from './open-keys.ts';
import {
  type Pending,
  activationCodeOf,
  dropExpired,
  dropPending,
  keepPending,
} from './pending.ts';
import type { Pin } from './pin.ts';
import {
  type PinParts,
  changeOffset,
  enterPin,
  firstEntry,
  resetOffset,
  sealUnder,
} from './pins.ts';
import {
  type Decision,
  type KeptRequest,
  type OpenedRequest,
  answerRequest,
  keepRequest,
  readRequests,
} from './requests.ts';
import { isPinLength } from './rows.ts';
import { CALIBRATED_ROUNDS, type Rounds } from './rounds.ts';
import { accountSecrets } from './secrets.ts';
import type { NewAccount } from './sealing.ts';
import { type Setting, setSetting } from './settings.ts';
import { type VaultSnapshot, createViewer } from './snapshot.ts';
import { createStore } from './store.ts';
import { type Entry, type Unlocked, materialOf, unlocked } from './unlocked.ts';
import { type Witnessed, type Witnesses, provenMaterial, witnessed } from './witness.ts';

export type { Account, NewAccount, Pending, Unlocked, VaultSnapshot, Witnessed, Witnesses };
export type { Decision, KeptRequest, OpenedRequest };

export interface VaultOptions {
  /** Digits of a first PIN, 4–8. */
  readonly pinLength: number;
  /** After so many wrong PINs in a row everything is erased; never, unless given. */
  readonly wipeAfter?: number;
  /** What the system's own prompts call the app. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly biometrics?: Biometrics;
  readonly rounds?: Rounds;
}

export interface Vault {
  snapshot(): Promise<VaultSnapshot>;
  /** Changes made here and in other tabs; returns how to stop listening. */
  onChange(listener: () => void): () => void;

  keepPending(firstMessage: Uint8Array, c9: Uint8Array): Promise<Pending>;
  dropPending(): Promise<void>;
  /** 8 digits, of a waiting account. @throws TesseraError UNKNOWN_ACCOUNT */
  activationCode(accountId: string): Promise<string>;

  createPin(chosen: Pin, confirmed: Pin, account: NewAccount): Promise<Unlocked>;
  unlock(pin: Pin): Promise<Unlocked>;
  unlockWithBiometrics(signal?: AbortSignal): Promise<Unlocked>;
  witness(entries: Witnesses): Promise<Witnessed>;
  sealAccount(by: Witnessed, account: NewAccount): Promise<void>;
  changePin(by: Witnessed, chosen: Pin, confirmed: Pin): Promise<Unlocked>;
  /** A forgotten PIN: biometrics authorise a new one. */
  resetPin(unlockedByBiometrics: Unlocked, chosen: Pin, confirmed: Pin): Promise<Unlocked>;

  biometricsAvailability(): Promise<Availability>;
  /** @throws TesseraError BIOMETRICS_SECOND_TAP: call again from another tap; BIOMETRICS_CANCELLED, BIOMETRICS_MISSING */
  enableBiometrics(by: Witnessed, options?: { readonly signal?: AbortSignal }): Promise<void>;
  disableBiometrics(): Promise<void>;

  acceptAccount(id: string): Promise<void>;
  discardAccount(id: string): Promise<void>;
  removeAccount(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  reorder(ids: readonly string[]): Promise<void>;
  setClockOffset(id: string, seconds: number): Promise<void>;
  /** Opens the account's requests; AES-GCM, not extractable. */
  channelKey(accountId: string): Promise<CryptoKey>;
  /** Signs tokens for the issuer's service; HMAC-SHA-256, not extractable. */
  serviceKey(accountId: string): Promise<CryptoKey>;

  keepRequest(request: OpenedRequest): Promise<KeptRequest>;
  answerRequest(request: OpenedRequest, decision: Decision): Promise<KeptRequest>;
  requests(): Promise<readonly KeptRequest[]>;

  setSetting(name: string, value: Setting | undefined): Promise<void>;
  /** Everything, at once and for good. */
  erase(): Promise<void>;
  close(): void;
}

const NAME = 'tessera/vault';

/** @throws TesseraError STORAGE_BLOCKED, STORAGE_FULL, VAULT_NEWER, VAULT_DAMAGED */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { pinLength, wipeAfter, name, now = Date.now } = options;
  const { biometrics = webauthnBiometrics, rounds = CALIBRATED_ROUNDS } = options;
  if (!isPinLength(pinLength)) throw new TesseraError('WRONG_STATE');
  const database = await openDatabase(DATABASE);
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => withLock(NAME, work);
  await exclusively(() => ready(database)).catch((thrown: unknown) => {
    database.close();
    throw thrown;
  });

  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const channel = openChannel(NAME, tell);
  const changed = (): void => {
    channel.post('changed');
    tell();
  };

  const store = createStore({ database, exclusively, changed, roundsFloor: rounds.floor });
  const viewer = createViewer(store, now);
  const eraseAll = async (): Promise<void> => {
    await exclusively(() => erase(database));
    changed();
  };
  const parts: PinParts = {
    store,
    now,
    pinLength,
    chooseRounds: () => rounds.choose(),
    wipeAfter,
    erase: eraseAll,
  };
  const flow = biometricFlow({ store, biometrics, name });
  const session = (entry: Entry): Promise<Unlocked> =>
    unlocked(entry, (root) => accountSecrets(viewer, root));

  await dropExpired(store, now());
  return {
    snapshot: () => viewer.snapshot(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

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
    witness: (entries) => witnessed(entries, () => flow.disable()),
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
    requests: async () => readRequests(await store.load(['requests', 'settings']), now()),

    setSetting: (setting, value) => setSetting(store, setting, value),
    erase: eraseAll,
    close() {
      channel.close();
      database.close();
      listeners.clear();
    },
  };
}

/** Erases a vault that does not open (VAULT_DAMAGED). @throws TesseraError VAULT_NEWER, STORAGE_* */
export async function eraseDamagedVault(): Promise<void> {
  const database = await openDatabase(DATABASE);
  try {
    await withLock(NAME, () => erase(database));
  } finally {
    database.close();
  }
}
