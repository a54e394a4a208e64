/** Cancelling an activation: the question, the step it returns to, and removing what was kept. */
import type { AuthenticationEffect } from '../authentication.ts';
import { forgetProof, restAuthentication } from '../authentication.ts';
import type { Activation, ActivationEvent, Result, Stoppable } from './types.ts';

/** Handles the events that every cancellable step takes: the Cancel question and Start over. */
export function handleCancel(state: Stoppable, event: ActivationEvent): Result {
  if (event.type === 'stop-asked')
    return [{ step: 'stop', from: restingStep(state) }, ...dropProof(state)];
  if (event.type === 'start-over-asked') return discardActivation(state, true);
  return [state];
}

/**
 * Returns the step that **Keep going** leads to. Work under way is given up when the question is
 * asked, so a busy step returns to the one that began its work.
 */
function restingStep(state: Stoppable): Stoppable {
  switch (state.step) {
    case 'reading-first':
      return state.pending
        ? { step: 'scan-second', exchange: state.exchange, pending: state.pending }
        : { step: 'scan-first', exchange: state.exchange };
    case 'reading-second':
      return { step: 'scan-second', exchange: state.exchange, pending: state.pending };
    case 'authenticate':
      return state.auth.at === 'passed'
        ? state
        : { ...state, auth: restAuthentication(state.auth.means) };
    case 'authorising-pin':
      return { step: 'forgot-pin', sealing: state.sealing, means: state.means };
    case 'enabling-biometrics':
      return { step: 'choose-unlock', biometrics: 'offered', waiting: state.waiting };
    default:
      return state;
  }
}

/** Removes everything that the activation has kept, then leads to Home or to the first scan. */
export function discardActivation(from: Activation, thenStart: boolean): Result {
  const account = sealedAccount(from);
  return [
    { step: 'stopping', thenStart, account },
    ...(from.step === 'confirm-pin' ? [{ type: 'wipe-pin', pin: from.pin } as const] : []),
    ...dropProof(from),
    { type: 'discard', account },
  ];
}

/** Returns the account that the activation has sealed, even after removing it has failed. */
export function sealedAccount(state: Activation): string | undefined {
  if ('waiting' in state) return state.waiting.account;
  return state.step === 'stopping' || state.step === 'failed' ? state.account : undefined;
}

/** An authentication that is given up leaves no proof behind. */
export function dropProof(state: Activation): readonly AuthenticationEffect[] {
  return state.step === 'authenticate' ? forgetProof(state.auth) : [];
}
