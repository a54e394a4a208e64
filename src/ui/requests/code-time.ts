/** How long a response code is shown: while its request may be answered, by this phone's clock. */

/**
 * Returns the milliseconds left; 0 once it is over; undefined where it was over when its code was
 * made: the person has called the phone's clock wrong.
 */
export function codeTimeLeft(
  expiresAt: number,
  { openedAt, now }: { readonly openedAt: number; readonly now: number },
): number | undefined {
  return expiresAt <= openedAt ? undefined : Math.max(0, expiresAt - now);
}
