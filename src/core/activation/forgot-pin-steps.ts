/** A PIN that is forgotten in the middle of an activation: biometrics give a new one and the activation goes on; without them only erasing helps, and that ends it too (docs/vault.md, rule 4). */
import { beginAuthentication, type PinHandle, type ProofHandle } from '../authentication.ts';
import type { ActivationEvent, At, Result } from './types.ts';
import { opened, stoppable } from './cancel.ts';

export function fromForgotPin(
  state: At<'forgot-pin' | 'authorising-pin' | 'renewing-pin'>,
  event: ActivationEvent,
): Result {
  if (state.step === 'renewing-pin') return fromRenewing(state, event);
  if (event.type === 'erased')
    return [{ step: 'idle' }, { type: 'forget-opened', opened: state.opened }];
  const { means } = state;
  if (state.step === 'authorising-pin') {
    if (event.type === 'new-pin-allowed')
      return [{ step: 'choose-pin', renews: event.proof, ...opened(state) }];
    if (event.type === 'new-pin-refused')
      return [{ step: 'forgot-pin', means, problem: event.code, ...opened(state) }];
    return stoppable(state, event);
  }
  if (event.type === 'pin-remembered')
    return [{ step: 'authenticate', auth: beginAuthentication(means), ...opened(state) }];
  if (event.type === 'biometrics-chosen' && means === 'biometrics-or-pin')
    return [{ step: 'authorising-pin', means, ...opened(state) }, { type: 'authorise-new-pin' }];
  return stoppable(state, event);
}

/** The second entry of the new PIN: the forgotten one gives way. */
export function renew(state: At<'confirm-pin'>, proof: ProofHandle, confirmed: PinHandle): Result {
  return [
    { step: 'renewing-pin', proof, ...opened(state) },
    { type: 'renew-pin', proof, chosen: state.pin, confirmed },
  ];
}

function fromRenewing(state: At<'renewing-pin'>, event: ActivationEvent): Result {
  switch (event.type) {
    case 'pin-renewed':
      return [
        { step: 'sealing', by: 'pin', ...opened(state) },
        { type: 'seal-account', opened: state.opened, proof: event.proof },
      ];
    case 'pin-mismatched':
      return [{ step: 'choose-pin', renews: state.proof, ...opened(state), problem: 'mismatch' }];
    case 'failed':
      // The lock may have taken the proof: it is given again.
      return [
        {
          step: 'failed',
          error: event.code,
          back: {
            step: 'authenticate',
            auth: beginAuthentication('biometrics-or-pin'),
            ...opened(state),
          },
        },
      ];
    default:
      return [state];
  }
}
