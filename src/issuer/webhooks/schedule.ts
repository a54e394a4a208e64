/** When a message that failed is sent again, and when a receiver is given up. Seconds. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Waits before the second and third try, for which later messages wait too. */
const WAITS_IN_ORDER: readonly number[] = [5, 5 * MINUTE];
/** Waits before each further try, for which no other message waits. */
const WAITS_APART: readonly number[] = [
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** How long a message apart is kept, and can be sent again by hand: 30 days. */
export const APART_SECONDS = 30 * DAY;
/** Failing for so long without one success, a receiver is called no more. */
const GIVEN_UP_AFTER = 10 * DAY;

/** The wait after so many failures of the next message in order; undefined: it goes apart. */
export function waitInOrder(failures: number): number | undefined {
  return WAITS_IN_ORDER[failures - 1];
}

/** The wait after so many failures of a message apart; undefined: it is given up. */
export function waitApart(failures: number): number | undefined {
  return WAITS_APART[failures];
}

/** Whether a receiver that has failed since then is given up. */
export function isGivenUp(failingSince: number, now: number): boolean {
  return now - failingSince >= GIVEN_UP_AFTER;
}
