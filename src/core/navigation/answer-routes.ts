/** Answers on their way, and what became of them (docs/protocol.md §7, §8). */
import type { ProofHandle } from '../authentication.ts';
import type { AnswerBy, DenyReason } from '../request-answer.ts';
import type { Move, RouteAt } from './moves.ts';
import { askAuthentication, failedRoute, HOME } from './moves.ts';
import type { Intent, PlainRoute, Route } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

type Approval = Extract<Intent, { to: 'approve' }>;
type Wanted = Extract<NavigationEvent, { type: 'wanted' }>;

/** A route from which a request is approved. */
type ApprovableRoute = RouteAt<'request' | 'not-accepted' | 'not-sent'>;

/** Sends an approval that the person has authenticated; never without a proof. */
export function sendApproval(intent: Approval, from: Route, proof: ProofHandle | undefined): Move {
  if (proof === undefined || !('request' in from)) return [from];
  const { request, by, number } = intent;
  const back = 'back' in from && typeof from.back === 'string' ? from.back : 'home';
  const { numberDigits } = 'numberDigits' in from ? from : {};
  const { unheard } = 'unheard' in from ? from : {};
  return [
    {
      at: 'answering',
      request,
      by,
      decision: 'approved',
      ...(numberDigits && { numberDigits }),
      ...(unheard && { unheard }),
      back,
    },
    {
      type: 'answer-request',
      request,
      by,
      decision: 'approved',
      ...(from.at === 'number' && number !== undefined && { number }),
      proof,
    },
  ];
}

/** Asks for the number that the page shows, where the answer takes it, then to authenticate. */
export function askToApprove(route: ApprovableRoute, event: Wanted): Move {
  const { intent, need } = event;
  if (intent.to !== 'approve' || need === 'nothing' || need === 'new-pin') return [route];
  const { request, numberDigits, back } = route;
  return intent.by === 'service' && numberDigits !== undefined
    ? [{ at: 'number', request, numberDigits, back }]
    : askFresh(event, route);
}

/** Asks for an authentication of this moment: an unlocked session is not enough. */
export function askFresh({ intent, need }: Wanted, route: Route): Move {
  return need === 'nothing' || need === 'new-pin'
    ? [route]
    : askAuthentication(intent, need, route);
}

export interface Denial {
  readonly request: number;
  readonly by: AnswerBy;
  readonly reason: DenyReason | undefined;
  readonly back: PlainRoute;
}

export function sendDenial({ request, by, reason, back }: Denial): Move {
  const why = reason && { reason };
  return [
    { at: 'answering', request, by, decision: 'denied', ...why, back },
    { type: 'answer-request', request, by, decision: 'denied', ...why },
  ];
}

/** Returns the request of a response code that closes; the code can be shown again. */
export function answeredRoute({
  request,
  unheard,
  back,
}: RouteAt<'response-code'>): RouteAt<'request'> {
  const before = { decision: 'approved', ...(unheard && { unheard }) } as const;
  return { at: 'request', request, by: 'code', seen: true, ...before, back };
}

export function fromNumber(route: RouteAt<'number'>, event: NavigationEvent): Move {
  const { request, numberDigits, back } = route;
  switch (event.type) {
    case 'wanted': {
      const { intent } = event;
      const isWhole =
        intent.to === 'approve' &&
        intent.request === request &&
        intent.by === 'service' &&
        intent.number?.length === numberDigits;
      return isWhole ? askFresh(event, route) : [route];
    }
    case 'wizard-opened':
      // **Scan the page's code instead**
      return [{ at: 'wizard' }];
    case 'went-back':
      return [{ at: 'request', request, by: 'service', seen: true, numberDigits, back }];
    default:
      return [route];
  }
}

export function fromAnswering(route: RouteAt<'answering'>, event: NavigationEvent): Move {
  const { request, by, decision, reason, numberDigits, unheard, back } = route;
  const approved = decision === 'approved';
  const digits = numberDigits && { numberDigits };
  switch (event.type) {
    case 'answer-given':
      return by === 'code' && approved
        ? [{ at: 'response-code', request, ...(unheard && { unheard }), back }]
        : [{ at: 'answered', request, by, decision, ...(reason && { reason }) }];
    case 'answer-unheard':
      return approved ? [{ at: 'response-code', request, unheard: true, back }] : [route];
    case 'not-accepted': {
      const { triesLeft } = event;
      const left = triesLeft !== undefined && { triesLeft };
      return approved ? [{ at: 'not-accepted', request, ...left, ...digits, back }] : [route];
    }
    case 'not-sent': {
      const { code: error, until } = event;
      const more = { ...(reason && { reason }), ...digits, ...(until !== undefined && { until }) };
      return [{ at: 'not-sent', request, decision, ...more, error, back }];
    }
    case 'failed':
      return [failedRoute(event.code, { at: back })];
    default:
      return [route];
  }
}

export function fromNotAccepted(route: RouteAt<'not-accepted'>, event: NavigationEvent): Move {
  if (event.type === 'wanted')
    return route.triesLeft !== 0 && isSameApproval(route, event)
      ? askToApprove(route, event)
      : [route];
  return fromOutcome(route, event);
}

export function fromNotSent(route: RouteAt<'not-sent'>, event: NavigationEvent): Move {
  const { request, decision, reason, back } = route;
  if (event.type === 'wanted')
    return decision === 'approved' && isSameApproval(route, event)
      ? askToApprove(route, event)
      : [route];
  if (event.type === 'denied')
    return decision === 'denied' ? sendDenial({ request, by: 'service', reason, back }) : [route];
  return fromOutcome(route, event);
}

/** The person can add to a denial that it was somebody else who asked. */
export function fromAnswered(route: RouteAt<'answered'>, event: NavigationEvent): Move {
  if (event.type === 'closed' || event.type === 'went-back') return [HOME];
  if (event.type !== 'denied' || route.decision !== 'denied') return [route];
  const { request, by } = route;
  const { reason } = event;
  if (reason === undefined || route.reason === reason) return [route];
  return by === 'service'
    ? sendDenial({ request, by, reason, back: 'home' })
    : [{ ...route, reason }];
}

function fromOutcome(route: RouteAt<'not-accepted' | 'not-sent'>, event: NavigationEvent): Move {
  if (event.type === 'closed') return [HOME];
  return event.type === 'went-back' ? [{ at: route.back }] : [route];
}

/** Returns true for an approval that is sent again; its code is no way out of a refusal. */
function isSameApproval({ request }: ApprovableRoute, { intent }: Wanted): boolean {
  return intent.to === 'approve' && intent.request === request && intent.by === 'service';
}
