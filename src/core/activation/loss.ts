/** A pending activation that another tab replaced, or that was dropped after a day. */
import { dropProof } from './cancel.ts';
import type { PendingView } from './step-parts.ts';
import type { Activation, ActivationEvent, At, Loss, Result } from './types.ts';

/**
 * Returns the pending activation that the wizard waits with; undefined while a step writes, since
 * its outcome tells.
 */
export function waitingPending(state: Activation): PendingView | undefined {
  switch (state.step) {
    case 'device-code':
    case 'scan-second':
    case 'reading-second':
      return state.pending;
    case 'choose-pin':
    case 'confirm-pin':
    case 'authenticate':
    case 'forgot-pin':
    case 'authorising-pin':
      return state.sealing.pending;
    case 'stop':
      return waitingPending(state.from);
    case 'failed':
      return state.back && waitingPending(state.back);
    default:
      return undefined;
  }
}

/** Ends the activation, unless no pending one is under way. */
export function losePending(state: Activation, lost: Loss): Result {
  const isPending = waitingPending(state) !== undefined || state.step === 'sealing';
  if (!isPending && state.step !== 'idle') return [state];
  const shown = state.step === 'stop' ? state.from : state;
  const error = lost.by === 'replaced' ? 'ACTIVATION_REPLACED' : 'ACTIVATION_DROPPED';
  return [
    { step: 'failed', error, lost },
    ...(shown.step === 'confirm-pin' ? [{ type: 'wipe-pin', pin: shown.pin } as const] : []),
    ...dropProof(shown),
  ];
}

/** Leaves the message: nothing is left to be removed. */
export function fromLost(state: At<'failed'>, event: ActivationEvent): Result {
  if (event.type === 'start-over-asked')
    return [
      { step: 'scan-first', exchange: { purpose: { kind: 'activate' } } },
      { type: 'forget-lost' },
    ];
  if (event.type === 'stop-asked' || event.type === 'stop-confirmed')
    return [{ step: 'idle' }, { type: 'forget-lost' }, { type: 'leave' }];
  return [state];
}
