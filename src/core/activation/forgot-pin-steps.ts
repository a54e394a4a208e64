/**
 * Forgetting the PIN in the middle of an activation. Biometrics authorise a new PIN and the
 * activation continues; without them only erasing helps, and ends it (docs/vault.md, rule 4).
 */
import type { PinHandle, ProofHandle } from '../authentication.ts';
import { restAuthentication } from '../authentication.ts';
import { handleCancel } from './cancel.ts';
import type { ActivationEvent, At, Result } from './types.ts';

export function fromForgotPin(
  state: At<'forgot-pin' | 'authorising-pin' | 'renewing-pin'>,
  event: ActivationEvent,
): Result {
  if (state.step === 'renewing-pin') return fromRenewing(state, event);
  const { sealing, means } = state;
  if (event.type === 'erased')
    return [{ step: 'idle' }, { type: 'forget-opened', opened: sealing.opened }];
  if (state.step === 'authorising-pin') {
    if (event.type === 'new-pin-allowed')
      return [{ step: 'choose-pin', sealing, replaces: event.proof }];
    if (event.type === 'new-pin-refused')
      return [{ step: 'forgot-pin', sealing, means, problem: event.code }];
    return handleCancel(state, event);
  }
  if (event.type === 'pin-remembered')
    return [{ step: 'authenticate', sealing, auth: restAuthentication(means) }];
  if (event.type === 'biometrics-chosen' && means === 'biometrics-or-pin')
    return [{ step: 'authorising-pin', sealing, means }, { type: 'authorise-new-pin' }];
  return handleCancel(state, event);
}

/** Replaces the forgotten PIN once the new one was entered a second time. */
export function renewPin(
  state: At<'confirm-pin'>,
  proof: ProofHandle,
  confirmed: PinHandle,
): Result {
  return [
    { step: 'renewing-pin', sealing: state.sealing, proof },
    { type: 'renew-pin', proof, chosen: state.pin, confirmed },
  ];
}

function fromRenewing(state: At<'renewing-pin'>, event: ActivationEvent): Result {
  const { sealing, proof } = state;
  switch (event.type) {
    case 'pin-renewed':
      return [
        { step: 'sealing', sealing, by: 'pin' },
        { type: 'seal-account', opened: sealing.opened, proof: event.proof },
      ];
    case 'pin-mismatched':
      return [{ step: 'choose-pin', sealing, replaces: proof, problem: 'mismatch' }];
    case 'failed': {
      // Locking may have dropped the proof, so the person authenticates again.
      const auth = restAuthentication('biometrics-or-pin');
      return [{ step: 'failed', error: event.code, back: { step: 'authenticate', sealing, auth } }];
    }
    default:
      return [state];
  }
}
