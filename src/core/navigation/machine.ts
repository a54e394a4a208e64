/** Everything outside the wizard as an explicit state machine, pure: places, the lock, and what waits behind an authentication. */
import {
  abandoned,
  authenticate,
  beginAuthentication,
  isAuthenticationEvent,
} from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type {
  Intent,
  Route,
  NavigationState,
  NavigationEvent,
  NavigationEffect,
  NavigationResult,
} from './types.ts';
import {
  answeredAlready,
  approved,
  inRequest,
  isRequestRoute,
  routeForOpened,
  opening,
} from './request-routes.ts';
import type { Move } from './request-routes.ts';

export const START: NavigationState = { route: { at: 'starting' }, lock: { is: 'locked' } };

const HOME: Route = { at: 'home' };

/** The next state and what is to be done; an event that means nothing here returns the same object. */
export function transition(navigation: NavigationState, event: NavigationEvent): NavigationResult {
  if (event.type === 'session-unlocked')
    return [{ ...navigation, lock: { is: 'unlocked', picture: event.picture } }];
  if (event.type === 'session-locked') return locked(navigation);
  const { route } = navigation;
  const [next, ...effects] = move(route, event);
  return next === route ? [navigation, ...effects] : [{ ...navigation, route: next }, ...effects];
}

function move(route: Route, event: NavigationEvent): Move {
  if (isRequestRoute(route)) return inRequest(route, event);
  const { at } = route;
  switch (at) {
    case 'starting':
      if (event.type === 'vault-opened') return [HOME];
      if (event.type === 'vault-unusable') return [{ at: 'unusable', error: event.code }];
      return [route];
    case 'unusable':
      return [route];
    case 'wizard':
      if (event.type === 'failed') return failed(event.code, HOME);
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
    case 'help':
    case 'about':
    case 'otp':
    case 'account':
    case 'remove':
    case 'pin-changed':
      return walk(route, event);
    case 'authenticate':
      return inAuthenticate(route, event);
    case 'choose-pin':
    case 'confirm-pin':
      return inNewPin(route, event);
    case 'forgot-pin':
      if (event.type === 'erase-wanted') return [{ at: 'erase' }];
      if (event.type === 'biometrics-chosen')
        return [working('change-pin', { at: 'home' }, route), { type: 'authorise-new-pin' }];
      return event.type === 'went-back' ? [route.back] : [route];
    case 'erase':
      if (event.type === 'erase-confirmed')
        return [working('erase', HOME, HOME), { type: 'erase' }];
      return event.type === 'went-back' ? [route.back ?? HOME] : [route];
    case 'second-tap':
      if (event.type === 'second-tapped')
        return [
          working('enable-biometrics', { at: 'biometrics' }, { at: 'biometrics' }),
          { type: 'enable-biometrics', proof: route.proof },
        ];
      return event.type === 'went-back' ? [{ at: 'biometrics' }] : [route];
    case 'working':
      return inWorking(route, event);
    case 'failed':
      return event.type === 'went-back' ? [route.back] : [route];
    default:
      return [at satisfies never];
  }
}

function working(what: Extract<Route, { at: 'working' }>['what'], next: Route, back: Route): Route {
  return { at: 'working', what, next, back };
}

function failed(error: ErrorCode, back: Route): Move {
  return [{ at: 'failed', error, back }];
}

/** From page to page, and to what a person wants from one. */
function walk(route: Route, event: NavigationEvent): Move {
  switch (event.type) {
    case 'went':
      return [{ at: event.to }];
    case 'went-back':
      return [parent(route)];
    case 'account-opened':
      return [{ at: 'account', account: event.account }];
    case 'removal-asked':
      return [{ at: 'remove', account: event.account }];
    case 'rename-asked':
      return [
        { at: 'account', account: event.account },
        { type: 'rename-account', account: event.account, name: event.name },
      ];
    case 'account-refused':
      return route.at === 'account' && route.account === event.account
        ? [{ ...route, problem: event.code }]
        : [route];
    case 'moved':
      return [route, { type: 'reorder-accounts', accounts: event.accounts }];
    case 'wizard-opened':
      return [{ at: 'wizard' }];
    case 'request-wanted':
      return opening(event, route.at === 'requests' ? 'requests' : 'home');
    case 'failed':
      return failed(event.code, route.at === 'otp' ? HOME : route);
    case 'wanted':
      return event.need === 'nothing'
        ? reach(event.intent, route)
        : [
            {
              at: 'authenticate',
              auth: beginAuthentication(event.need),
              then: event.intent,
              back: route,
            },
          ];
    default:
      return [route];
  }
}

/** Where "back" leads from a page. */
function parent(route: Route): Route {
  switch (route.at) {
    case 'account':
      return { at: 'accounts' };
    case 'remove':
      return { at: 'account', account: route.account };
    case 'accounts':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'help':
    case 'about':
    case 'pin-changed':
      return { at: 'menu' };
    default:
      return HOME;
  }
}

/** What an intent leads to once it may. */
function reach(intent: Intent, back: Route, proof?: number): Move {
  switch (intent.to) {
    case 'unlock':
      return [back];
    case 'otp':
      return [{ at: 'otp', account: intent.account }];
    case 'activation-code':
      return [
        working('activation-code', HOME, back),
        { type: 'show-activation-code', account: intent.account },
      ];
    case 'activate':
      return [
        { at: 'wizard' },
        {
          type: 'start-activation',
          purpose: intent.purpose,
          ...(proof !== undefined && { proof }),
        },
      ];
    case 'remove':
      return [
        working('remove', { at: 'accounts' }, back),
        { type: 'remove-account', account: intent.account },
      ];
    case 'approve':
      return approved(intent, back, proof);
    case 'deactivate':
      return proof === undefined
        ? [back]
        : [
            working('remove', { at: 'deactivated', name: intent.name }, HOME),
            { type: 'remove-account', account: intent.account },
          ];
    case 'change-pin':
      return proof === undefined ? [back] : [{ at: 'choose-pin', proof }];
    case 'enable-biometrics':
      return proof === undefined
        ? [back]
        : [
            working('enable-biometrics', { at: 'biometrics' }, back),
            { type: 'enable-biometrics', proof },
          ];
    case 'disable-biometrics':
      return [
        working('disable-biometrics', { at: 'biometrics' }, back),
        { type: 'disable-biometrics' },
      ];
    default:
      return [intent satisfies never];
  }
}

function inAuthenticate(
  route: Extract<Route, { at: 'authenticate' }>,
  event: NavigationEvent,
): Move {
  if (event.type === 'went-back') return [route.back, ...abandoned(route.auth)];
  if (event.type === 'pin-forgotten') {
    const again = { ...route, auth: beginAuthentication(means(route)) };
    return [{ at: 'forgot-pin', back: again }, ...abandoned(route.auth)];
  }
  if (!isAuthenticationEvent(event)) return [route];
  const [auth, ...effects] = authenticate(route.auth, event);
  if (auth === route.auth) return [route, ...effects];
  if (auth.at !== 'passed') return [{ ...route, auth }, ...effects];
  const [next, ...then] = reach(route.then, route.back, auth.proof);
  return [next, ...effects, ...then];
}

function inNewPin(
  route: Extract<Route, { at: 'choose-pin' | 'confirm-pin' }>,
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
      working('change-pin', { at: 'pin-changed' }, { at: 'choose-pin', proof }),
      { type: 'change-pin', proof, chosen: route.pin, confirmed: event.pin },
    ];
  if (event.type === 'went-back')
    return [
      { at: 'choose-pin', proof },
      { type: 'wipe-pin', pin: route.pin },
    ];
  return [route];
}

function inWorking(route: Extract<Route, { at: 'working' }>, event: NavigationEvent): Move {
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
      return failed(event.code, route.back);
    default:
      return [route];
  }
}

/** Keys are gone: what shows a code or holds a proof closes; what is being written ends first. */
function locked(navigation: NavigationState): NavigationResult {
  const { route, lock } = navigation;
  const next =
    route.at === 'otp' ||
    route.at === 'choose-pin' ||
    route.at === 'confirm-pin' ||
    route.at === 'second-tap'
      ? HOME
      : route.at === 'response-code'
        ? answeredAlready(route)
        : route.at === 'authenticate'
          ? { ...route, auth: beginAuthentication(means(route)) }
          : route;
  if (next === route && lock.is === 'locked') return [navigation];
  const wipe: NavigationEffect[] =
    route.at === 'confirm-pin' ? [{ type: 'wipe-pin', pin: route.pin }] : [];
  return [{ route: next, lock: { is: 'locked' } }, ...wipe];
}

function means(route: Extract<Route, { at: 'authenticate' }>) {
  return route.auth.at === 'passed' ? ('pin' as const) : route.auth.means;
}
