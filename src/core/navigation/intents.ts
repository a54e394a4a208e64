/** What each intent leads to once the person may follow it. */
import type { ProofHandle } from '../authentication.ts';
import { sendApproval } from './answer-routes.ts';
import type { Move } from './moves.ts';
import { askAuthentication, guideOf, HOME, restingRoute, workingRoute } from './moves.ts';
import type { Intent, Route } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

/** Follows an intent from `back`; one that needs a proof goes nowhere without it. */
export function followIntent(intent: Intent, back: Route, proof?: ProofHandle): Move {
  switch (intent.to) {
    case 'unlock':
      return [back];
    case 'otp':
      return [{ at: 'otp', account: intent.account, ...guideOf(back) }];
    case 'activation-code':
      return [
        workingRoute('activation-code', HOME, back),
        { type: 'show-activation-code', account: intent.account },
      ];
    case 'activate': {
      const { purpose } = intent;
      return [{ at: 'wizard' }, { type: 'start-activation', purpose, proof }];
    }
    case 'transfer': {
      const { purpose } = intent;
      return [
        { at: 'transfer', purpose },
        { type: 'start-transfer', purpose, proof },
      ];
    }
    case 'remove':
      return [
        workingRoute('remove', { at: guideOf(back).back ?? 'accounts' }, back),
        { type: 'remove-account', account: intent.account },
      ];
    case 'approve':
      return sendApproval(intent, back, proof);
    case 'deactivate':
      return proof === undefined
        ? [back]
        : [
            workingRoute('remove', { at: 'deactivated', name: intent.name }, HOME),
            { type: 'remove-account', account: intent.account },
          ];
    case 'change-pin':
      return proof === undefined ? [back] : [{ at: 'choose-pin', proof }];
    case 'enable-biometrics':
      return proof === undefined
        ? [back]
        : [
            workingRoute('enable-biometrics', { at: 'biometrics' }, back),
            { type: 'enable-biometrics', proof },
          ];
    case 'disable-biometrics':
      return [
        workingRoute('disable-biometrics', { at: 'biometrics' }, back),
        { type: 'disable-biometrics' },
      ];
    default:
      return [intent satisfies never];
  }
}

/** Leads to an intent: past a first PIN or an authentication where it needs one. */
export function wantIntent(
  { intent, need, untapped }: Extract<NavigationEvent, { type: 'wanted' }>,
  route: Route,
): Move {
  if (need === 'new-pin') return [{ at: 'first-pin', then: intent, back: route }];
  if (need === 'nothing') return followIntent(intent, route);
  return untapped ? [restingRoute(intent, need, route)] : askAuthentication(intent, need, route);
}
