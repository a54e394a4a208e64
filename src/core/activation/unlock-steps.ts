/** From the opened second message to the sealed account: a first PIN or an authentication, then biometrics. */
import {
  abandoned,
  authenticate,
  beginAuthentication,
  isAuthenticationEvent,
  type Authentication,
  type Means,
} from '../authentication.ts';
import type { ActivationEvent, At, Result } from './types.ts';
import { renew } from './forgot-pin-steps.ts';
import { only, opened, renewing, stoppable } from './cancel.ts';

export function fromPin(state: At<'choose-pin' | 'confirm-pin'>, event: ActivationEvent): Result {
  if (state.step === 'choose-pin') {
    if (event.type === 'pin-weak')
      return [{ step: 'choose-pin', ...renewing(state), ...opened(state), problem: event.why }];
    if (event.type === 'pin-entered')
      return [{ step: 'confirm-pin', ...renewing(state), ...opened(state), pin: event.pin }];
    return stoppable(state, event);
  }
  if (event.type === 'pin-entered' && state.renews !== undefined)
    return renew(state, state.renews, event.pin);
  if (event.type === 'pin-entered')
    return [
      { step: 'sealing', by: 'new-pin', ...opened(state) },
      { type: 'create-vault', opened: state.opened, chosen: state.pin, confirmed: event.pin },
    ];
  if (event.type === 'choose-again-wanted')
    return [
      { step: 'choose-pin', ...renewing(state), ...opened(state) },
      { type: 'wipe-pin', pin: state.pin },
    ];
  return stoppable(state, event);
}

export function fromAuthenticate(state: At<'authenticate'>, event: ActivationEvent): Result {
  if (event.type === 'pin-forgotten')
    return [
      { step: 'forgot-pin', means: meansOf(state.auth), ...opened(state) },
      ...abandoned(state.auth),
    ];
  if (!isAuthenticationEvent(event)) return stoppable(state, event);
  const [auth, ...effects] = authenticate(state.auth, event);
  if (auth === state.auth) return [state];
  if (auth.at === 'passed')
    return [
      { step: 'sealing', by: meansOf(state.auth), ...opened(state) },
      ...effects,
      { type: 'seal-account', opened: state.opened, proof: auth.proof },
    ];
  return [{ ...state, auth }, ...effects];
}

function meansOf(auth: Authentication): Means {
  return auth.at === 'passed' ? 'pin' : auth.means;
}

export function fromSealing(state: At<'sealing'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'sealed':
      return event.first
        ? [{ step: 'picture', ...event.first, waiting: event.waiting }]
        : [{ step: 'activation-code', waiting: event.waiting }];
    case 'pin-mismatched':
      return [
        { step: 'choose-pin', ...opened(state), problem: event.earlier ? 'earlier' : 'mismatch' },
      ];
    case 'failed':
      // Stopped in another tab: there is nothing left to go back to.
      if (event.code === 'UNKNOWN_ACTIVATION') return [{ step: 'failed', error: event.code }];
      return [
        {
          step: 'failed',
          error: event.code,
          back:
            state.by === 'new-pin'
              ? { step: 'choose-pin', ...opened(state) }
              : { step: 'authenticate', auth: beginAuthentication(state.by), ...opened(state) },
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
  const waiting = only(state);
  if (event.type === 'biometrics-skipped') return [{ step: 'activation-code', ...waiting }];
  if (state.step === 'choose-unlock') {
    if (event.type === 'biometrics-chosen' && state.biometrics === 'offered')
      return [{ step: 'enabling-biometrics', ...waiting }, { type: 'enable-biometrics' }];
    return stoppable(state, event);
  }
  if (event.type === 'biometrics-enabled') return [{ step: 'activation-code', ...waiting }];
  if (event.type === 'biometrics-failed')
    // Only trying tells whether an authenticator keeps keys: one that does not is offered no more.
    return event.code === 'BIOMETRICS_MISSING'
      ? [{ step: 'choose-unlock', biometrics: 'missing', ...waiting }]
      : [{ step: 'choose-unlock', biometrics: 'offered', ...waiting, problem: event.code }];
  return stoppable(state, event);
}
