/** Types of the new phone's side of a move: its states, events and effects (docs/moving.md). */
import type { ErrorCode } from '../errors.ts';
import type { OathNotice } from './bring-in-types.ts';
import type { MoveName } from './move-name.ts';

/** What the new phone shows the old one. */
interface Asked {
  /** The text of the QR code. */
  readonly request: string;
  /** The eight digits under it. */
  readonly number: string;
}

/** What was found in the pictures. */
export interface Arrived {
  readonly accounts: number;
  /** What each is called: whoever showed pictures could have put in others. */
  readonly names: readonly MoveName[];
  /** Those that are here already. */
  readonly here: number;
  /** New ones whose keys no PIN can hide. */
  readonly unhidden: readonly MoveName[];
  /** What is to be said before they are kept, if anything. */
  readonly notice?: OathNotice;
}

export type Receive =
  /** The one-time key and its number are made. */
  | { readonly step: 'receive-preparing' }
  /** `begun`: pictures were scanned with this key; its limit of time runs. */
  | { readonly step: 'receive-asking'; readonly asked: Asked; readonly begun?: true }
  /** `stale`: the request's time is over, so that it is not shown again. */
  | {
      readonly step: 'receive-collecting';
      readonly asked: Asked;
      readonly rank: number;
      /** Pictures that are needed; 0: none was read yet. */
      readonly of: number;
      readonly problem?: ErrorCode;
      readonly stale?: true;
    }
  | { readonly step: 'receive-opening' }
  /** The accounts are named, with what is to be known before they are kept. */
  | { readonly step: 'receive-telling'; readonly arrived: Arrived }
  /** A transaction is under way; it cannot be cancelled. */
  | { readonly step: 'receive-sealing'; readonly accounts: number }
  /** Every account is here, read back; the receipt is shown until this is left. */
  | {
      readonly step: 'receive-done';
      readonly accounts: number;
      readonly here: number;
      readonly receipt: string;
    }
  /** Some could not be kept: named, and no receipt. */
  | {
      readonly step: 'receive-incomplete';
      readonly kept: number;
      readonly missing: readonly MoveName[];
    }
  | { readonly step: 'receive-over'; readonly code: ErrorCode };

/** A request's QR code without its quiet zone, row by row from the top: 1 dark, 0 light. */
interface RequestCode {
  /** Modules a side. */
  readonly size: number;
  readonly modules: Uint8Array;
}

/** What the screens are drawn from. */
export type ReceiveShown = Receive & { readonly modules?: RequestCode };

/** What the person does on the screens. */
export type ReceiveTap =
  | { readonly type: 'receive-scan-wanted' }
  | { readonly type: 'receive-code-wanted' }
  | { readonly type: 'receive-keep-wanted' }
  | { readonly type: 'receive-again-wanted' }
  /** Cancel, **Done**, or back. */
  | { readonly type: 'receive-stopped' };

export type ReceiveEvent =
  | ReceiveTap
  | { readonly type: 'begun' }
  | { readonly type: 'request-made'; readonly asked: Asked }
  | { readonly type: 'part-read'; readonly rank: number; readonly of: number }
  | { readonly type: 'part-refused'; readonly code: ErrorCode }
  /** The last part was read. */
  | { readonly type: 'collected' }
  | { readonly type: 'opened'; readonly arrived: Arrived }
  | {
      readonly type: 'sealed';
      readonly accounts: number;
      readonly here: number;
      readonly receipt: string;
    }
  | { readonly type: 'incomplete'; readonly kept: number; readonly missing: readonly MoveName[] }
  | { readonly type: 'time-over'; readonly of: 'asking' | 'collecting' }
  | { readonly type: 'failed'; readonly code: ErrorCode };

export type ReceiveEffect =
  | { readonly type: 'make-request' }
  /** Solves what was collected, opens it, and looks which accounts are here already. */
  | { readonly type: 'open' }
  /** Seals every account in one transaction and reads them back. */
  | { readonly type: 'seal' }
  /** Resolves to `time-over`, unless the request is dropped before. */
  | { readonly type: 'limit'; readonly of: 'asking' | 'collecting'; readonly ms: number }
  /** Overwrites every secret of this move. */
  | { readonly type: 'forget' }
  /** Leaves these screens. */
  | { readonly type: 'leave' };
