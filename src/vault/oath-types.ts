/** What may be done with other servers' accounts (docs/vault.md, rules 14 to 18). Types alone. */
import type { OathPolicy, OathType } from '../core/account.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import type { OathEntry } from '../core/oath-entry.ts';
import type { NewOcra2Enrolment, StoredOcra2Enrolment } from './oath-pending.ts';
import type { ConfirmedPin } from './pin-confirmation.ts';
import type { Unlocked } from './unlocked.ts';

/** What would become of an entry, if it were sealed with all entries before it. */
export type EntryVerdict =
  | { readonly is: 'new' }
  /** Its key is of a kind that no PIN can hide: it would lie under the device key. */
  | { readonly is: 'unhidden' }
  | {
      /** The same account is kept, or comes earlier in the list. */
      readonly is: 'here';
      /** Whether its counter is larger than that of the account that is kept. */
      readonly raisesCounter: boolean;
    }
  | {
      readonly is: 'refused';
      /** A key of zeros; parameters that no account may have; more accounts than may be kept. */
      readonly why: 'weak' | 'range' | 'many';
    };

export type EntryPreview = EntryVerdict & {
  /** Another account has both its names, and is not the same. */
  readonly sameName: boolean;
  /** Another account has its key, with other digits, period, hash or kind. */
  readonly sameKey: boolean;
};

/** In the order of the entries. */
export type OathPreview = readonly EntryPreview[];

/** An account of which a page has not yet said that it took it. */
export interface WaitingOath {
  readonly type: OathType;
  readonly issuer: string;
  readonly label: string;
  readonly serial?: string;
  /** 1–128 bytes; the caller overwrites it. */
  readonly secret: Bytes;
  /** Absent for `ocra2`. */
  readonly otp?: OathPolicy;
  /** `ocra2` alone. */
  readonly ocraSuite?: string;
  /** `hotp`, and `ocra2` whose suite has a counter: the next one to use. */
  readonly counter?: number;
  /**
   * Text to type at the page: `activationCode` returns it until the account is accepted or
   * discarded.
   */
  readonly shown?: string;
  /** Id of its pending row in `activations`, whose id and place the account takes. */
  readonly pendingId?: string;
}

/** An account for a backup or a move. */
export interface KeptOathEntry extends OathEntry {
  readonly id: string;
  readonly addedAt: number;
}

export interface OathOperations {
  /** Keeps an enrolment at LinOTP between its images, in the place of what is pending. */
  readonly keepOcra2: (enrolment: NewOcra2Enrolment) => Promise<StoredOcra2Enrolment>;
  readonly ocra2Pending: () => Promise<StoredOcra2Enrolment | undefined>;
  /**
   * Tells what sealing would do, in the time that it takes to hide every key once.
   * @throws TesseraError LOCKED
   */
  readonly previewOath: (by: ConfirmedPin, entries: readonly OathEntry[]) => Promise<OathPreview>;
  /**
   * Seals the entries in one change, after all other accounts and in their order. Of the same
   * account there is one, with the larger counter. The caller overwrites the entries' secrets.
   * Returns the accounts' ids in the order of the entries.
   * @throws TesseraError LOCKED, WEAK_KEY, OUT_OF_RANGE, ACCOUNTS_TOO_MANY: nothing is sealed
   */
  readonly sealOath: (
    by: ConfirmedPin,
    entries: readonly OathEntry[],
  ) => Promise<readonly string[]>;
  /**
   * Seals an account as `waiting`, until `acceptAccount` or `discardAccount`; of the same account
   * there is one, and its state stays. Returns its id.
   * @throws TesseraError as `sealOath`; UNKNOWN_ACTIVATION without its pending row
   */
  readonly sealWaitingOath: (by: ConfirmedPin, account: WaitingOath) => Promise<string>;
  /**
   * Takes the counter of the next code: it is used up before its code is made.
   * @throws TesseraError UNKNOWN_ACCOUNT for an account without a counter, OUT_OF_RANGE
   */
  readonly nextCounter: (id: string) => Promise<number>;
  /** Returns the counter before the next one, if its code was made on this phone. */
  readonly shownCounter: (id: string) => Promise<number | undefined>;
  /**
   * Returns every active account but those of type `ocra2`, in the person's order; those that do
   * not open are left out. The caller has authenticated freshly, and overwrites the secrets.
   * @throws TesseraError LOCKED, WRONG_STATE for a PIN that is not confirmed
   */
  readonly oathEntries: (unlocked: Unlocked) => Promise<readonly KeptOathEntry[]>;
}
