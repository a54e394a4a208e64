/** The new phone's side of a move as a pure machine (docs/moving.md): only accounts are written. */
import type { ErrorCode } from '../errors.ts';
import type { Receive, ReceiveEffect, ReceiveEvent } from './receive-types.ts';

type Result = readonly [Receive, ...ReceiveEffect[]];
type In<Step extends Receive['step']> = Extract<Receive, { readonly step: Step }>;

/** Milliseconds after which a request that nobody answered is made anew. */
const ASKING_MS = 10 * 60_000;
const COLLECTING_MS = 10 * 60_000;

export const RECEIVE_START: Receive = { step: 'receive-preparing' };

/** Returns the next state and its effects; the same object for an event that means nothing. */
export function receiveTransition(state: Receive, event: ReceiveEvent): Result {
  switch (state.step) {
    case 'receive-preparing':
      return fromPreparing(state, event);
    case 'receive-asking':
      return fromAsking(state, event);
    case 'receive-collecting':
      return fromCollecting(state, event);
    case 'receive-opening':
      return fromOpening(state, event);
    case 'receive-telling':
      return fromTelling(state, event);
    case 'receive-sealing':
      return fromSealing(state, event);
    case 'receive-done':
    case 'receive-incomplete':
    case 'receive-over':
      return fromEnd(state, event);
    default:
      return [state satisfies never];
  }
}

/** Timers belong to the request: they run on while the person looks at its code again. */
export function receiveStage(state: Receive): unknown {
  return 'asked' in state ? state.asked.request : state.step;
}

function fromPreparing(state: In<'receive-preparing'>, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'begun':
      return [{ step: 'receive-preparing' }, { type: 'make-request' }];
    case 'request-made':
      return [
        { step: 'receive-asking', asked: event.asked },
        { type: 'limit', of: 'asking', ms: ASKING_MS },
      ];
    case 'failed':
      return over(event.code);
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

function fromAsking(state: In<'receive-asking'>, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'receive-scan-wanted': {
      const { asked, begun } = state;
      const collecting: Receive = { step: 'receive-collecting', asked, rank: 0, of: 0 };
      if (begun) return [collecting];
      return [collecting, { type: 'limit', of: 'collecting', ms: COLLECTING_MS }];
    }
    case 'time-over':
      return again();
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

function fromCollecting(state: In<'receive-collecting'>, event: ReceiveEvent): Result {
  const { step, asked, stale } = state;
  switch (event.type) {
    case 'part-read': {
      const { rank, of } = event;
      if (rank === state.rank && of === state.of && state.problem === undefined) return [state];
      return [{ step, asked, rank, of, ...(stale && { stale }) }];
    }
    case 'part-refused':
      return [{ ...state, problem: event.code }];
    case 'collected':
      return [{ step: 'receive-opening' }, { type: 'open' }];
    case 'receive-code-wanted':
      return stale ? again() : [{ step: 'receive-asking', asked, begun: true }];
    case 'time-over':
      return event.of === 'collecting' ? over('MOVE_EXPIRED') : [{ ...state, stale: true }];
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

function fromOpening(state: In<'receive-opening'>, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'opened':
      return [{ step: 'receive-telling', arrived: event.arrived }];
    case 'failed':
      return over(event.code);
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

function fromTelling(state: In<'receive-telling'>, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'receive-keep-wanted':
      return [{ step: 'receive-sealing', accounts: state.arrived.accounts }, { type: 'seal' }];
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

function fromSealing(state: In<'receive-sealing'>, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'sealed': {
      const { accounts, here, receipt } = event;
      return [{ step: 'receive-done', accounts, here, receipt }, { type: 'forget' }];
    }
    case 'incomplete': {
      const { kept, missing } = event;
      return [{ step: 'receive-incomplete', kept, missing }, { type: 'forget' }];
    }
    case 'failed':
      return over(event.code);
    default:
      return [state];
  }
}

function fromEnd(state: Receive, event: ReceiveEvent): Result {
  switch (event.type) {
    case 'receive-again-wanted':
      return state.step === 'receive-done' ? [state] : again();
    case 'receive-stopped':
      return left(state);
    default:
      return [state];
  }
}

/** A new one-time key: the one before opens nothing. */
function again(): Result {
  return [{ step: 'receive-preparing' }, { type: 'forget' }, { type: 'make-request' }];
}

function over(code: ErrorCode): Result {
  return [{ step: 'receive-over', code }, { type: 'forget' }];
}

function left(state: Receive): Result {
  return [state, { type: 'forget' }, { type: 'leave' }];
}
