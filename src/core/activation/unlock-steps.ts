/** From the opened second message to the sealed account: new PIN or authentication, biometrics. */
import type { Authentication, Means } from '../authentication.ts';
import {
  authenticationTransition,
  forgetProof,
  isAuthenticationEvent,
  restAuthentication,
} from '../authentication.ts';
import { handleCancel } from './cancel.ts';
import { renewPin } from './forgot-pin-steps.ts';
import type { ActivationEvent, At, Result } from './types.ts';

export function fromPin(state: At<'choose-pin' | 'confirm-pin'>, event: ActivationEvent): Result {
  const { sealing, replaces } = state;
  if (state.step === 'choose-pin') {
    if (event.type === 'pin-weak')
      return [{ step: 'choose-pin', sealing, replaces, problem: event.why }];
    if (event.type === 'pin-entered')
      return [{ step: 'confirm-pin', sealing, replaces, pin: event.pin }];
    return handleCancel(state, event);
  }
  if (event.type === 'pin-entered' && replaces !== undefined)
    return renewPin(state, replaces, event.pin);
  if (event.type === 'pin-entered')
    return [
      { step: 'sealing', sealing, by: 'new-pin' },
      { type: 'create-vault', opened: sealing.opened, chosen: state.pin, confirmed: event.pin },
    ];
  if (event.type === 'choose-again-wanted')
    return [
      { step: 'choose-pin', sealing, replaces },
      { type: 'wipe-pin', pin: state.pin },
    ];
  return handleCancel(state, event);
}

export function fromAuthenticate(state: At<'authenticate'>, event: ActivationEvent): Result {
  const { sealing } = state;
  if (event.type === 'pin-forgotten')
    return [
      { step: 'forgot-pin', sealing, means: meansOf(state.auth) },
      ...forgetProof(state.auth),
    ];
  if (!isAuthenticationEvent(event)) return handleCancel(state, event);
  const [auth, ...effects] = authenticationTransition(state.auth, event);
  if (auth === state.auth) return [state];
  if (auth.at === 'passed')
    return [
      { step: 'sealing', sealing, by: meansOf(state.auth) },
      ...effects,
      { type: 'seal-account', opened: sealing.opened, proof: auth.proof },
    ];
  return [{ ...state, auth }, ...effects];
}

function meansOf(auth: Authentication): Means {
  return auth.at === 'passed' ? 'pin' : auth.means;
}

export function fromSealing(state: At<'sealing'>, event: ActivationEvent): Result {
  const { sealing, by } = state;
  switch (event.type) {
    case 'sealed':
      return event.first
        ? [{ step: 'picture', ...event.first, waiting: event.waiting }]
        : [{ step: 'activation-code', waiting: event.waiting }];
    case 'pin-mismatched':
      return [{ step: 'choose-pin', sealing, problem: event.earlier ? 'earlier' : 'mismatch' }];
    case 'failed':
      // The activation was stopped in another tab: there is no step to go back to.
      if (event.code === 'UNKNOWN_ACTIVATION') return [{ step: 'failed', error: event.code }];
      return [
        {
          step: 'failed',
          error: event.code,
          back:
            by === 'new-pin'
              ? { step: 'choose-pin', sealing }
              : { step: 'authenticate', sealing, auth: restAuthentication(by) },
        },
      ];
    default:
      return [state];
  }
}

export function fromUnlock(
  state: At<'choose-unlock' | 'enabling-biometrics'>,
  event: ActivationEvent,
): Result {
  const { waiting } = state;
  if (event.type === 'biometrics-skipped') return [{ step: 'activation-code', waiting }];
  if (state.step === 'choose-unlock') {
    if (event.type === 'biometrics-chosen' && state.biometrics === 'offered')
      return [{ step: 'enabling-biometrics', waiting }, { type: 'enable-biometrics' }];
    return handleCancel(state, event);
  }
  if (event.type === 'biometrics-enabled') return [{ step: 'activation-code', waiting }];
  if (event.type === 'biometrics-failed')
    // Only trying shows whether an authenticator keeps keys; if not, it is not offered again.
    return event.code === 'BIOMETRICS_MISSING'
      ? [{ step: 'choose-unlock', biometrics: 'missing', waiting }]
      : [{ step: 'choose-unlock', biometrics: 'offered', waiting, problem: event.code }];
  return handleCancel(state, event);
}
