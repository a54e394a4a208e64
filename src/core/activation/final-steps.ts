/** The wizard's last steps: the new PIN's picture, the page's last code, and notifications. */
import { handleCancel } from './cancel.ts';
import type { ActivationEvent, At, Result } from './types.ts';

/** Asks how to unlock only where there are two answers: where the device has biometrics. */
export function fromPicture(state: At<'picture'>, event: ActivationEvent): Result {
  if (event.type !== 'picture-learnt') return handleCancel(state, event);
  const { biometrics, waiting } = state;
  return [
    biometrics === 'offered'
      ? { step: 'choose-unlock', biometrics, waiting }
      : { step: 'activation-code', waiting },
    { type: 'keep-picture-learnt' },
  ];
}

export function fromActivationCode(
  state: At<'activation-code' | 'accepting'>,
  event: ActivationEvent,
): Result {
  const { waiting } = state;
  const { account, issuerName } = waiting;
  if (state.step === 'activation-code') {
    if (event.type === 'page-accepted')
      return [
        { step: 'accepting', waiting },
        { type: 'accept-account', account },
      ];
    if (event.type === 'page-refused')
      return [{ step: 'failed', error: 'PAGE_REFUSED', back: state }];
    return handleCancel(state, event);
  }
  if (event.type === 'accepted')
    return event.notify
      ? [{ step: 'notifications', account, issuerName }]
      : [{ step: 'idle' }, { type: 'leave' }];
  if (event.type === 'failed')
    return [{ step: 'failed', error: event.code, back: { step: 'activation-code', waiting } }];
  return [state];
}

export function fromNotifications(
  state: At<'notifications' | 'allowing-notifications'>,
  event: ActivationEvent,
): Result {
  const { account, issuerName } = state;
  if (event.type === 'notifications-skipped')
    return [{ step: 'idle' }, { type: 'decline-notifications' }, { type: 'leave' }];
  if (state.step === 'notifications') {
    if (event.type === 'notifications-wanted')
      return [
        { step: 'allowing-notifications', account, issuerName },
        { type: 'allow-notifications', account },
      ];
    return [state];
  }
  if (event.type === 'notifications-allowed') return [{ step: 'idle' }, { type: 'leave' }];
  if (event.type === 'notifications-refused')
    return [{ step: 'notifications', account, issuerName, problem: event.code }];
  return [state];
}
