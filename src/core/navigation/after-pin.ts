/** The picture on the screen that follows a PIN, and what "Not my picture?" leads to. */
import type { Activation } from '../activation/types.ts';
import { answeredRoute } from './answer-routes.ts';
import { otpParent } from './moves.ts';
import type { Intent, Route } from './route-types.ts';
import type { NavigationState } from './types.ts';

/** Routes that only lead on: the picture waits for the one after them. */
const PASSING: ReadonlySet<Route['at']> = new Set<Route['at']>([
  'authenticate',
  'working',
  'creating-pin',
  'answering',
  'opening-request',
]);

/** The same for steps of the wizard. */
const PASSING_STEPS: ReadonlySet<Activation['step']> = new Set<Activation['step']>([
  'idle',
  'authenticate',
  'renewing-pin',
  'sealing',
]);

export function isPassing(route: Route): boolean {
  return PASSING.has(route.at);
}

/**
 * Returns whether the picture stands above the screen: not where the wizard only leads on or shows
 * it itself, nor beside a new PIN, before which the present one was confirmed (docs/vault.md, rule
 * 2).
 */
export function isPictureShown(
  { route, lock, afterPin }: NavigationState,
  { step }: Activation,
): boolean {
  if (lock.is === 'locked' || afterPin?.on !== route.at || route.at === 'choose-pin') return false;
  return route.at !== 'wizard' || !(PASSING_STEPS.has(step) || step === 'picture');
}

/** Binds the picture to the first screen after the PIN, and drops it with the next one. */
export function followPin(state: NavigationState): NavigationState {
  const { afterPin, route } = state;
  if (afterPin === undefined || afterPin.on === route.at) return state;
  if (afterPin.on !== undefined) return withoutPicture(state);
  return isPassing(route) ? state : { ...state, afterPin: { on: route.at } };
}

/** The wizard has left a step, which may be the screen that followed the PIN. */
export function followWizard(state: NavigationState, from: Activation['step']): NavigationState {
  const isShown = state.afterPin?.on === 'wizard' && !PASSING_STEPS.has(from);
  return isShown ? withoutPicture(state) : state;
}

function withoutPicture({ route, lock }: NavigationState): NavigationState {
  return { route, lock };
}

/** What a PIN is asked for again, and where **Back** leads from there. */
export interface Again {
  readonly then: Intent;
  readonly back: Route;
}

/**
 * Returns what to ask the PIN for again where the picture was another one: for what the screen
 * showed under it, or to unlock. `locked`: the route as the lock leaves it.
 */
export function askedAgain(route: Route, locked: Route): Again {
  switch (route.at) {
    case 'otp':
      return { then: { to: 'otp', account: route.account }, back: otpParent(route) };
    case 'response-code': {
      const { request } = route;
      return { then: { to: 'approve', request, by: 'code' }, back: answeredRoute(route) };
    }
    default:
      return { then: { to: 'unlock' }, back: locked };
  }
}
