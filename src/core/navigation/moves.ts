/** What the handlers of the navigation machine share: a move, and the routes that many lead to. */
import type { Means } from '../authentication.ts';
import { beginAuthentication } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type { Intent, Route } from './route-types.ts';
import type { NavigationEffect } from './types.ts';

/** The next route and its effects. */
export type Move = readonly [Route, ...NavigationEffect[]];

export type RouteAt<A extends Route['at']> = Extract<Route, { readonly at: A }>;

export const HOME: Route = { at: 'home' };

export function workingRoute(what: RouteAt<'working'>['what'], next: Route, back: Route): Route {
  return { at: 'working', what, next, back };
}

export function failedRoute(error: ErrorCode, back: Route): Route {
  return { at: 'failed', error, back };
}

/** Asks the person to authenticate before an intent is followed. */
export function askAuthentication(intent: Intent, means: Means, back: Route): Route {
  return { at: 'authenticate', auth: beginAuthentication(means), then: intent, back };
}
