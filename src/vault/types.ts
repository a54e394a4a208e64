/** The vault's API: everything that the app may ask of it (docs/vault.md). Types alone. */
import type { Decision } from '../core/request-answer.ts';
import type { Availability, Biometrics } from '../platform/biometrics-port.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import type { AnswerLedger } from './answer-ledger.ts';
import type { BackupFile, BackupRecord } from './backup-record.ts';
import type { History } from './history.ts';
import type { Rounds } from './kdf-calibration.ts';
import type { OathOperations } from './oath-types.ts';
import type { StoredActivation } from './pending-activation.ts';
import type { Pin } from './pin.ts';
import type { ConfirmedPin, PinEntries } from './pin-confirmation.ts';
import type { KeptRequest } from './request-rows.ts';
import type { Listing, OpenedRequest } from './request-store.ts';
import type { NewAccount } from './seal-account.ts';
import type { Setting } from './settings.ts';
import type { VaultSnapshot } from './snapshot.ts';
import type { Unlocked } from './unlocked.ts';

export type { ConfirmedPin, KeptRequest, NewAccount, Unlocked, VaultSnapshot };

export interface VaultOptions {
  /** Digits of a first PIN, 4–8. */
  readonly pinLength: number;
  /** Wrong PINs in a row after which everything is erased; never, unless given. */
  readonly wipeAfter?: number;
  /** Days for which an answer is kept where that is switched on; 0: never. */
  readonly historyDays?: number;
  /** The app's name in the system's own prompts. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly biometrics?: Biometrics;
  readonly rounds?: Rounds;
}

export interface Vault extends OathOperations {
  readonly snapshot: () => Promise<VaultSnapshot>;
  /**
   * Calls `listener` after each change in this tab or another one, and where the browser may have
   * cleared its data: the next snapshot then says STORAGE_CLEARED. Returns how to stop.
   */
  readonly onChange: (listener: () => void) => () => void;

  readonly keepPending: (first: VerifiedFirstMessage, c9: Uint8Array) => Promise<StoredActivation>;
  readonly dropPending: () => Promise<void>;
  /** Drops a pending activation that is more than a day old by the phone's clock. */
  readonly dropExpired: () => Promise<void>;
  /** Returns the 8 digits of a waiting account. @throws TesseraError UNKNOWN_ACCOUNT */
  readonly activationCode: (accountId: string) => Promise<string>;

  readonly createPin: (chosen: Pin, confirmed: Pin, account: NewAccount) => Promise<Unlocked>;
  /**
   * Chooses the first PIN without an account. Killed in between, the same PIN goes on.
   * @throws TesseraError WRONG_STATE where there are accounts, PIN_DISAGREES, PIN_WEAK, PIN_WRONG
   */
  readonly beginPin: (chosen: Pin, confirmed: Pin) => Promise<Unlocked>;
  readonly unlock: (pin: Pin) => Promise<Unlocked>;
  readonly unlockWithBiometrics: (signal?: AbortSignal) => Promise<Unlocked>;
  readonly confirmPin: (entries: PinEntries) => Promise<ConfirmedPin>;
  readonly sealAccount: (by: ConfirmedPin, account: NewAccount) => Promise<void>;
  readonly changePin: (by: ConfirmedPin, chosen: Pin, confirmed: Pin) => Promise<Unlocked>;
  /** Replaces a forgotten PIN, authorised by biometrics. */
  readonly resetPin: (
    unlockedByBiometrics: Unlocked,
    chosen: Pin,
    confirmed: Pin,
  ) => Promise<Unlocked>;

  readonly biometricsAvailability: () => Promise<Availability>;
  /**
   * @throws TesseraError BIOMETRICS_SECOND_TAP: call again from another tap;
   * BIOMETRICS_CANCELLED, BIOMETRICS_MISSING
   */
  readonly enableBiometrics: (
    by: ConfirmedPin,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<void>;
  readonly disableBiometrics: () => Promise<void>;

  readonly acceptAccount: (id: string) => Promise<void>;
  readonly discardAccount: (id: string) => Promise<void>;
  readonly removeAccount: (id: string) => Promise<void>;
  /** Removes all of them in one change; those that are not there are left out. */
  readonly removeAccounts: (ids: readonly string[]) => Promise<void>;
  readonly rename: (id: string, name: string) => Promise<void>;
  readonly reorder: (ids: readonly string[]) => Promise<void>;
  /** @throws TesseraError WRONG_STATE for another server's account: see `setOthersClock` */
  readonly setClockOffset: (id: string, seconds: number) => Promise<void>;
  /** Sets the seconds to add to this phone's clock for all accounts of other servers. */
  readonly setOthersClock: (seconds: number) => Promise<void>;
  /** Returns the key that opens the account's requests; AES-GCM, not extractable. */
  readonly channelKey: (accountId: string) => Promise<CryptoKey>;
  /** Returns the key that signs the service's tokens; HMAC-SHA-256, not extractable. */
  readonly serviceKey: (accountId: string) => Promise<CryptoKey>;

  readonly keepRequest: (request: OpenedRequest) => Promise<KeptRequest>;
  readonly answerRequest: (request: OpenedRequest, decision: Decision) => Promise<KeptRequest>;
  /**
   * Takes over what an account's service lists; returns how many of it were left out.
   * @throws TesseraError UNKNOWN_ACCOUNT
   */
  readonly listRequests: (listing: Listing) => Promise<number>;
  /** @param id hex */
  readonly dropRequest: (accountId: string, id: string) => Promise<void>;
  readonly requests: () => Promise<readonly KeptRequest[]>;
  /** What this phone approved: written before an approval leaves or its code is shown. */
  readonly answers: AnswerLedger;
  /** What the person answered, for a list of it alone: nothing is decided by it. */
  readonly history: History;

  /** What is known of the last backup file; undefined where none was written. */
  readonly backupRecord: () => Promise<BackupRecord | undefined>;
  /** Remembers that a file was written and not tried yet. */
  readonly keepBackup: (record: BackupFile) => Promise<void>;
  /**
   * Remembers that the last file has what the vault has.
   * @throws TesseraError BACKUP_DIFFERS if another file was written since
   */
  readonly proveBackup: (record: BackupFile) => Promise<void>;

  readonly setSetting: (name: string, value: Setting | undefined) => Promise<void>;
  /** Erases everything. It cannot be undone. */
  readonly erase: () => Promise<void>;
  readonly close: () => void;
}

/** Everything that writes or needs the PIN: loaded on first use, because Home only reads. */
export type VaultOperations = Omit<
  Vault,
  'snapshot' | 'onChange' | 'erase' | 'close' | 'answers' | 'history' | keyof OathOperations
>;
