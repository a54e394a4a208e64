/** Authentication, a new PIN, and a forgotten PIN (docs/vault.md, rules 2 and 4). */
import {
  authenticationTransition,
  forgetProof,
  isAuthenticationEvent,
  restAuthentication,
} from '../authentication.ts';
import { followIntent } from './intents.ts';
import type { Move, RouteAt } from './moves.ts';
import { HOME, workingRoute } from './moves.ts';
import type { NavigationEvent } from './types.ts';

export function fromAuthenticate(route: RouteAt<'authenticate'>, event: NavigationEvent): Move {
  if (event.type === 'went-back') return [route.back, ...forgetProof(route.auth)];
  if (event.type === 'pin-forgotten')
    return [{ at: 'forgot-pin', back: restartAuthentication(route) }, ...forgetProof(route.auth)];
  if (!isAuthenticationEvent(event)) return [route];
  const [auth, ...effects] = authenticationTransition(route.auth, event);
  if (auth === route.auth) return [route, ...effects];
  if (auth.at !== 'passed') return [{ ...route, auth }, ...effects];
  const [next, ...then] = followIntent(route.then, route.back, auth.proof);
  return [next, ...effects, ...then];
}

export function restartAuthentication(route: RouteAt<'authenticate'>): RouteAt<'authenticate'> {
  const means = route.auth.at === 'passed' ? 'pin' : route.auth.means;
  return { ...route, auth: restAuthentication(means) };
}

export function fromNewPin(
  route: RouteAt<'choose-pin' | 'confirm-pin'>,
  event: NavigationEvent,
): Move {
  const { proof } = route;
  if (route.at === 'choose-pin') {
    if (event.type === 'pin-weak') return [{ at: 'choose-pin', proof, problem: event.why }];
    if (event.type === 'pin-entered') return [{ at: 'confirm-pin', proof, pin: event.pin }];
    if (event.type === 'went-back') return [{ at: 'menu' }, { type: 'forget-proof', proof }];
    return [route];
  }
  if (event.type === 'pin-entered')
    return [
      workingRoute('change-pin', { at: 'pin-changed' }, { at: 'choose-pin', proof }),
      { type: 'change-pin', proof, chosen: route.pin, confirmed: event.pin },
    ];
  if (event.type === 'went-back')
    return [
      { at: 'choose-pin', proof },
      { type: 'wipe-pin', pin: route.pin },
    ];
  return [route];
}

export function fromForgotPin(route: RouteAt<'forgot-pin'>, event: NavigationEvent): Move {
  if (event.type === 'erase-wanted') return [{ at: 'erase' }];
  if (event.type === 'biometrics-chosen')
    return [workingRoute('change-pin', HOME, route), { type: 'authorise-new-pin' }];
  return event.type === 'went-back' ? [route.back] : [route];
}

export function fromErase(route: RouteAt<'erase'>, event: NavigationEvent): Move {
  if (event.type === 'erase-confirmed')
    return [workingRoute('erase', HOME, HOME), { type: 'erase' }];
  return event.type === 'went-back' ? [route.back ?? HOME] : [route];
}

export function fromSecondTap(route: RouteAt<'second-tap'>, event: NavigationEvent): Move {
  if (event.type === 'second-tapped')
    return [
      workingRoute('enable-biometrics', { at: 'biometrics' }, { at: 'biometrics' }),
      { type: 'enable-biometrics', proof: route.proof },
    ];
  return event.type === 'went-back' ? [{ at: 'biometrics' }] : [route];
}
