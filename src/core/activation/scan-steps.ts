/** The exchange of codes with the page: first image, device code, second image. */
import { restAuthentication } from '../authentication.ts';
import { handleCancel } from './cancel.ts';
import type { Exchange, ScanProblem, Sealing } from './step-parts.ts';
import type { ActivationEvent, At, Result } from './types.ts';

export function fromIdle(state: At<'idle'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'started':
      return [{ step: 'scan-first', exchange: { purpose: event.purpose, proof: event.proof } }];
    case 'resumed': {
      const exchange = { purpose: { kind: 'activate' } } as const;
      return [{ step: event.at, exchange, pending: event.pending }];
    }
    case 'resumed-waiting':
      return event.first
        ? [{ step: 'picture', ...event.first, waiting: event.waiting }]
        : [{ step: 'activation-code', waiting: event.waiting }];
    default:
      return [state];
  }
}

export function fromScanFirst(state: At<'scan-first'>, event: ActivationEvent): Result {
  if (event.type === 'code-refused') return [withProblem(state, event.problem)];
  if (event.type === 'account-offered' && state.exchange.purpose.kind === 'activate')
    return leaveScan(state.exchange);
  if (event.type !== 'message-read') return handleCancel(state, event);
  const { exchange } = state;
  const { message } = event;
  if (message.kind === 'first')
    return [
      { step: 'reading-first', exchange },
      { type: 'read-first', message, purpose: exchange.purpose },
    ];
  // **Scan Code** also takes requests; a reactivation must not be interrupted by one.
  if (message.kind === 'channel' && exchange.purpose.kind === 'activate')
    return [
      { step: 'reading-first', exchange },
      { type: 'read-request', message },
    ];
  return [withProblem(state, { code: 'FIRST_EXPECTED' })];
}

export function fromReadingFirst(state: At<'reading-first'>, event: ActivationEvent): Result {
  const { exchange, pending } = state;
  switch (event.type) {
    case 'first-accepted':
      // The camera still sees the first image while the second is expected: the screen says so and
      // shows the device code, but does not go back.
      if (pending?.id === event.pending.id)
        return [{ step: 'scan-second', exchange, pending, problem: { code: 'SECOND_EXPECTED' } }];
      return [
        { step: 'device-code', exchange, pending: event.pending },
        { type: 'remember-step', at: 'device-code' },
      ];
    case 'other-pending-found': {
      const { type, ...found } = event;
      return [{ step: 'replace-pending', exchange, ...found }];
    }
    case 'request-opened':
      return leaveScan(exchange);
    case 'code-refused':
      return pending
        ? [{ step: 'scan-second', exchange, pending, problem: event.problem }]
        : [{ step: 'scan-first', exchange, problem: event.problem }];
    case 'failed':
      return [{ step: 'failed', error: event.code, back: { step: 'scan-first', exchange } }];
    default:
      return handleCancel(state, event);
  }
}

export function fromReplacePending(state: At<'replace-pending'>, event: ActivationEvent): Result {
  const { exchange, pending, candidate } = state;
  if (event.type === 'replace-confirmed')
    return [
      { step: 'reading-first', exchange },
      { type: 'keep-candidate', candidate, purpose: exchange.purpose },
    ];
  if (event.type === 'replace-denied')
    return [
      // Another server's enrolment goes on at its own screens.
      pending ? { step: 'device-code', exchange, pending } : { step: 'idle' },
      { type: 'forget-candidate', candidate },
    ];
  return handleCancel(state, event);
}

export function fromScanSecond(state: At<'scan-second'>, event: ActivationEvent): Result {
  const { exchange, pending } = state;
  switch (event.type) {
    case 'message-read': {
      const { message } = event;
      if (message.kind === 'second')
        return [
          { step: 'reading-second', exchange, pending },
          { type: 'read-second', message, proof: exchange.proof },
        ];
      // Another first image asks before it replaces the pending activation.
      if (message.kind === 'first')
        return [
          { step: 'reading-first', exchange, pending },
          { type: 'read-first', message, purpose: exchange.purpose },
        ];
      return [withProblem(state, { code: 'SECOND_EXPECTED' })];
    }
    case 'code-refused':
      return [withProblem(state, event.problem)];
    case 'device-code-wanted':
      return [
        { step: 'device-code', exchange, pending },
        { type: 'remember-step', at: 'device-code' },
      ];
    default:
      return handleCancel(state, event);
  }
}

export function fromReadingSecond(state: At<'reading-second'>, event: ActivationEvent): Result {
  const { exchange, pending } = state;
  switch (event.type) {
    case 'second-accepted': {
      const { opened, unlock } = event;
      const sealing: Sealing = { pending, opened };
      if (unlock === 'create-pin') return [{ step: 'choose-pin', sealing }];
      if (unlock === 'proven' && exchange.proof !== undefined)
        return [
          { step: 'sealing', sealing, by: 'pin' },
          { type: 'seal-account', opened, proof: exchange.proof },
        ];
      // The PIN comes first: what is sealed under it has to be confirmed.
      const auth = restAuthentication(unlock === 'proven' ? 'pin' : unlock);
      return [{ step: 'authenticate', sealing, auth }];
    }
    case 'code-refused':
      return [{ step: 'scan-second', exchange, pending, problem: event.problem }];
    case 'failed': {
      const back = { step: 'scan-second', exchange, pending } as const;
      return [{ step: 'failed', error: event.code, back }];
    }
    default:
      return handleCancel(state, event);
  }
}

/** What was scanned has screens of its own. */
function leaveScan({ proof }: Exchange): Result {
  return proof === undefined
    ? [{ step: 'idle' }]
    : [{ step: 'idle' }, { type: 'forget-proof', proof }];
}

/** Adds the problem to the state; returns the same object if it is there already. */
function withProblem<S extends At<'scan-first' | 'scan-second'>>(
  state: S,
  problem: ScanProblem,
): S {
  const { code, seen } = state.problem ?? {};
  return code === problem.code && seen === problem.seen ? state : { ...state, problem };
}
