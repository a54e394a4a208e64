/** Everything outside the wizard as a pure state machine: routes, the lock, authentications. */
import type { ErrorCode } from '../errors.ts';
import { askedAgain, followPin, followWizard, isPassing } from './after-pin.ts';
import { answeredRoute } from './answer-routes.ts';
import {
  fromAuthenticate,
  fromErase,
  fromForgotPin,
  fromNewPin,
  fromSecondTap,
  restartAuthentication,
} from './auth-routes.ts';
import { fromCloneSuspected, suspectClone } from './clone-routes.ts';
import { fromFirstPin } from './first-pin-routes.ts';
import { wantIntent } from './intents.ts';
import type { Move, RouteAt } from './moves.ts';
import { failedRoute, HOME, otpParent } from './moves.ts';
import { fromPlain } from './plain-routes.ts';
import { fromRequest, isRequestRoute, routeForOpened } from './request-routes.ts';
import type { Route } from './route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationResult,
  NavigationState,
} from './types.ts';

export const START: NavigationState = { route: { at: 'starting' }, lock: { is: 'locked' } };

/** Returns the next state and its effects; the same object for an event that means nothing here. */
export function transition(navigation: NavigationState, event: NavigationEvent): NavigationResult {
  const [next, ...effects] = move(navigation, event);
  return [followPin(next), ...effects];
}

function move(navigation: NavigationState, event: NavigationEvent): NavigationResult {
  if (event.type === 'session-unlocked') return [unlock(navigation, event)];
  if (event.type === 'wizard-stepped') return [followWizard(navigation, event.from)];
  if (event.type === 'picture-doubted') return doubtPicture(navigation);
  if (event.type === 'session-locked') return lockNavigation(navigation);
  if (event.type === 'vault-unusable') return giveUp(navigation, event.code);
  const { route } = navigation;
  const [next, ...effects] = moveFrom(route, event);
  return next === route ? [navigation, ...effects] : [{ ...navigation, route: next }, ...effects];
}

function unlock(
  navigation: NavigationState,
  { picture, byPin }: Extract<NavigationEvent, { type: 'session-unlocked' }>,
): NavigationState {
  return { ...navigation, lock: { is: 'unlocked', picture }, ...(byPin && { afterPin: {} }) };
}

/** **Not my picture?**: a digit may have been mistyped; the PIN is asked for again. */
function doubtPicture(navigation: NavigationState): NavigationResult {
  const { route, lock } = navigation;
  if (lock.is === 'locked' || isPassing(route)) return [navigation];
  const [locked, ...effects] = lockNavigation(navigation);
  const auth = { at: 'pin', means: 'pin', problem: { code: 'PIN_WRONG' } } as const;
  const asked: Route = { at: 'authenticate', auth, ...askedAgain(route, locked.route) };
  return [{ ...locked, route: asked }, ...effects, { type: 'lock' }];
}

function moveFrom(route: Route, event: NavigationEvent): Move {
  if (event.type === 'clone-suspected') return suspectClone(route, event);
  if (isRequestRoute(route)) return fromRequest(route, event);
  const { at } = route;
  switch (at) {
    case 'starting':
      if (event.type === 'vault-opened') return [HOME];
      return [route];
    case 'unusable':
      return [route];
    case 'wizard':
      if (event.type === 'failed') return [failedRoute(event.code, HOME)];
      if (event.type === 'erase-wanted') return [{ at: 'erase', back: route }];
      if (event.type === 'wizard-left') return [HOME];
      return [routeForOpened(event, 'home') ?? route];
    case 'home':
    case 'requests':
    case 'menu':
    case 'accounts':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'new-phone':
    case 'help':
    case 'about':
    case 'otp':
    case 'account':
    case 'remove':
    case 'pin-changed':
      return fromPlain(route, event);
    case 'authenticate':
      return fromAuthenticate(route, event);
    case 'choose-pin':
    case 'confirm-pin':
      return fromNewPin(route, event);
    case 'first-pin':
    case 'first-pin-again':
    case 'creating-pin':
    case 'first-picture':
      return fromFirstPin(route, event);
    case 'transfer':
      return fromTransfer(route, event);
    case 'forgot-pin':
      return fromForgotPin(route, event);
    case 'erase':
      return fromErase(route, event);
    case 'second-tap':
      return fromSecondTap(route, event);
    case 'working':
      return fromWorking(route, event);
    case 'clone-suspected':
      return fromCloneSuspected(route, event);
    case 'failed':
      return event.type === 'went-back' ? [route.back] : [route];
    default:
      return [at satisfies never];
  }
}

function fromTransfer(route: RouteAt<'transfer'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'transfer-left':
      return [{ at: event.to }];
    case 'wanted':
      return wantIntent(event, route);
    case 'failed':
      return [failedRoute(event.code, HOME)];
    default:
      return [route];
  }
}

function fromWorking(route: RouteAt<'working'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'done':
      return [route.next];
    case 'wizard-opened':
      // What is being written keeps the screen until its outcome is known.
      return route.what === 'activation-code' ? [{ at: 'wizard' }] : [route];
    case 'new-pin-allowed':
      return [{ at: 'choose-pin', proof: event.proof }];
    case 'pin-mismatched':
      return [{ at: 'choose-pin', proof: event.proof, problem: 'mismatch' }];
    case 'second-tap-needed':
      return [{ at: 'second-tap', proof: event.proof }];
    case 'failed':
      return [failedRoute(event.code, route.back)];
    default:
      return [route];
  }
}

/** Drops the keys: routes with a code or a proof close; a write in progress ends first. */
function lockNavigation(navigation: NavigationState): NavigationResult {
  const { route } = navigation;
  const next = lockedRoute(route);
  if (next === route && navigation.lock.is === 'locked') return [navigation];
  const effects: NavigationEffect[] =
    route.at === 'confirm-pin' || route.at === 'first-pin-again'
      ? [{ type: 'wipe-pin', pin: route.pin }]
      : [];
  return [{ route: next, lock: { is: 'locked' } }, ...effects];
}

/** Ends everything: the vault cannot be used, or what it kept is gone. */
function giveUp(navigation: NavigationState, error: ErrorCode): NavigationResult {
  if (navigation.route.at === 'unusable') return [navigation];
  const [{ lock: locked }, ...effects] = lockNavigation(navigation);
  return [{ route: { at: 'unusable', error }, lock: locked }, ...effects];
}

function lockedRoute(route: Route): Route {
  switch (route.at) {
    case 'otp':
      return otpParent(route);
    case 'choose-pin':
    case 'confirm-pin':
    case 'second-tap':
    case 'first-pin':
    case 'first-pin-again':
    case 'first-picture':
      return HOME;
    case 'response-code':
      return answeredRoute(route);
    case 'authenticate':
      return restartAuthentication(route);
    default:
      return route;
  }
}
