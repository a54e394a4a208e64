/** The exchange of codes with the page: first image, device code, second image. */
import { beginAuthentication } from '../authentication.ts';
import type { ActivationEvent, At, Opened, Result } from './types.ts';
import { carried, firstScan, noticed, stoppable } from './cancel.ts';

export function fromIdle(state: At<'idle'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'started':
      return [firstScan(event.purpose, event.proof)];
    case 'resumed':
      return [{ step: event.at, purpose: { kind: 'activate' }, pending: event.pending }];
    case 'resumed-waiting':
      return [{ step: 'activation-code', waiting: event.waiting }];
    default:
      return [state];
  }
}

export function fromScanFirst(state: At<'scan-first'>, event: ActivationEvent): Result {
  if (event.type === 'message-read' && event.kind === 'first')
    return [
      { step: 'reading-first', ...carried(state) },
      { type: 'read-first', message: event.message, purpose: state.purpose },
    ];
  // **Scan Code** is for requests too; whoever activates one account anew is not led away from it.
  if (
    event.type === 'message-read' &&
    event.kind === 'channel' &&
    state.purpose.kind === 'activate'
  )
    return [
      { step: 'reading-first', ...carried(state) },
      { type: 'read-request', message: event.message },
    ];
  if (event.type === 'message-read') return [noticed(state, { code: 'FIRST_EXPECTED' })];
  if (event.type === 'code-refused') return [noticed(state, event.notice)];
  return stoppable(state, event);
}

export function fromReadingFirst(state: At<'reading-first'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'first-accepted':
      // A camera still on the first image, when the second is wanted: the screen says so and shows the code, and does not go back.
      if (state.pending?.id === event.pending.id)
        return [
          {
            step: 'scan-second',
            ...carried(state),
            pending: state.pending,
            notice: { code: 'SECOND_EXPECTED' },
          },
        ];
      return [
        { step: 'device-code', ...carried(state), pending: event.pending },
        { type: 'remember-step', at: 'device-code' },
      ];
    case 'other-pending-found':
      return [
        {
          step: 'replace-pending',
          ...carried(state),
          candidate: event.candidate,
          pending: event.pending,
        },
      ];
    case 'request-opened':
      return [
        { step: 'idle' },
        ...(state.proof === undefined
          ? []
          : [{ type: 'forget-proof', proof: state.proof } as const]),
      ];
    case 'code-refused':
      return state.pending
        ? [{ step: 'scan-second', ...carried(state), pending: state.pending, notice: event.notice }]
        : [{ ...firstScan(state.purpose, state.proof), notice: event.notice }];
    case 'failed':
      return [{ step: 'failed', error: event.code, back: firstScan(state.purpose, state.proof) }];
    default:
      return stoppable(state, event);
  }
}

export function fromReplacePending(state: At<'replace-pending'>, event: ActivationEvent): Result {
  if (event.type === 'replace-confirmed')
    return [
      { step: 'reading-first', ...carried(state) },
      { type: 'keep-candidate', candidate: state.candidate, purpose: state.purpose },
    ];
  if (event.type === 'replace-denied')
    return [
      { step: 'device-code', ...carried(state), pending: state.pending },
      { type: 'forget-candidate', candidate: state.candidate },
    ];
  return stoppable(state, event);
}

export function fromScanSecond(state: At<'scan-second'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'message-read':
      if (event.kind === 'second')
        return [
          { step: 'reading-second', ...carried(state), pending: state.pending },
          {
            type: 'read-second',
            message: event.message,
            ...(state.proof !== undefined && { proof: state.proof }),
          },
        ];
      // Another first image asks before it replaces what is pending.
      if (event.kind === 'first')
        return [
          { step: 'reading-first', ...carried(state), pending: state.pending },
          { type: 'read-first', message: event.message, purpose: state.purpose },
        ];
      return [noticed(state, { code: 'SECOND_EXPECTED' })];
    case 'code-refused':
      return [noticed(state, event.notice)];
    case 'device-code-wanted':
      return [
        { step: 'device-code', ...carried(state), pending: state.pending },
        { type: 'remember-step', at: 'device-code' },
      ];
    default:
      return stoppable(state, event);
  }
}

export function fromReadingSecond(state: At<'reading-second'>, event: ActivationEvent): Result {
  const { pending } = state;
  switch (event.type) {
    case 'second-accepted': {
      const now: Opened = { pending, opened: event.opened };
      if (event.unlock === 'create-pin') return [{ step: 'choose-pin', ...now }];
      if (event.unlock === 'proven' && state.proof !== undefined)
        return [
          { step: 'sealing', by: 'pin', ...now },
          { type: 'seal-account', opened: event.opened, proof: state.proof },
        ];
      const means = event.unlock === 'proven' ? 'pin' : event.unlock;
      return [{ step: 'authenticate', auth: beginAuthentication(means), ...now }];
    }
    case 'code-refused':
      return [{ step: 'scan-second', ...carried(state), pending, notice: event.notice }];
    case 'failed':
      return [
        {
          step: 'failed',
          error: event.code,
          back: { step: 'scan-second', ...carried(state), pending },
        },
      ];
    default:
      return stoppable(state, event);
  }
}
