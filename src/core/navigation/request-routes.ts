/** Requests and deactivations: shown, seen whole, answered once (docs/protocol.md §7). */
import type { ProofHandle } from '../authentication.ts';
import type { Move, RouteAt } from './moves.ts';
import { askAuthentication, failedRoute, HOME } from './moves.ts';
import type { Intent, NavigationEvent, PlainRoute, RequestRoute, Route } from './types.ts';

type Wanted = Extract<NavigationEvent, { type: 'wanted' }>;

const REQUEST_ROUTES: Readonly<Record<RequestRoute['at'], true>> = {
  'opening-request': true,
  request: true,
  answering: true,
  'response-code': true,
  answered: true,
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
    case 'answering':
      return fromAnswering(route, event);
    case 'response-code':
      // Going back does not undo the answer; its code can be shown again.
      if (event.type === 'went-back') return [answeredRoute(route)];
      return event.type === 'closed' ? [HOME] : [route];
    case 'answered':
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
  const { request, by, decision } = event;
  return { at: 'request', request, by, seen: false, ...(decision && { decision }), back };
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

/** Sends an approval that the person has authenticated; never without a proof. */
export function sendApproval(
  intent: Extract<Intent, { to: 'approve' }>,
  from: Route,
  proof: ProofHandle | undefined,
): Move {
  if (proof === undefined || !('request' in from)) return [from];
  const { request, by } = intent;
  const back = 'back' in from && typeof from.back === 'string' ? from.back : 'home';
  return [
    { at: 'answering', request, by, decision: 'approved', back },
    { type: 'answer-request', request, by, decision: 'approved', proof },
  ];
}

/** Returns the request of a response code that closes; the code can be shown again. */
export function answeredRoute({ request, back }: RouteAt<'response-code'>): Route {
  return { at: 'request', request, by: 'code', seen: true, decision: 'approved', back };
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
    case 'wanted':
      return canApprove(route, event) ? askFresh(event, route) : [route];
    case 'denied':
      return route.seen && route.decision === undefined
        ? denyOpenRequest(route, route.by)
        : [route];
    case 'request-wanted':
      return openRequest(event, route.back);
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: route.back }];
    default:
      return [route];
  }
}

/**
 * Returns true for a request that was seen whole and not answered. One that was approved shows its
 * code again, and is never sent twice.
 */
function canApprove(route: RouteAt<'request'>, { intent }: Wanted): boolean {
  if (intent.to !== 'approve' || intent.request !== route.request || !route.seen) return false;
  return route.decision === undefined || (route.decision === 'approved' && intent.by === 'code');
}

/** Asks for an authentication of this moment: an unlocked session is not enough. */
function askFresh(event: Wanted, route: Route): Move {
  return event.need === 'nothing' ? [route] : [askAuthentication(event.intent, event.need, route)];
}

function denyOpenRequest(
  { request, back }: RouteAt<'request' | 'not-sent'>,
  by: RouteAt<'answering'>['by'],
): Move {
  return [
    { at: 'answering', request, by, decision: 'denied', back },
    { type: 'answer-request', request, by, decision: 'denied' },
  ];
}

function fromAnswering(route: RouteAt<'answering'>, event: NavigationEvent): Move {
  const { request, by, decision, back } = route;
  switch (event.type) {
    case 'answer-given':
      return by === 'code' && decision === 'approved'
        ? [{ at: 'response-code', request, back }]
        : [{ at: 'answered', request, by, decision }];
    case 'not-sent':
      return [{ at: 'not-sent', request, decision, error: event.code, back }];
    case 'failed':
      return [failedRoute(event.code, { at: back })];
    default:
      return [route];
  }
}

function fromNotSent(route: RouteAt<'not-sent'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'wanted': {
      const { intent } = event;
      const same = intent.to === 'approve' && intent.request === route.request;
      return same && route.decision === 'approved' ? askFresh(event, route) : [route];
    }
    case 'denied':
      return route.decision === 'denied' ? denyOpenRequest(route, 'service') : [route];
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: route.back }];
    default:
      return [route];
  }
}
