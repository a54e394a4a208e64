/** Requests and deactivations as places of the session's machine: shown, seen whole, answered once, and what became of the answer (docs/protocol.md §7). */
import { beginAuthentication } from '../authentication.ts';
import type { Intent, Page, Place, RequestPlace, SessionEffect, SessionEvent } from './types.ts';

export type Move = readonly [Place, ...SessionEffect[]];
type At<A extends RequestPlace['at']> = Extract<RequestPlace, { readonly at: A }>;
type Wanted = Extract<SessionEvent, { type: 'wanted' }>;

const HOME: Place = { at: 'home' };

const PLACES: Readonly<Record<RequestPlace['at'], true>> = {
  'opening-request': true,
  request: true,
  answering: true,
  'response-code': true,
  answered: true,
  'not-sent': true,
  deactivation: true,
  deactivated: true,
};

export function isRequestPlace(place: Place): place is RequestPlace {
  return place.at in PLACES;
}

export function inRequest(place: RequestPlace, event: SessionEvent): Move {
  const { at } = place;
  switch (at) {
    case 'opening-request':
      return inOpening(place, event);
    case 'request':
      return inShown(place, event);
    case 'answering':
      return inAnswering(place, event);
    case 'response-code':
      // Back is no way to an answer that was not given: its code can be shown again.
      if (event.type === 'went-back') return [answeredAlready(place)];
      return event.type === 'closed' ? [HOME] : [place];
    case 'answered':
    case 'deactivated':
      return event.type === 'closed' || event.type === 'went-back' ? [HOME] : [place];
    case 'not-sent':
      return inNotSent(place, event);
    case 'deactivation':
      if (event.type === 'wanted' && event.intent.to === 'deactivate') return guarded(event, place);
      return event.type === 'went-back' ? [HOME] : [place];
    default:
      return [at satisfies never];
  }
}

/** What was scanned, or came of what was chosen. */
export function opened(event: SessionEvent, back: Page): Place | undefined {
  if (event.type === 'deactivation-opened')
    return { at: 'deactivation', account: event.account, name: event.name };
  if (event.type !== 'request-opened') return undefined;
  const { request, by, decision } = event;
  return { at: 'request', request, by, seen: false, ...(decision && { decision }), back };
}

export function opening(
  event: Extract<SessionEvent, { type: 'request-wanted' }>,
  back: Page,
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
  from: Place,
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
export function answeredAlready({ request, back }: At<'response-code'>): Place {
  return { at: 'request', request, by: 'code', seen: true, decision: 'approved', back };
}

function inOpening(place: At<'opening-request'>, event: SessionEvent): Move {
  if (event.type === 'went-back') return [{ at: place.back }];
  if (event.type === 'failed')
    return [{ at: 'failed', error: event.code, back: { at: place.back } }];
  return [opened(event, place.back) ?? place];
}

function inShown(place: At<'request'>, event: SessionEvent): Move {
  switch (event.type) {
    case 'request-seen':
      return place.seen ? [place] : [{ ...place, seen: true }];
    case 'wanted':
      return mayApprove(place, event) ? guarded(event, place) : [place];
    case 'denied':
      return place.seen && place.decision === undefined ? deny(place, place.by) : [place];
    case 'request-wanted':
      return opening(event, place.back);
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: place.back }];
    default:
      return [place];
  }
}

/** What was seen whole and not answered; what was approved shows its code again, and is never sent twice. */
function mayApprove(place: At<'request'>, { intent }: Wanted): boolean {
  if (intent.to !== 'approve' || intent.request !== place.request || !place.seen) return false;
  return place.decision === undefined || (place.decision === 'approved' && intent.by === 'code');
}

function guarded(event: Wanted, place: Place): Move {
  // Nothing stands in for a fresh authentication here.
  if (event.need === 'nothing') return [place];
  return [
    {
      at: 'authenticate',
      auth: beginAuthentication(event.need),
      then: event.intent,
      back: place,
    },
  ];
}

function deny({ request, back }: At<'request' | 'not-sent'>, by: At<'answering'>['by']): Move {
  return [
    { at: 'answering', request, by, decision: 'denied', back },
    { type: 'answer-request', request, by, decision: 'denied' },
  ];
}

function inAnswering(place: At<'answering'>, event: SessionEvent): Move {
  const { request, by, decision, back } = place;
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
      return [place];
  }
}

function inNotSent(place: At<'not-sent'>, event: SessionEvent): Move {
  switch (event.type) {
    case 'wanted': {
      const { intent } = event;
      const same = intent.to === 'approve' && intent.request === place.request;
      return same && place.decision === 'approved' ? guarded(event, place) : [place];
    }
    case 'denied':
      return place.decision === 'denied' ? deny(place, 'service') : [place];
    case 'closed':
      return [HOME];
    case 'went-back':
      return [{ at: place.back }];
    default:
      return [place];
  }
}
