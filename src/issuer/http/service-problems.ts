/**
 * Refusals of the service as HTTP answers (docs/protocol.md §8): the status, and the code that an
 * authenticator can tell them by.
 */
import type { Refusal, RefusalReason } from '../outcome.ts';
import { jsonResponse, retryAfter } from './json.ts';

export type ServiceError =
  | 'TOKEN_REFUSED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_USED'
  | 'UNKNOWN_ACCOUNT'
  | 'NOT_ACTIVE'
  | 'BLOCKED'
  | 'PAUSED'
  | 'REVOKED'
  | 'REPLACED'
  | 'ORIGIN_REFUSED'
  | 'BAD_REQUEST'
  | 'UNKNOWN_REQUEST'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'REQUEST_ANSWERED'
  | 'REQUEST_CANCELLED'
  | 'EXPIRED'
  | 'TOO_LARGE'
  | 'MEDIA_TYPE'
  | 'CODE_MALFORMED'
  | 'ANSWER_WRONG'
  | 'SUBSCRIPTION_REFUSED'
  | 'BUSY'
  | 'UNEXPECTED';

/** The body of every answer that is no success. */
interface ServiceProblem {
  readonly error: ServiceError;
  /** The issuer's clock, seconds since 1970 UTC. */
  readonly time: number;
  /** With ANSWER_WRONG, of a request with a number: wrong ones that it still allows. */
  readonly triesLeft?: number;
  /** With ANSWER_WRONG and CODE_MALFORMED: wrong ones until the next pause. */
  readonly attemptsLeft?: number;
  /** With ANSWER_WRONG: wrong ones until the account is blocked. */
  readonly totalLeft?: number;
  /** With PAUSED, and with the ANSWER_WRONG that led to it: when codes are compared again. */
  readonly pausedUntil?: number;
  /** With REQUEST_ANSWERED: what became of the request. */
  readonly state?: 'APPROVED' | 'DENIED' | 'REFUSED';
}

const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  503: { 'Retry-After': '1' },
};

export function serviceProblem(refusal: Refusal, time: number): Response {
  const [status, error] = meaningOf(refusal);
  const { pausedUntil } = refusal;
  const wait = error === 'PAUSED' && pausedUntil !== undefined && retryAfter(pausedUntil, time);
  const body: ServiceProblem = { error, time, ...factsOf(refusal, error) };
  return jsonResponse(status, body, { ...HEADERS[status], ...wait });
}

function factsOf(refusal: Refusal, error: ServiceError): Partial<ServiceProblem> {
  const { triesLeft, attemptsLeft, totalLeft, pausedUntil } = refusal;
  switch (error) {
    case 'ANSWER_WRONG':
      return defined({ triesLeft, attemptsLeft, totalLeft, pausedUntil });
    case 'CODE_MALFORMED':
      return defined({ attemptsLeft });
    case 'PAUSED':
      return defined({ pausedUntil });
    case 'REQUEST_ANSWERED':
      return defined({ state: refusal.request as ServiceProblem['state'] });
    default:
      return {};
  }
}

function defined(facts: { [Name in keyof ServiceProblem]?: ServiceProblem[Name] | undefined }) {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<ServiceProblem>;
}

const MEANINGS: Record<
  Exclude<RefusalReason, 'WRONG_STATE' | 'EXPIRED'>,
  readonly [status: number, error: ServiceError]
> = {
  UNKNOWN_ACTIVATION: [401, 'UNKNOWN_ACCOUNT'],
  TOKEN_REFUSED: [401, 'TOKEN_REFUSED'],
  TOKEN_EXPIRED: [401, 'TOKEN_EXPIRED'],
  TOKEN_USED: [401, 'TOKEN_USED'],
  BLOCKED: [403, 'BLOCKED'],
  PAUSED: [423, 'PAUSED'],
  UNKNOWN_REQUEST: [404, 'UNKNOWN_REQUEST'],
  REQUEST_ANSWERED: [409, 'REQUEST_ANSWERED'],
  REQUEST_CANCELLED: [409, 'REQUEST_CANCELLED'],
  NUMBER_NOT_ASKED: [400, 'BAD_REQUEST'],
  CODE_MALFORMED: [422, 'CODE_MALFORMED'],
  CODE_WRONG: [422, 'ANSWER_WRONG'],
  SUBSCRIPTION_REFUSED: [422, 'SUBSCRIPTION_REFUSED'],
  BUSY: [503, 'BUSY'],
  // Of other calls than the service's.
  UNKNOWN_OWNER: [500, 'UNEXPECTED'],
  SERIAL_TAKEN: [500, 'UNEXPECTED'],
  DEVICE_LIMIT: [500, 'UNEXPECTED'],
  TOO_MANY_ACTIVATIONS: [500, 'UNEXPECTED'],
  CLOCK: [500, 'UNEXPECTED'],
  CODE_USED: [500, 'UNEXPECTED'],
  CODE_OTHER: [500, 'UNEXPECTED'],
  TOO_MANY_REQUESTS: [500, 'UNEXPECTED'],
};

function meaningOf({ reason, state }: Refusal): readonly [status: number, error: ServiceError] {
  if (reason === 'EXPIRED' && state === 'ACTIVE') return [410, 'EXPIRED'];
  if (reason !== 'WRONG_STATE' && reason !== 'EXPIRED') return MEANINGS[reason];
  return [403, state === 'REVOKED' || state === 'REPLACED' ? state : 'NOT_ACTIVE'];
}
