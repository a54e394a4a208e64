/** Types of the old phone's side of a move: its states, events and effects (docs/moving.md). */
import type { ErrorCode } from '../errors.ts';
import type { MoveName } from './move-name.ts';

/** A new phone's one-time key, kept by the runner. */
type MoveRequest = number;

/** How the pictures follow each other: three a second, one a second, or by hand. */
export type Pace = 'fast' | 'slow' | 'by-hand';

/** What is deleted here after the receipt: everything that moved, or accounts that count. */
export type Deletion = 'all' | 'counting';

/** Why the last try ended; `hidden`: the page was hidden while the pictures were shown. */
export type SendProblem = ErrorCode | 'hidden';

/** What was packed for the new phone. */
export interface Packed {
  /** Pictures that are needed at least. */
  readonly pictures: number;
  readonly accounts: number;
  /** Accounts among them that count upwards. */
  readonly counting: number;
  /** What those are called. */
  readonly countingNames: readonly MoveName[];
  /** What those are called whose keys could not be read here: they did not move. */
  readonly unread: readonly MoveName[];
}

export type Send =
  /** Authenticated: what moves, and what cannot. `without`: accounts that are left out. */
  | {
      readonly step: 'send-list';
      readonly without: readonly string[];
      readonly problem?: SendProblem;
    }
  | {
      readonly step: 'send-scanning';
      readonly without: readonly string[];
      readonly problem?: ErrorCode;
    }
  /** The number under the new phone's code is typed; `checking`: it was. */
  | {
      readonly step: 'send-number';
      readonly without: readonly string[];
      readonly request: MoveRequest;
      readonly triesLeft: number;
      readonly checking?: true;
      readonly wrong?: true;
    }
  | {
      readonly step: 'send-packing';
      readonly without: readonly string[];
      readonly request: MoveRequest;
    }
  | {
      readonly step: 'send-showing';
      readonly without: readonly string[];
      readonly packed: Packed;
      readonly pace: Pace;
      /** Receipts that may still be typed. */
      readonly triesLeft: number;
    }
  /** The new phone's receipt is typed. */
  | {
      readonly step: 'send-receipt';
      readonly without: readonly string[];
      readonly packed: Packed;
      readonly pace: Pace;
      readonly triesLeft: number;
      readonly checking?: true;
      readonly wrong?: true;
    }
  /** The new phone has everything: delete here, or keep both. */
  | { readonly step: 'send-moved'; readonly packed: Packed; readonly problem?: ErrorCode }
  /** Accounts that count upwards cannot be used on both: what becomes of them? */
  | { readonly step: 'send-counting'; readonly packed: Packed }
  /** Asks once more. */
  | { readonly step: 'send-delete'; readonly packed: Packed; readonly deletion: Deletion }
  /** A transaction is under way; it cannot be cancelled. */
  | { readonly step: 'send-deleting'; readonly packed: Packed; readonly deletion: Deletion }
  /** `staying`: accounts that count upwards are on both phones; they are named. */
  | {
      readonly step: 'send-done';
      readonly deleted: number;
      readonly kept: number;
      readonly staying: boolean;
      readonly countingNames?: readonly MoveName[];
      readonly unread?: readonly MoveName[];
    };

/** A colour cryptogram as modules, its quiet zone and frame included, row by row from the top. */
export interface ColourPicture {
  /** Modules a side. */
  readonly size: number;
  /** 0 white, 1 red, 2 green, 3 blue, 4 black. */
  readonly modules: Uint8Array;
}

/** What the screens are drawn from. */
export type SendShown = Send & { readonly picture?: ColourPicture };

/** What the person does on the screens. */
export type SendTap =
  | { readonly type: 'send-left-out'; readonly account: string; readonly out: boolean }
  | { readonly type: 'send-scan-wanted' }
  | { readonly type: 'send-number-typed'; readonly digits: string }
  | { readonly type: 'send-pace-chosen'; readonly pace: Pace }
  | { readonly type: 'send-next-picture' }
  | { readonly type: 'send-shown-enough' }
  | { readonly type: 'send-pictures-wanted' }
  | { readonly type: 'send-receipt-typed'; readonly digits: string }
  | { readonly type: 'send-delete-wanted' }
  | { readonly type: 'send-keep-wanted' }
  | { readonly type: 'send-counting-deleted' }
  | { readonly type: 'send-counting-stays' }
  | { readonly type: 'send-delete-confirmed' }
  /** Cancel, or one step back. */
  | { readonly type: 'send-stopped' };

export type SendEvent =
  | Exclude<SendTap, { type: 'send-next-picture' }>
  | { readonly type: 'request-scanned'; readonly request: MoveRequest }
  | { readonly type: 'scan-refused'; readonly code: ErrorCode }
  | { readonly type: 'number-compared'; readonly same: boolean }
  | { readonly type: 'packed'; readonly packed: Packed; readonly pace: Pace }
  | { readonly type: 'receipt-compared'; readonly same: boolean }
  | { readonly type: 'deleted'; readonly accounts: number }
  | { readonly type: 'time-over' }
  | { readonly type: 'hidden' }
  | { readonly type: 'failed'; readonly code: ErrorCode };

export type SendEffect =
  | { readonly type: 'compare-number'; readonly request: MoveRequest; readonly digits: string }
  | { readonly type: 'pack'; readonly request: MoveRequest; readonly without: readonly string[] }
  | { readonly type: 'compare-receipt'; readonly digits: string }
  | { readonly type: 'delete-moved'; readonly deletion: Deletion }
  /** Resolves to `time-over`, unless pictures and receipt are left before. */
  | { readonly type: 'limit'; readonly ms: number }
  /** Overwrites every secret of this move. */
  | { readonly type: 'forget' }
  /** Leaves these screens. */
  | { readonly type: 'leave' };
