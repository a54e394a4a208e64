/**
 * Problem details (RFC 9457): the status and title of every reason that the service answers with.
 */
import { retryAfter } from '../issuer/http/json.ts';
import type { Refusal, RefusalReason } from '../issuer/outcome.ts';
import type { Reply } from './reply.ts';

/** Where each reason is explained; the address names it and need not answer. */
const TYPES = 'https://tessera.example/problems/';
export const PROBLEM_TYPE = 'application/problem+json';
/** Seconds after which a call that met a busy server may come again. */
const BUSY_SECONDS = 1;

/** Reasons of the service itself, beside those of the library. */
const OWN_PROBLEMS = {
  BAD_JSON: [400, "The body isn't JSON"],
  KEY_REFUSED: [401, 'No valid API key'],
  TICKET_REFUSED: [401, 'No valid ticket'],
  SCOPE: [403, "The key doesn't allow this"],
  NOT_FOUND: [404, 'There is no such route'],
  UNKNOWN_KEY: [404, 'There is no such key'],
  UNKNOWN_TICKET: [404, 'There is no such ticket'],
  UNKNOWN_ENDPOINT: [404, 'There is no such endpoint'],
  UNKNOWN_DELIVERY: [404, 'There is no such delivery'],
  METHOD_NOT_ALLOWED: [405, "The route doesn't take this method"],
  ENDPOINT_LIMIT: [409, 'There are as many endpoints as may be'],
  IDEMPOTENCY_BUSY: [409, 'The same call is under way'],
  TOO_LARGE: [413, 'The body is too large'],
  MEDIA_TYPE: [415, "The body's type isn't application/json"],
  INVALID: [422, "Something isn't as it must be"],
  IDEMPOTENCY_MISMATCH: [422, 'The Idempotency-Key was used for another call'],
  RATE: [429, 'Too many calls'],
  UNEXPECTED: [500, 'Unexpected'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

const REFUSAL_PROBLEMS = {
  UNKNOWN_ACTIVATION: [404, 'There is no such activation or device'],
  UNKNOWN_OWNER: [404, 'The owner has no device'],
  UNKNOWN_REQUEST: [404, 'There is no such request'],
  WRONG_STATE: [409, "Its state doesn't allow this"],
  SERIAL_TAKEN: [409, 'The serial number is taken'],
  DEVICE_LIMIT: [409, 'The owner has as many devices as may be'],
  BLOCKED: [409, 'The device is blocked'],
  REQUEST_ANSWERED: [409, 'The request was answered'],
  REQUEST_CANCELLED: [409, 'The request was taken back'],
  EXPIRED: [410, 'Its time has run out'],
  CODE_MALFORMED: [422, "That isn't the form of the code"],
  CODE_WRONG: [422, "That isn't the code"],
  CODE_USED: [422, 'The code was used before'],
  CODE_OTHER: [422, 'Another code was accepted before'],
  CLOCK: [422, "The phone's clock is off"],
  PAUSED: [423, 'Too many wrong codes: wait'],
  TOO_MANY_REQUESTS: [429, 'Too many requests are open'],
  TOO_MANY_ACTIVATIONS: [429, 'Too many activations were begun'],
  BUSY: [503, 'Busy'],
} as const satisfies Partial<
  Readonly<Record<RefusalReason, readonly [status: number, title: string]>>
>;

export type OwnReason = keyof typeof OWN_PROBLEMS;

/** A refusal of the service itself. */
export interface OwnRefusal {
  readonly ok: false;
  readonly reason: OwnReason;
  readonly errors?: readonly FieldError[];
}

/** One thing that isn't as it must be; never the value. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export type ApiRefusal = OwnRefusal | Refusal;

/** Answered as a problem, from wherever it is thrown. */
export class ProblemThrown extends Error {
  override readonly name = 'ProblemThrown';

  constructor(
    readonly refusal: ApiRefusal,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.reason);
  }
}

/** Every reason, with its status and title. */
export const PROBLEMS: Readonly<Record<string, readonly [status: number, title: string]>> = {
  ...OWN_PROBLEMS,
  ...REFUSAL_PROBLEMS,
};

/** Returns true for a reason of the library's, which a person has brought about. */
export function isLibraryReason(reason: string): reason is RefusalReason {
  return Object.hasOwn(REFUSAL_PROBLEMS, reason);
}

export function statusOf(reason: string): number {
  return PROBLEMS[reason]?.[0] ?? OWN_PROBLEMS.UNEXPECTED[0];
}

/** What a problem says, but for the request's id: that of the request that asks. */
export interface ProblemFacts {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param now seconds since 1970 UTC, for `Retry-After` */
export function problemFacts(refusal: ApiRefusal, now: number): ProblemFacts {
  const { reason } = refusal;
  const [status, title] = PROBLEMS[reason] ?? OWN_PROBLEMS.UNEXPECTED;
  const type = TYPES + reason.toLowerCase().replaceAll('_', '-');
  const facts = 'errors' in refusal ? { errors: refusal.errors } : libraryFacts(refusal);
  return {
    status,
    body: { type, title, status, reason, ...facts },
    headers: waitHeaders(status, facts, now),
  };
}

/** A problem of one of these says when it is over, where that is known. */
export const WAIT_STATUSES: readonly number[] = [
  OWN_PROBLEMS.RATE[0],
  REFUSAL_PROBLEMS.PAUSED[0],
  REFUSAL_PROBLEMS.BUSY[0],
];

/** `Retry-After` of a problem, where waiting helps. @param now seconds since 1970 UTC */
export function waitHeaders(
  status: number,
  { until }: Readonly<Record<string, unknown>>,
  now: number,
): Readonly<Record<string, string>> {
  if (status === PROBLEMS['BUSY']![0]) return { 'Retry-After': String(BUSY_SECONDS) };
  const isToWait = WAIT_STATUSES.includes(status) && typeof until === 'number';
  return isToWait ? retryAfter(until, now) : {};
}

function libraryFacts(refusal: ApiRefusal): Readonly<Record<string, unknown>> {
  // What a refusal of the service's own has none of.
  const { attemptsLeft, totalLeft, pausedUntil, state, request, seconds, foreign, until } =
    refusal as Refusal;
  return {
    ...(attemptsLeft !== undefined && { attemptsLeft }),
    ...(totalLeft !== undefined && { totalLeft }),
    ...((until ?? pausedUntil) !== undefined && { until: until ?? pausedUntil }),
    ...((request ?? state) !== undefined && { state: request ?? state }),
    ...(seconds !== undefined && { seconds }),
    ...(foreign && { foreign }),
  };
}

export function problemReply(
  { status, body, headers }: ProblemFacts,
  instance: string,
  more: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    body: JSON.stringify({ ...body, instance }),
    headers: {
      'Content-Type': PROBLEM_TYPE,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
      ...more,
    },
  };
}
