/** Types of the machine that brings accounts of other servers in: states, events and effects. */
import type { ProofHandle } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type { OathEntry, UnreadableEntry, UnreadableReason } from '../oath-entry.ts';

/** Accounts that were read, in the runner's memory: their keys are never in a state. */
export type SourceHandle = number;

/** A file that was chosen, in the runner's memory. */
export type FileHandle = number;

/** A file's password, in the runner's memory until it was used. */
type PasswordHandle = number;

/** A file that the person chose, as a browser gives it (File API, Blob). */
export interface ChosenFile {
  /** It is no file that the person has, but a text that was pasted or seen. */
  readonly isText?: true;
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** What brought the person here; none: a file is still to be chosen. */
export type BroughtFrom =
  | { readonly by: 'code'; readonly source: SourceHandle }
  | { readonly by: 'file'; readonly file: FileHandle };

/** A file that was read: another program's export, or a backup that this app wrote. */
export type FileOrigin = 'export' | 'backup';

/** What is to be said before the first of these accounts is kept. */
export type OathNotice =
  /** None was ever kept here: whoever knows one key and copies the storage can find the PIN. */
  | 'first'
  /** Everything was erased since, and another PIN chosen: both PINs could be found. */
  | 'erased';

/** An account that was read, compared with those that are here. */
export interface BroughtAccount extends Pick<OathEntry, 'type' | 'issuer' | 'label' | 'ownName'> {
  /** Its place in what was read, from 0. */
  readonly place: number;
  /** The same account is kept, or stands earlier in the list. */
  readonly here?: true;
  /** Its counter is larger than that of the account that is kept. */
  readonly raisesCounter?: true;
  /** Its key is of a kind that no PIN can hide. */
  readonly unhidden?: true;
  /** Another account has both its names, and is not the same: one of the two may be old. */
  readonly sameName?: true;
  /** Another account has its key, with other digits, period, hash or kind. */
  readonly sameKey?: true;
}

/** An account that cannot be brought in. `many`: more than are kept. */
export interface RefusedAccount extends Pick<UnreadableEntry, 'issuer' | 'label'> {
  readonly why: UnreadableReason | 'many';
}

export interface BroughtList {
  /** In the order of the source. */
  readonly accounts: readonly BroughtAccount[];
  readonly refused: readonly RefusedAccount[];
  /** Entries that are no accounts of this kind, for example passwords. */
  readonly others: number;
}

/** A list that was compared, and which of its accounts the person leaves out. */
export interface Previewed {
  readonly source: SourceHandle;
  readonly by: BroughtFrom['by'];
  /** Absent where no file was read: accounts were scanned or pasted. */
  readonly origin?: FileOrigin;
  readonly list: BroughtList;
  /** Places. */
  readonly leftOut: ReadonlySet<number>;
}

/** Each step after the authentication. */
type BringInStep =
  /** Before the first such account; `from` goes on with **Continue** or **Restore anyway**. */
  | { readonly step: 'bring-in-notice'; readonly notice: OathNotice; readonly from?: BroughtFrom }
  | { readonly step: 'choose-file'; readonly problem?: ErrorCode }
  | {
      readonly step: 'file-password';
      readonly file: FileHandle;
      /** `backup`: the passphrase of this app's own file is asked for. */
      readonly origin?: FileOrigin;
      readonly problem?: ErrorCode;
    }
  /** `locked`: a password is being tried, which takes a while. */
  | {
      readonly step: 'reading-file';
      readonly file: FileHandle;
      readonly locked: boolean;
      readonly origin?: FileOrigin;
    }
  | {
      readonly step: 'bring-in-comparing';
      readonly source: SourceHandle;
      readonly by: BroughtFrom['by'];
      readonly origin?: FileOrigin;
    }
  /** `problem`: why they could not be kept; `wanted`: they will be, after the PIN. */
  | ({
      readonly step: 'bring-in-preview';
      readonly problem?: ErrorCode;
      readonly wanted?: true;
    } & Previewed)
  /** A write is under way; it cannot be cancelled. */
  | ({ readonly step: 'bring-in-keeping' } & Previewed)
  /** `counts`: the counter of one that was added may be behind. */
  | {
      readonly step: 'brought-in';
      readonly added: number;
      readonly origin?: FileOrigin;
      readonly counts?: true;
    }
  /** They could not be compared, and nothing was kept. */
  | { readonly step: 'bring-in-failed'; readonly error: ErrorCode };

/**
 * `proof`: of the confirmed PIN, under which everything is sealed; absent after a lock, until the
 * PIN was entered again.
 */
export type BringIn =
  | { readonly step: 'bring-in-starting' }
  | (BringInStep & { readonly proof?: ProofHandle | undefined });

/** What the person does on its screens. */
export type BringInAction =
  /** **Continue**, **Restore anyway**. */
  | { readonly type: 'notice-accepted' }
  | { readonly type: 'file-picked'; readonly file: ChosenFile }
  | { readonly type: 'password-entered'; readonly password: string }
  | { readonly type: 'switched'; readonly place: number; readonly on: boolean }
  | { readonly type: 'keep-wanted' }
  /** **Not now**, **Cancel**, **Leave out**, or Back. */
  | { readonly type: 'went-back' }
  | { readonly type: 'closed' };

export type BringInEvent =
  | Exclude<BringInAction, { readonly type: 'file-picked' | 'password-entered' }>
  /** It begins, or goes on after a lock: then with the proof and nothing to bring in. */
  | {
      readonly type: 'started';
      readonly proof: ProofHandle;
      readonly notice?: OathNotice;
      readonly from?: BroughtFrom;
    }
  | { readonly type: 'locked' }
  | { readonly type: 'file-chosen'; readonly file: FileHandle }
  | { readonly type: 'password-needed'; readonly origin?: FileOrigin }
  | { readonly type: 'password-typed'; readonly password: PasswordHandle }
  | {
      readonly type: 'source-read';
      readonly source: SourceHandle;
      readonly origin?: FileOrigin;
    }
  | { readonly type: 'compared'; readonly list: BroughtList }
  /** `ids`: of all accounts that were to be kept, in the order of the list. */
  | { readonly type: 'kept'; readonly ids: readonly string[] }
  | { readonly type: 'failed'; readonly code: ErrorCode };

export type BringInEffect =
  | {
      readonly type: 'read-file';
      readonly file: FileHandle;
      readonly password?: PasswordHandle;
    }
  | { readonly type: 'compare'; readonly source: SourceHandle; readonly proof: ProofHandle }
  | {
      readonly type: 'keep';
      readonly source: SourceHandle;
      readonly proof: ProofHandle;
      readonly places: readonly number[];
    }
  /** Asks for the PIN once more, after a lock. */
  | { readonly type: 'ask-pin' }
  /** Overwrites whatever was read, and drops it. */
  | { readonly type: 'forget' }
  /** Ends; `account`: Home opens with its code. */
  | { readonly type: 'leave'; readonly account?: string };

export type BringInResult = readonly [BringIn, ...BringInEffect[]];
