/** Requests and deactivations: shown, seen whole, answered once (docs/protocol.md §7). */
import {
  answeredRoute,
  askFresh,
  askToApprove,
  fromAnswered,
  fromAnswering,
  fromNotAccepted,
  fromNotSent,
  fromNumber,
  sendDenial,
} from './answer-routes.ts';
import type { Move, RouteAt } from './moves.ts';
import { failedRoute, HOME } from './moves.ts';
import type { PlainRoute, RequestRoute, Route } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

type Wanted = Extract<NavigationEvent, { type: 'wanted' }>;

const REQUEST_ROUTES: Readonly<Record<RequestRoute['at'], true>> = {
  'opening-request': true,
  request: true,
  number: true,
  answering: true,
  'response-code': true,
  answered: true,
  'not-accepted': true,
  'not-sent': true,
  deactivation: true,
  deactivated: true,
};

export function isRequestRoute(route: Route): route is RequestRoute {
  return route.at in REQUEST_ROUTES;
}

export function fromRequest(route: RequestRoute, event: NavigationEvent): Move {
  const { at } = route;
  switch (at) {
    case 'opening-request':
      return fromOpening(route, event);
    case 'request':
      return fromShown(route, event);
    case 'number':
      return fromNumber(route, event);
    case 'answering':
      return fromAnswering(route, event);
    case 'response-code':
      // Going back does not undo the answer; its code can be shown again.
      if (event.type === 'went-back') return [answeredRoute(route)];
      return event.type === 'closed' ? [HOME] : [route];
    case 'answered':
      return fromAnswered(route, event);
    case 'not-accepted':
      return fromNotAccepted(route, event);
    case 'deactivated':
      return event.type === 'closed' || event.type === 'went-back' ? [HOME] : [route];
    case 'not-sent':
      return fromNotSent(route, event);
    case 'deactivation':
      if (event.type === 'wanted' && event.intent.to === 'deactivate')
        return askFresh(event, route);
      return event.type === 'went-back' ? [HOME] : [route];
    default:
      return [at satisfies never];
  }
}

/** Returns the route for a request that was opened; undefined for any other event. */
export function routeForOpened(event: NavigationEvent, back: PlainRoute): Route | undefined {
  if (event.type === 'deactivation-opened')
    return { at: 'deactivation', account: event.account, name: event.name };
  if (event.type !== 'request-opened') return undefined;
  const { type, ...opened } = event;
  return { at: 'request', ...opened, seen: false, back };
}

export function openRequest(
  event: Extract<NavigationEvent, { type: 'request-wanted' }>,
  back: PlainRoute,
): Move {
  const { account, request } = event;
  return [
    { at: 'opening-request', back },
    { type: 'open-request', account, request },
  ];
}

function fromOpening(route: RouteAt<'opening-request'>, event: NavigationEvent): Move {
  if (event.type === 'went-back') return [{ at: route.back }];
  if (event.type === 'failed') return [failedRoute(event.code, { at: route.back })];
  return [routeForOpened(event, route.back) ?? route];
}

function fromShown(route: RouteAt<'request'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'request-seen':
      return route.seen ? [route] : [{ ...route, seen: true }];
    case 'clock-judged':
      return route.clock === event.clock ? [route] : [{ ...route, clock: event.clock }];
    case 'wanted':
      return canApprove(route, event) ? askToApprove(route, event) : [route];
    case 'denial-wanted':
      return canDeny(route) && !route.denying ? [{ ...route, denying: true }] : [route];
    case 'denied': {
      const { request, by, back } = route;
      const { reason } = event;
      return canDeny(route) ? sendDenial({ request, by, reason, back }) : [route];
    }
    case 'request-wanted':
      return openRequest(event, route.back);
    case 'closed':
      return [HOME];
    case 'went-back':
      return route.denying ? [withoutQuestion(route)] : [{ at: route.back }];
    default:
      return [route];
  }
}

/** Returns true for a request that was seen whole and not answered. */
function canDeny({ seen, decision }: RouteAt<'request'>): boolean {
  return seen && decision === undefined;
}

function withoutQuestion({ denying, ...route }: RouteAt<'request'>): RouteAt<'request'> {
  return route;
}

/**
 * Returns true for a request that was seen whole and not answered. One that was approved shows its
 * code again, and is never sent twice.
 */
function canApprove(route: RouteAt<'request'>, { intent }: Wanted): boolean {
  if (intent.to !== 'approve' || intent.request !== route.request || !route.seen) return false;
  if (route.clock === 'right') return false;
  return route.decision === undefined || (route.decision === 'approved' && intent.by === 'code');
}
