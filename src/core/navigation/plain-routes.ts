/** Routes that only show something: from one to another, and to what the person intends. */
import { wantIntent } from './intents.ts';
import type { Move } from './moves.ts';
import { failedRoute, guideOf, HOME, otpParent } from './moves.ts';
import { openRequest } from './request-routes.ts';
import type { Route } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

export function fromPlain(route: Route, event: NavigationEvent): Move {
  switch (event.type) {
    case 'went':
      // Home offers languages to whoever cannot read the menu.
      return [
        event.to === 'language' && route.at === 'home'
          ? { at: 'language', back: 'home' }
          : { at: event.to },
      ];
    case 'went-back':
      return [parentOf(route)];
    case 'account-opened':
      return [{ at: 'account', account: event.account }];
    case 'removal-asked':
      return [{ at: 'remove', account: event.account, ...guideOf(route) }];
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
      return openRequest(event, route.at === 'requests' ? 'requests' : 'home');
    case 'failed':
      return [failedRoute(event.code, route.at === 'otp' ? otpParent(route) : route)];
    case 'wanted':
      return wantIntent(event, route);
    default:
      return [route];
  }
}

/** Returns where **Back** leads. */
function parentOf(route: Route): Route {
  switch (route.at) {
    case 'account':
      return { at: 'accounts' };
    case 'remove':
      return route.back === undefined
        ? { at: 'account', account: route.account }
        : { at: route.back };
    case 'otp':
      return otpParent(route);
    case 'language':
      return { at: route.back ?? 'menu' };
    case 'accounts':
    case 'biometrics':
    case 'notifications':
    case 'new-phone':
    case 'help':
    case 'about':
    case 'pin-changed':
      return { at: 'menu' };
    default:
      return HOME;
  }
}
