/** The activation wizard's pure state machine: step and event in, next step and effects out. */
import { discardActivation, handleCancel, sealedAccount } from './cancel.ts';
import { fromActivationCode, fromNotifications, fromPicture } from './final-steps.ts';
import { fromForgotPin } from './forgot-pin-steps.ts';
import { fromLost, losePending } from './loss.ts';
import {
  fromIdle,
  fromReadingFirst,
  fromReadingSecond,
  fromReplacePending,
  fromScanFirst,
  fromScanSecond,
} from './scan-steps.ts';
import type { Activation, ActivationEvent, Result } from './types.ts';
import { fromAuthenticate, fromPin, fromSealing, fromUnlock } from './unlock-steps.ts';

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function transition(state: Activation, event: ActivationEvent): Result {
  if (event.type === 'pending-lost') return losePending(state, event.lost);
  const { step } = state;
  switch (step) {
    case 'idle':
      return fromIdle(state, event);
    case 'scan-first':
      return fromScanFirst(state, event);
    case 'reading-first':
      return fromReadingFirst(state, event);
    case 'replace-pending':
      return fromReplacePending(state, event);
    case 'device-code':
      if (event.type === 'second-wanted')
        return [
          { ...state, step: 'scan-second' },
          { type: 'remember-step', at: 'scan-second' },
        ];
      // A link or a pasted text may bring a message while the device code is shown.
      if (event.type === 'message-read' || event.type === 'code-refused')
        return fromScanSecond({ ...state, step: 'scan-second' }, event);
      return handleCancel(state, event);
    case 'scan-second':
      return fromScanSecond(state, event);
    case 'reading-second':
      return fromReadingSecond(state, event);
    case 'choose-pin':
    case 'confirm-pin':
      return fromPin(state, event);
    case 'authenticate':
      return fromAuthenticate(state, event);
    case 'forgot-pin':
    case 'authorising-pin':
    case 'renewing-pin':
      return fromForgotPin(state, event);
    case 'sealing':
      return fromSealing(state, event);
    case 'picture':
      return fromPicture(state, event);
    case 'choose-unlock':
    case 'enabling-biometrics':
      return fromUnlock(state, event);
    case 'activation-code':
    case 'accepting':
      return fromActivationCode(state, event);
    case 'notifications':
    case 'allowing-notifications':
      return fromNotifications(state, event);
    case 'stop':
      if (event.type === 'stop-denied') return [state.from];
      if (event.type === 'stop-confirmed') return discardActivation(state.from, false);
      return [state];
    case 'stopping':
      if (event.type === 'stopped')
        return state.thenStart
          ? [{ step: 'scan-first', exchange: { purpose: { kind: 'activate' } } }]
          : [{ step: 'idle' }, { type: 'leave' }];
      if (event.type === 'failed')
        return [{ step: 'failed', error: event.code, account: sealedAccount(state) }];
      return [state];
    case 'failed':
      if (state.lost) return fromLost(state, event);
      if (event.type === 'try-again-asked' && state.back) return [state.back];
      if (event.type === 'start-over-asked') return discardActivation(state.back ?? state, true);
      if (event.type === 'stop-asked' || event.type === 'stop-confirmed')
        return discardActivation(state.back ?? state, false);
      return [state];
    default:
      return [step satisfies never];
  }
}
