/**
 * Refusals of a page's calls as HTTP answers: a status that fits, and a body that the page can
 * read.
 */
import type { Refusal } from '../outcome.ts';
import { jsonResponse, retryAfter } from './json.ts';
import type { PageError, Problem } from './page-api.ts';
import { lossFrom } from './page-views.ts';

const STATUS: Record<PageError, number> = {
  SIGNED_OUT: 401,
  IDENTIFY: 403,
  NOT_ALLOWED: 403,
  UNKNOWN_ACTIVATION: 404,
  UNKNOWN_OWNER: 404,
  UNKNOWN_REQUEST: 404,
  NOT_FOUND: 404,
  WRONG_STATE: 409,
  BLOCKED: 409,
  SERIAL_TAKEN: 409,
  DEVICE_LIMIT: 409,
  PAUSED: 423,
  REQUEST_ANSWERED: 409,
  REQUEST_CANCELLED: 409,
  EXPIRED: 410,
  TOO_LARGE: 413,
  MEDIA_TYPE: 415,
  BAD_REQUEST: 400,
  CLOCK: 422,
  CODE_MALFORMED: 422,
  CODE_WRONG: 422,
  CODE_USED: 422,
  CODE_OTHER: 422,
  ASK_REFUSED: 422,
  NAME_REFUSED: 422,
  TOO_MANY_ACTIVATIONS: 429,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_STREAMS: 429,
  BUSY: 503,
  UNEXPECTED: 500,
  // Of the service's calls.
  TOKEN_REFUSED: 500,
  TOKEN_EXPIRED: 500,
  TOKEN_USED: 500,
  SUBSCRIPTION_REFUSED: 500,
  NUMBER_NOT_ASKED: 500,
};

export function pageProblem(
  body: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const wait = body.error === 'BUSY' ? { 'Retry-After': '1' } : {};
  return jsonResponse(STATUS[body.error], body, { ...wait, ...headers });
}

/** The issuer's refusal at `time`, as the page needs it. */
export function pageRefusal(refusal: Refusal, time: number): Response {
  const { reason, state, failure, request, foreign } = refusal;
  const { attemptsLeft, totalLeft, pausedUntil, until, seconds } = refusal;
  const lost = lossFrom(state, failure);
  const body: Problem = {
    error: reason,
    ...(attemptsLeft !== undefined && { attemptsLeft }),
    ...(totalLeft !== undefined && { totalLeft }),
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(until !== undefined && { until }),
    ...(lost && { lost }),
    ...(request && { state: request }),
    ...(foreign && { foreign }),
    ...(seconds !== undefined && { seconds }),
  };
  const waitsFor = reason === 'PAUSED' ? pausedUntil : until;
  return pageProblem(body, waitsFor === undefined ? {} : retryAfter(waitsFor, time));
}
