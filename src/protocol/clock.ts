/** Compares the clocks of phone and issuer, in seconds (docs/protocol.md §2, §5, §7). */
import type { FirstMessage, Request } from '../core/codec/messages.ts';

/** A phone this far behind the issuer counts as right. */
const TOLERANCE_SECONDS = 30;
/** A request from the near future is not early: the clocks may differ a little. */
const SKEW_SECONDS = 60;
/**
 * A request that ended longer ago is not shown: a clock that is wrong by a time zone or a day is
 * common, and the issuer alone enforces a request's times.
 */
const LATE_LIMIT_SECONDS = 86_400;

/** Whole seconds of a clock in milliseconds. */
export function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** The issuer's time, by this phone's clock in milliseconds and the account's offset in seconds. */
export function issuerSeconds(
  { clockOffset }: { readonly clockOffset: number },
  milliseconds: number,
): number {
  return wholeSeconds(milliseconds) + clockOffset;
}

export interface ClockReading {
  /** To be added to the phone's time, for this account. */
  readonly offset: number;
  /** The phone is later than the activation could last: its clock may be wrong. */
  readonly warn: boolean;
}

/**
 * The true time at the second scan lies in [issuedAt, expiresAt] (docs/protocol.md §5).
 * `issuedAt` is the second message's time (key 14), `expiresAt` the first message's (key 5).
 */
export function clockOffset(times: {
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly phone: number;
}): ClockReading {
  const { issuedAt, expiresAt, phone } = times;
  if (phone < issuedAt - TOLERANCE_SECONDS) return { offset: issuedAt - phone, warn: false };
  return { offset: 0, warn: phone > expiresAt };
}

export type Age = 'early' | 'current' | 'late';

export interface FirstMessageAge {
  readonly age: Age;
  /** How far the phone's clock is outside the message's life, in minutes, rounded up; or 0. */
  readonly minutes: number;
}

/** Compares a first message with the phone's time; a warning, no error (docs/protocol.md §2). */
export function firstMessageAge(
  { issuedAt, expiresAt }: Pick<FirstMessage, 'issuedAt' | 'expiresAt'>,
  phone: number,
): FirstMessageAge {
  if (phone < issuedAt) return { age: 'early', minutes: Math.ceil((issuedAt - phone) / 60) };
  if (phone > expiresAt) return { age: 'late', minutes: Math.ceil((phone - expiresAt) / 60) };
  return { age: 'current', minutes: 0 };
}

/** Returns the age of a request at `now`, the phone's time with the account's offset. */
export function requestAge(
  { issuedAt, expiresAt }: Pick<Request, 'issuedAt' | 'expiresAt'>,
  now: number,
): Age {
  if (now < issuedAt - SKEW_SECONDS) return 'early';
  return now > expiresAt ? 'late' : 'current';
}

/** Returns true for a request that ended more than a day before `now`. */
export function isLongOver({ expiresAt }: Pick<Request, 'expiresAt'>, now: number): boolean {
  return now > expiresAt + LATE_LIMIT_SECONDS;
}
