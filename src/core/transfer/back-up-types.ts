/** Types of the machine that makes a backup file: states, events and effects. */
import type { ErrorCode } from '../errors.ts';

/** What is known of the last file; `at`: seconds since 1970. */
export interface LastBackup {
  readonly at: number;
  /** It was opened after it was saved, and had what the vault had. */
  readonly proven: boolean;
  /** Of the accounts in it. */
  readonly ids: readonly string[];
  /** The last file that was proven, where this one is not; `at`: seconds since 1970. */
  readonly earlier?: { readonly at: number };
}

/** `share`: the system's sheet; `download`: where the browser puts files. */
export type SaveWay = 'share' | 'download';

export type BackUp =
  /** Reading what is known of the last file. */
  | { readonly step: 'back-up-looking' }
  /** `unreadable`: ids of accounts whose keys cannot be read, so that no file can have them. */
  | {
      readonly step: 'back-up-list';
      readonly last?: LastBackup;
      readonly unreadable?: readonly string[];
    }
  /** The passphrase is on the screen: it is to be written down. */
  | { readonly step: 'back-up-passphrase' }
  | { readonly step: 'back-up-own'; readonly short?: true }
  /** A part of the passphrase is typed back; all of it where it is the person's `own`. */
  | { readonly step: 'back-up-check'; readonly own: boolean; readonly wrong?: true }
  /** `waits`: for the PIN, after a lock. */
  | { readonly step: 'back-up-writing'; readonly waits?: true }
  /** The file is ready, in memory alone. */
  | {
      readonly step: 'back-up-save';
      readonly file: string;
      readonly problem?: ErrorCode | 'cancelled';
    }
  | { readonly step: 'back-up-saving'; readonly file: string }
  /** The file is to be opened where it was saved. `file`: its name, while it can be saved again. */
  | { readonly step: 'back-up-saved'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'back-up-opening'; readonly file?: string }
  | { readonly step: 'back-up-open'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'back-up-comparing'; readonly file?: string; readonly waits?: true }
  /** Ids of accounts that the vault has and the file has not. */
  | { readonly step: 'back-up-missing'; readonly ids: readonly string[]; readonly total: number }
  /** All `total` accounts that the vault has can be restored from the file. */
  | { readonly step: 'back-up-proven'; readonly total: number }
  | { readonly step: 'back-up-failed'; readonly code: ErrorCode };

export type BackUpEvent =
  /** It begins, or goes on after a lock. */
  | { readonly type: 'started' }
  | {
      readonly type: 'last-read';
      readonly last: LastBackup | undefined;
      readonly unreadable?: readonly string[];
    }
  /** **Make a backup file**. */
  | { readonly type: 'begun' }
  /** **Try it**: the last file is to be opened. */
  | { readonly type: 'proof-wanted' }
  /** The PIN is to be asked for, after a lock. */
  | { readonly type: 'pin-wanted' }
  | { readonly type: 'written-down' }
  | { readonly type: 'own-wanted' }
  | { readonly type: 'own-given'; readonly long: boolean }
  | { readonly type: 'checked'; readonly right: boolean }
  | { readonly type: 'written'; readonly file: string }
  | { readonly type: 'save-wanted'; readonly way: SaveWay }
  | { readonly type: 'saved' }
  | { readonly type: 'save-refused'; readonly problem: ErrorCode | 'cancelled' }
  | { readonly type: 'file-chosen' }
  | { readonly type: 'file-opened' }
  | { readonly type: 'passphrase-given' }
  | { readonly type: 'compared'; readonly missing: readonly string[]; readonly total: number }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | { readonly type: 'went-back' }
  /** A lock came between: what the step needs is still in memory. */
  | { readonly type: 'pin-lacking' };

/** A file that the person chose, as the browser gives it. */
export interface ChosenFile {
  /** Bytes. */
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** What the person does on its screens. */
export type BackUpAction =
  | Extract<
      BackUpEvent,
      {
        type:
          | 'begun'
          | 'proof-wanted'
          | 'pin-wanted'
          | 'written-down'
          | 'own-wanted'
          | 'save-wanted'
          | 'went-back';
      }
    >
  /** A passphrase, or the part of it that is asked for. */
  | { readonly type: 'passphrase-typed'; readonly text: string }
  | { readonly type: 'file-given'; readonly file: ChosenFile };

/** What its screens show. */
export type BackUpScreen = BackUp & {
  /** Only while it is to be written down, and nothing is locked. */
  readonly passphrase?: string;
  /** The step goes on, or shows the passphrase again, once the PIN was entered. */
  readonly locked?: true;
  /** Whether the browser offers the system's sheet for files. */
  readonly canShare: boolean;
};

export type BackUpEffect =
  | { readonly type: 'read-last' }
  | { readonly type: 'draw-passphrase' }
  /** Reads the accounts' secrets and encrypts them. */
  | { readonly type: 'write' }
  /** Saves the file, and remembers that it was written. */
  | { readonly type: 'save'; readonly way: SaveWay }
  /** Reads the chosen file: whether it is the one that was written. */
  | { readonly type: 'open' }
  /** Decrypts the chosen file, compares it with the vault, and remembers that it is proven. */
  | { readonly type: 'compare' }
  /** Asks for the PIN once more, after a lock. */
  | { readonly type: 'ask-pin' }
  /** Drops passphrase and files from memory. */
  | { readonly type: 'forget' }
  | { readonly type: 'leave' };

export type BackUpResult = readonly [BackUp, ...BackUpEffect[]];
