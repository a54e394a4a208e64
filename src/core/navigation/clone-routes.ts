/** Somebody else may be using an account: said once before a request, and where it is asked for. */
import type { Move, RouteAt } from './moves.ts';
import type { Route } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

type Suspicion = Extract<NavigationEvent, { readonly type: 'clone-suspected' }>;

/** Routes that the warning may take the place of; each is led back to. */
const INTERRUPTIBLE: ReadonlySet<Route['at']> = new Set<Route['at']>([
  'home',
  'requests',
  'account',
  'accounts',
  'request',
  'not-sent',
  'not-accepted',
  'failed',
]);

export function suspectClone(route: Route, { account, approvals }: Suspicion): Move {
  return INTERRUPTIBLE.has(route.at)
    ? [{ at: 'clone-suspected', account, approvals, back: route }]
    : [route];
}

export function fromCloneSuspected(
  route: RouteAt<'clone-suspected'>,
  event: NavigationEvent,
): Move {
  const { account, approvals, back } = route;
  switch (event.type) {
    case 'acknowledged':
      return [back, { type: 'acknowledge-approvals', account, approvals }];
    case 'closed':
    case 'went-back':
      return [back];
    default:
      return [route];
  }
}
