/** The events of the page kit's elements, in which no secret is: neither a code nor a message. */
import type { Asked } from '../issuer/http/page-api.ts';
import type { CallProblem } from './connection-types.ts';

/** The detail of each event by its type; all bubble, and leave shadow roots. */
export interface TesseraEvents {
  /** A device has become active: its id and the serial number of its account. */
  readonly 'tessera-activated': { readonly device: string; readonly serial: string };
  /** A code was right: a one-time password of a device, or the response code of a request. */
  readonly 'tessera-accepted':
    | { readonly kind: 'otp'; readonly device: string; readonly serial: string }
    | { readonly kind: 'response'; readonly request: string };
  /** A request has ended. */
  readonly 'tessera-decided': {
    readonly request: string;
    readonly state: Exclude<Asked['state'], 'PENDING'>;
  };
  /** A code was not taken. */
  readonly 'tessera-refused': {
    readonly reason: CallProblem['error'];
    /** Wrong codes that are still allowed, where they are counted. */
    readonly attemptsLeft?: number;
    /** The second since 1970 UTC from which codes are compared again, where they aren't now. */
    readonly until?: number;
  };
  /**
   * Something else than a code was refused, or the site could not be reached. With
   * `preventDefault()` the element says nothing of a refused `ask`: the page has words of its own.
   */
  readonly 'tessera-problem': { readonly reason: CallProblem['error'] };
}

/** An event that is to be told. */
export type KitEvent = {
  [Type in keyof TesseraEvents]: { readonly type: Type; readonly detail: TesseraEvents[Type] };
}[keyof TesseraEvents];

/** What is refused of a code, rather than of the call around it. */
const ABOUT_CODES: readonly CallProblem['error'][] = [
  'CODE_MALFORMED',
  'CODE_WRONG',
  'CODE_OTHER',
  'CODE_USED',
  'CLOCK',
  'PAUSED',
  'BLOCKED',
];

/** The event that tells a refusal. */
export function refusalEvent(problem: CallProblem): KitEvent {
  const { error: reason } = problem;
  if (reason === 'UNREACHABLE' || !ABOUT_CODES.includes(reason))
    return { type: 'tessera-problem', detail: { reason } };
  const { attemptsLeft, pausedUntil } = problem;
  return {
    type: 'tessera-refused',
    detail: {
      reason,
      ...(attemptsLeft !== undefined && { attemptsLeft }),
      ...(pausedUntil !== undefined && { until: pausedUntil }),
    },
  };
}
