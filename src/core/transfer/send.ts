/** The old phone's side of a move as a pure machine (docs/moving.md): nothing of it is written. */
import type { Packed, Send, SendEffect, SendEvent, SendProblem } from './send-types.ts';

type Result = readonly [Send, ...SendEffect[]];

/** How often the number may be typed wrongly before it is over. */
const NUMBER_TRIES = 3;
const RECEIPT_TRIES = 5;
/** Milliseconds from the first picture to the right receipt. */
const SHOWING_MS = 5 * 60_000;

export const SEND_START: Send = { step: 'send-list', without: [] };

/** Returns the next state and its effects; the same object for an event that means nothing. */
export function sendTransition(state: Send, event: SendEvent): Result {
  switch (state.step) {
    case 'send-list':
      return fromList(state, event);
    case 'send-scanning':
      return fromScanning(state, event);
    case 'send-number':
      return fromNumber(state, event);
    case 'send-packing':
      return fromPacking(state, event);
    case 'send-showing':
      return fromShowing(state, event);
    case 'send-receipt':
      return fromReceipt(state, event);
    case 'send-moved':
      return fromMoved(state, event);
    case 'send-counting':
      return fromCounting(state, event);
    case 'send-delete':
      return fromDelete(state, event);
    case 'send-deleting':
      return fromDeleting(state, event);
    case 'send-done':
      return event.type === 'send-stopped' ? [state, { type: 'leave' }] : [state];
    default:
      return [state satisfies never];
  }
}

/** One limit of time runs over pictures and receipt, however often one leads to the other. */
export function sendStage({ step }: Send): unknown {
  return step === 'send-receipt' ? 'send-showing' : step;
}

type In<Step extends Send['step']> = Extract<Send, { readonly step: Step }>;

function fromList(state: In<'send-list'>, event: SendEvent): Result {
  const { without } = state;
  switch (event.type) {
    case 'send-left-out': {
      const others = without.filter((id) => id !== event.account);
      return [{ step: 'send-list', without: event.out ? [...others, event.account] : others }];
    }
    case 'send-scan-wanted':
      return [{ step: 'send-scanning', without }];
    case 'send-stopped':
      return [state, { type: 'forget' }, { type: 'leave' }];
    default:
      return [state];
  }
}

function fromScanning(state: In<'send-scanning'>, event: SendEvent): Result {
  const { without } = state;
  switch (event.type) {
    case 'request-scanned':
      return [{ step: 'send-number', without, request: event.request, triesLeft: NUMBER_TRIES }];
    case 'scan-refused':
      return [{ ...state, problem: event.code }];
    case 'send-stopped':
      return over(without);
    default:
      return [state];
  }
}

function fromNumber(state: In<'send-number'>, event: SendEvent): Result {
  const { without, request, triesLeft } = state;
  switch (event.type) {
    case 'send-number-typed':
      if (state.checking) return [state];
      return [
        { step: 'send-number', without, request, triesLeft, checking: true },
        { type: 'compare-number', request, digits: event.digits },
      ];
    case 'number-compared':
      if (event.same)
        return [
          { step: 'send-packing', without, request },
          { type: 'pack', request, without },
        ];
      if (triesLeft === 1) return over(without, 'MOVE_NUMBER_WRONG');
      return [{ step: 'send-number', without, request, triesLeft: triesLeft - 1, wrong: true }];
    case 'send-stopped':
      return over(without);
    case 'failed':
      return over(without, event.code);
    default:
      return [state];
  }
}

function fromPacking({ without, ...state }: In<'send-packing'>, event: SendEvent): Result {
  switch (event.type) {
    case 'packed':
      return [
        {
          step: 'send-showing',
          without,
          packed: event.packed,
          pace: event.pace,
          triesLeft: RECEIPT_TRIES,
        },
        { type: 'limit', ms: SHOWING_MS },
      ];
    case 'hidden':
      return over(without, 'hidden');
    case 'send-stopped':
      return over(without);
    case 'failed':
      return over(without, event.code);
    default:
      return [{ without, ...state }];
  }
}

function fromShowing(state: In<'send-showing'>, event: SendEvent): Result {
  const { without, packed, pace, triesLeft } = state;
  switch (event.type) {
    case 'send-pace-chosen':
      return [{ ...state, pace: event.pace }];
    case 'send-shown-enough':
      return [{ step: 'send-receipt', without, packed, pace, triesLeft }];
    case 'time-over':
      return over(without, 'MOVE_EXPIRED');
    case 'hidden':
      return over(without, 'hidden');
    case 'send-stopped':
      return over(without);
    default:
      return [state];
  }
}

function fromReceipt(state: In<'send-receipt'>, event: SendEvent): Result {
  const { step, without, packed, pace, triesLeft } = state;
  switch (event.type) {
    case 'send-receipt-typed':
      if (state.checking) return [state];
      return [
        { step, without, packed, pace, triesLeft, checking: true },
        { type: 'compare-receipt', digits: event.digits },
      ];
    case 'receipt-compared':
      if (event.same) return [{ step: 'send-moved', packed }];
      if (triesLeft === 1) return over(without, 'MOVE_RECEIPT_WRONG');
      return [{ step, without, packed, pace, triesLeft: triesLeft - 1, wrong: true }];
    case 'send-pictures-wanted':
      return [{ step: 'send-showing', without, packed, pace, triesLeft }];
    case 'time-over':
      return over(without, 'MOVE_EXPIRED');
    case 'send-stopped':
      return over(without);
    case 'failed':
      return over(without, event.code);
    default:
      return [state];
  }
}

function fromMoved(state: In<'send-moved'>, event: SendEvent): Result {
  const { packed } = state;
  switch (event.type) {
    case 'send-delete-wanted':
      return [{ step: 'send-delete', packed, deletion: 'all' }];
    case 'send-keep-wanted':
    case 'send-stopped':
      if (packed.counting > 0) return [{ step: 'send-counting', packed }];
      return done(packed, 0);
    default:
      return [state];
  }
}

function fromCounting(state: In<'send-counting'>, event: SendEvent): Result {
  const { packed } = state;
  switch (event.type) {
    case 'send-counting-deleted':
      return [{ step: 'send-delete', packed, deletion: 'counting' }];
    case 'send-counting-stays':
      return done(packed, 0);
    case 'send-stopped':
      return [{ step: 'send-moved', packed }];
    default:
      return [state];
  }
}

function fromDelete(state: In<'send-delete'>, event: SendEvent): Result {
  const { packed, deletion } = state;
  switch (event.type) {
    case 'send-delete-confirmed':
      return [
        { step: 'send-deleting', packed, deletion },
        { type: 'delete-moved', deletion },
      ];
    case 'send-stopped':
      return [{ step: 'send-moved', packed }];
    default:
      return [state];
  }
}

function fromDeleting(state: In<'send-deleting'>, event: SendEvent): Result {
  const { packed } = state;
  switch (event.type) {
    case 'deleted':
      return done(packed, event.accounts);
    case 'failed':
      return [{ step: 'send-moved', packed, problem: event.code }];
    default:
      return [state];
  }
}

/** Back to the list: both vaults are as they were. */
function over(without: readonly string[], problem?: SendProblem): Result {
  return [
    { step: 'send-list', without, ...(problem !== undefined && { problem }) },
    { type: 'forget' },
  ];
}

function done({ accounts, counting, countingNames, unread }: Packed, deleted: number): Result {
  const staying = counting > 0 && deleted === 0;
  return [
    {
      step: 'send-done',
      deleted,
      kept: accounts - deleted,
      staying,
      ...(staying && { countingNames }),
      ...(unread.length > 0 && { unread }),
    },
    { type: 'forget' },
  ];
}
