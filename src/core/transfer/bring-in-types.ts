/** Types of the machine that brings accounts of other servers in: states, events and effects. */
import type { ProofHandle } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type { OathEntry, UnreadableEntry } from '../oath-entry.ts';

/** Accounts that were read, in the runner's memory: their keys are never in a state. */
export type SourceHandle = number;

/** A file that was chosen, in the runner's memory. */
export type FileHandle = number;

/** A file's password, in the runner's memory until it was used. */
export type PasswordHandle = number;

/** What brought the person here; none: a file is still to be chosen. */
export type BroughtFrom =
  | { readonly by: 'code'; readonly source: SourceHandle }
  | { readonly by: 'file'; readonly file: FileHandle };

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
  /** The id of the same account, which is here already. */
  readonly here?: string;
  /** Its key is of a kind that no PIN can hide. */
  readonly unhidden?: true;
  /** Another account has the same name, and another key: here, or in what was read. */
  readonly namesake?: true;
}

export interface BroughtList {
  /** In the order of the source. */
  readonly accounts: readonly BroughtAccount[];
  readonly unreadable: readonly UnreadableEntry[];
  /** Entries that are no accounts of this kind, for example passwords. */
  readonly others: number;
}

/** A list that was compared, and which of its accounts the person leaves out. */
export interface Previewed {
  readonly source: SourceHandle;
  readonly by: BroughtFrom['by'];
  readonly list: BroughtList;
  /** Places. */
  readonly leftOut: ReadonlySet<number>;
}

/** Each step after the authentication. */
export type BringInStep =
  /** Before the first such account; `from` goes on with **Continue** or **Restore anyway**. */
  | { readonly at: 'notice'; readonly notice: OathNotice; readonly from?: BroughtFrom }
  | { readonly at: 'choose-file'; readonly problem?: ErrorCode }
  | {
      readonly at: 'file-password';
      readonly file: FileHandle;
      readonly problem?: ErrorCode;
    }
  /** `locked`: a password is being tried, which takes a while. */
  | { readonly at: 'reading-file'; readonly file: FileHandle; readonly locked: boolean }
  | { readonly at: 'comparing'; readonly source: SourceHandle; readonly by: BroughtFrom['by'] }
  /** `problem`: why they could not be kept; nothing is lost by it. */
  | ({ readonly at: 'preview'; readonly problem?: ErrorCode } & Previewed)
  /** A write is under way; it cannot be cancelled. */
  | ({ readonly at: 'keeping' } & Previewed)
  | { readonly at: 'kept'; readonly added: number }
  /** They could not be compared, and nothing was kept. */
  | { readonly at: 'bring-in-failed'; readonly error: ErrorCode };

/** `proof`: of the confirmed PIN, under which everything is sealed. */
export type BringIn = { readonly at: 'idle' } | (BringInStep & { readonly proof: ProofHandle });

export type BringInEvent =
  | {
      readonly type: 'started';
      readonly proof: ProofHandle;
      readonly notice?: OathNotice;
      readonly from?: BroughtFrom;
    }
  | { readonly type: 'notice-accepted' }
  /** **Not now**, **Cancel**, or Back. */
  | { readonly type: 'went-back' }
  | { readonly type: 'file-chosen'; readonly file: FileHandle }
  | { readonly type: 'password-needed' }
  | { readonly type: 'password-typed'; readonly password: PasswordHandle }
  | { readonly type: 'source-read'; readonly source: SourceHandle }
  | { readonly type: 'compared'; readonly list: BroughtList }
  | { readonly type: 'switched'; readonly place: number; readonly on: boolean }
  | { readonly type: 'keep-wanted' }
  /** `added`: ids of the new accounts, in the order of the list. */
  | { readonly type: 'kept'; readonly added: readonly string[] }
  | { readonly type: 'closed' }
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
      /** Places that are left out. */
      readonly leftOut: ReadonlySet<number>;
    }
  /** Overwrites whatever was read, and drops it. */
  | { readonly type: 'forget' }
  /** Ends; `account`: Home opens with its code. */
  | { readonly type: 'leave'; readonly account?: string };

export type BringInResult = readonly [BringIn, ...BringInEffect[]];
