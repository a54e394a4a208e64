/** Requests and deactivations as places of the navigation machine: shown, seen whole, answered once, and what became of the answer (docs/protocol.md §7). */
import { beginAuthentication } from '../authentication.ts';
import type {
  Intent,
  PlainRoute,
  Route,
  RequestRoute,
  NavigationEffect,
  NavigationEvent,
} from './types.ts';

export type Move = readonly [Route, ...NavigationEffect[]];
type At<A extends RequestRoute['at']> = Extract<RequestRoute, { readonly at: A }>;
type Wanted = Extract<NavigationEvent, { type: 'wanted' }>;

const HOME: Route = { at: 'home' };

const ROUTES: Readonly<Record<RequestRoute['at'], true>> = {
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
  return route.at in ROUTES;
}

export function inRequest(route: RequestRoute, event: NavigationEvent): Move {
  const { at } = route;
  switch (at) {
    case 'opening-request':
      return inOpening(route, event);
    case 'request':
      return inShown(route, event);
    case 'answering':
      return inAnswering(route, event);
    case 'response-code':
      // Back is no way to an answer that was not given: its code can be shown again.
      if (event.type === 'went-back') return [answeredAlready(route)];
      return event.type === 'closed' ? [HOME] : [route];
    case 'answered':
    case 'deactivated':
      return event.type === 'closed' || event.type === 'went-back' ? [HOME] : [route];
    case 'not-sent':
      return inNotSent(route, event);
    case 'deactivation':
      if (event.type === 'wanted' && event.intent.to === 'deactivate') return guarded(event, route);
      return event.type === 'went-back' ? [HOME] : [route];
    default:
      return [at satisfies never];
  }
}

/** What was scanned, or came of what was chosen. */
export function routeForOpened(event: NavigationEvent, back: PlainRoute): Route | undefined {
  if (event.type === 'deactivation-opened')
    return { at: 'deactivation', account: event.account, name: event.name };
  if (event.type !== 'request-opened') return undefined;
  const { request, by, decision } = event;
  return { at: 'request', request, by, seen: false, ...(decision && { decision }), back };
}

export function opening(
  event: Extract<NavigationEvent, { type: 'request-wanted' }>,
  back: PlainRoute,
): Move {
  const { account, request } = event;
  return [
    { at: 'opening-request', back },
    { type: 'open-request', account, request },
  ];
}

/** An approval that the person has authenticated; never without a proof. */
export function approved(
  intent: Extract<Intent, { to: 'approve' }>,
  from: Route,
  proof: number | undefined,
): Move {
  if (proof === undefined || !('request' in from)) return [from];
  const { request, by } = intent;
  const back = 'back' in from && typeof from.back === 'string' ? from.back : 'home';
  return [
    { at: 'answering', request, by, decision: 'approved', back },
    { type: 'answer-request', request, by, decision: 'approved', proof },
  ];
}

/** Keys are gone: the code closes, and can be shown again. */
export function answeredAlready({ request, back }: At<'response-code'>): Route {
  return { at: 'request', request, by: 'code', seen: true, decision: 'approved', back };
}

function inOpening(route: At<'opening-request'>, event: NavigationEvent): Move {
  if (event.type === 'went-back') return [{ at: route.back }];
  if (event.type === 'failed')
    return [{ at: 'failed', error: event.code, back: { at: route.back } }];
  return [routeForOpened(event, route.back) ?? route];
}

function inShown(route: At<'request'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'request-seen':
      return route.seen ? [route] : [{ ...route, seen: true }];
    case 'wanted':
      return mayApprove(route, event) ? guarded(event, route) : [route];
    case 'denied':
      return route.seen && route.decision === undefined ? deny(route, route.by) : [route];
    case 'request-wanted':
      return opening(event, route.back);
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: route.back }];
    default:
      return [route];
  }
}

/** What was seen whole and not answered; what was approved shows its code again, and is never sent twice. */
function mayApprove(route: At<'request'>, { intent }: Wanted): boolean {
  if (intent.to !== 'approve' || intent.request !== route.request || !route.seen) return false;
  return route.decision === undefined || (route.decision === 'approved' && intent.by === 'code');
}

function guarded(event: Wanted, route: Route): Move {
  // Nothing stands in for a fresh authentication here.
  if (event.need === 'nothing') return [route];
  return [
    {
      at: 'authenticate',
      auth: beginAuthentication(event.need),
      then: event.intent,
      back: route,
    },
  ];
}

function deny({ request, back }: At<'request' | 'not-sent'>, by: At<'answering'>['by']): Move {
  return [
    { at: 'answering', request, by, decision: 'denied', back },
    { type: 'answer-request', request, by, decision: 'denied' },
  ];
}

function inAnswering(route: At<'answering'>, event: NavigationEvent): Move {
  const { request, by, decision, back } = route;
  switch (event.type) {
    case 'answer-given':
      return by === 'code' && decision === 'approved'
        ? [{ at: 'response-code', request, back }]
        : [{ at: 'answered', request, by, decision }];
    case 'not-sent':
      return [{ at: 'not-sent', request, decision, error: event.code, back }];
    case 'failed':
      return [{ at: 'failed', error: event.code, back: { at: back } }];
    default:
      return [route];
  }
}

function inNotSent(route: At<'not-sent'>, event: NavigationEvent): Move {
  switch (event.type) {
    case 'wanted': {
      const { intent } = event;
      const same = intent.to === 'approve' && intent.request === route.request;
      return same && route.decision === 'approved' ? guarded(event, route) : [route];
    }
    case 'denied':
      return route.decision === 'denied' ? deny(route, 'service') : [route];
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: route.back }];
    default:
      return [route];
  }
}
