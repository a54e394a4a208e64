/** Compares the clocks of phone and issuer, in seconds (docs/protocol.md §2, §5, §7). */
import type { FirstMessage, Request } from '../core/codec/messages.ts';

/** A phone this far behind the issuer is taken to be right. */
const TOLERANCE = 30;
/** A request from the near future is taken for a clock that is a little off. */
const SKEW = 60;

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
  /** The phone is later than the activation could last: its clock may be wrong, but nobody can tell. */
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
  if (phone < issuedAt - TOLERANCE) return { offset: issuedAt - phone, warn: false };
  return { offset: 0, warn: phone > expiresAt };
}

export type Age = 'early' | 'current' | 'late';

export interface FirstMessageAge {
  readonly age: Age;
  /** How far the phone's clock lies outside the message's life, in whole minutes, rounded up; 0 when current. */
  readonly minutes: number;
}

/** Whether a phone at `phone` finds the first message of its time (docs/protocol.md §2): it says so, and goes on. */
export function firstMessageAge(
  { issuedAt, expiresAt }: Pick<FirstMessage, 'issuedAt' | 'expiresAt'>,
  phone: number,
): FirstMessageAge {
  if (phone < issuedAt) return { age: 'early', minutes: Math.ceil((issuedAt - phone) / 60) };
  if (phone > expiresAt) return { age: 'late', minutes: Math.ceil((phone - expiresAt) / 60) };
  return { age: 'current', minutes: 0 };
}

/** The age of a request at `now`, the phone's time with the account's offset. A minute ahead of its time is forgiven. */
export function requestAge(
  { issuedAt, expiresAt }: Pick<Request, 'issuedAt' | 'expiresAt'>,
  now: number,
): Age {
  if (now < issuedAt - SKEW) return 'early';
  return now > expiresAt ? 'late' : 'current';
}
