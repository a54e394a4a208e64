/** The vault's door: everything that the app may ask of it (docs/vault.md). */
import type { Account } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import type { Availability, Biometrics } from '../platform/biometrics.ts';
import { openDatabase } from '../platform/database.ts';
import { openChannel, withLock } from '../platform/locks.ts';
import { DATABASE, erase, ready } from './lifecycle.ts';
import type { Inner } from './operations.ts';
import { dropExpired } from './pending-activation.ts';
import type { Pending } from './pending-activation.ts';
import type { Pin } from './pin.ts';
import type { Decision, KeptRequest, Listing, OpenedRequest } from './request-store.ts';
import { isPinLength } from './schema.ts';
import { CALIBRATED_ITERATIONS } from './kdf-calibration.ts';
import type { Rounds } from './kdf-calibration.ts';
import type { NewAccount } from './seal-account.ts';
import type { Setting } from './settings.ts';
import { createViewer } from './snapshot.ts';
import type { VaultSnapshot } from './snapshot.ts';
import { createStore } from './store.ts';
import type { Unlocked } from './unlocked.ts';
import type { ConfirmedPin, PinEntries } from './pin-confirmation.ts';

export type { Account, NewAccount, Pending, Unlocked, VaultSnapshot, ConfirmedPin, PinEntries };
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
  confirmPin(entries: PinEntries): Promise<ConfirmedPin>;
  sealAccount(by: ConfirmedPin, account: NewAccount): Promise<void>;
  changePin(by: ConfirmedPin, chosen: Pin, confirmed: Pin): Promise<Unlocked>;
  /** A forgotten PIN: biometrics authorise a new one. */
  resetPin(unlockedByBiometrics: Unlocked, chosen: Pin, confirmed: Pin): Promise<Unlocked>;

  biometricsAvailability(): Promise<Availability>;
  /** @throws TesseraError BIOMETRICS_SECOND_TAP: call again from another tap; BIOMETRICS_CANCELLED, BIOMETRICS_MISSING */
  enableBiometrics(by: ConfirmedPin, options?: { readonly signal?: AbortSignal }): Promise<void>;
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
  /** Takes over what an account's service lists; returns how many of it were left out. @throws TesseraError UNKNOWN_ACCOUNT */
  listRequests(listing: Listing): Promise<number>;
  /** @param id hex */
  dropRequest(accountId: string, id: string): Promise<void>;
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
  const { biometrics, rounds = CALIBRATED_ITERATIONS } = options;
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
  let inner: Promise<Inner> | undefined;
  const load = (): Promise<Inner> =>
    (inner ??= import('./operations.ts').then(
      ({ createInner }) =>
        createInner({
          store,
          viewer,
          rounds,
          now,
          name,
          pinLength,
          wipeAfter,
          biometrics,
          erase: eraseAll,
        }),
      (thrown: unknown) => {
        inner = undefined; // the next call tries to load it again
        throw thrown;
      },
    ));

  await dropExpired(store, now());
  return {
    snapshot: () => viewer.snapshot(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    keepPending: async (...given) => (await load()).keepPending(...given),
    dropPending: async (...given) => (await load()).dropPending(...given),
    activationCode: async (...given) => (await load()).activationCode(...given),
    createPin: async (...given) => (await load()).createPin(...given),
    unlock: async (...given) => (await load()).unlock(...given),
    unlockWithBiometrics: async (...given) => (await load()).unlockWithBiometrics(...given),
    confirmPin: async (...given) => (await load()).confirmPin(...given),
    sealAccount: async (...given) => (await load()).sealAccount(...given),
    changePin: async (...given) => (await load()).changePin(...given),
    resetPin: async (...given) => (await load()).resetPin(...given),
    biometricsAvailability: async (...given) => (await load()).biometricsAvailability(...given),
    enableBiometrics: async (...given) => (await load()).enableBiometrics(...given),
    disableBiometrics: async (...given) => (await load()).disableBiometrics(...given),
    acceptAccount: async (...given) => (await load()).acceptAccount(...given),
    discardAccount: async (...given) => (await load()).discardAccount(...given),
    removeAccount: async (...given) => (await load()).removeAccount(...given),
    rename: async (...given) => (await load()).rename(...given),
    reorder: async (...given) => (await load()).reorder(...given),
    setClockOffset: async (...given) => (await load()).setClockOffset(...given),
    channelKey: async (...given) => (await load()).channelKey(...given),
    serviceKey: async (...given) => (await load()).serviceKey(...given),
    keepRequest: async (...given) => (await load()).keepRequest(...given),
    answerRequest: async (...given) => (await load()).answerRequest(...given),
    listRequests: async (...given) => (await load()).listRequests(...given),
    dropRequest: async (...given) => (await load()).dropRequest(...given),
    requests: async (...given) => (await load()).requests(...given),
    setSetting: async (...given) => (await load()).setSetting(...given),
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
