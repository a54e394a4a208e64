/** What the handlers of the navigation machine share: a move, and the routes that many lead to. */
import type { Means } from '../authentication.ts';
import { beginAuthentication, restAuthentication } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type { TransferPurpose } from '../transfer/types.ts';
import type { Intent, PlainRoute, Route } from './route-types.ts';
import type { NavigationEffect } from './types.ts';

/** The next route and its effects. */
export type Move = readonly [Route, ...NavigationEffect[]];

export type RouteAt<A extends Route['at']> = Extract<Route, { readonly at: A }>;

export const HOME: Route = { at: 'home' };

/** Returns `back` for a code or a removal asked on `route`: it leads back to **New phone?**. */
export function guideOf(route: Route): { readonly back?: PlainRoute } {
  if (route.at === 'new-phone') return { back: route.at };
  if (route.at !== 'otp' && route.at !== 'remove') return {};
  return route.back === undefined ? {} : { back: route.back };
}

/** Returns where a one-time password closes to. */
export function otpParent({ back }: RouteAt<'otp'>): Route {
  return back === undefined ? HOME : { at: back };
}

export function workingRoute(what: RouteAt<'working'>['what'], next: Route, back: Route): Route {
  return { at: 'working', what, next, back };
}

export function failedRoute(error: ErrorCode, back: Route): Route {
  return { at: 'failed', error, back };
}

/** Transfers that write under the PIN, which is chosen first where there is none. */
const WRITING_TRANSFERS: ReadonlySet<TransferPurpose> = new Set(['bring-in', 'receive', 'enrol']);

/** Returns true for a transfer that asks for a first PIN where there is none. */
export function needsFirstPin(intent: Intent): boolean {
  return intent.to === 'transfer' && WRITING_TRANSFERS.has(intent.purpose);
}

/**
 * Returns true if something will be written under the PIN, or keys read out with it: it must be
 * confirmed, for a slip that passes the check would open other keys than those that are kept.
 */
export function needsConfirmedPin({ to }: Intent): boolean {
  return (
    to === 'transfer' || to === 'change-pin' || to === 'enable-biometrics' || to === 'activate'
  );
}

/**
 * Asks the person to authenticate before an intent is followed: at the system's prompt where
 * biometrics are on, but by PIN first where the PIN has to be confirmed.
 */
export function askAuthentication(intent: Intent, means: Means, back: Route): Move {
  if (needsConfirmedPin(intent)) return [restingRoute(intent, means, back)];
  const [auth, ...effects] = beginAuthentication(means);
  return [{ at: 'authenticate', auth, then: intent, back }, ...effects];
}

/** Returns the route that asks for the PIN, and opens no prompt before its key is tapped. */
export function restingRoute(intent: Intent, means: Means, back: Route): Route {
  return { at: 'authenticate', auth: restAuthentication(means), then: intent, back };
}
