/** What a request's times by this phone's clock allow (docs/protocol.md §7). */
import type { Route } from '../core/navigation/route-types.ts';
import { issuerSeconds, requestAge } from '../protocol/clock.ts';
import type { OpenRequest } from '../requests/answer-request.ts';

/**
 * Returns true if the request of a route may be approved: it is not over, or the person says that
 * the clock by which it is over is wrong.
 * @param now this phone's clock, milliseconds since 1970
 */
export function mayApprove(
  { account, request }: Pick<OpenRequest, 'account' | 'request'>,
  route: Extract<Route, { readonly at: 'request' }>,
  now: number,
): boolean {
  const isOver = requestAge(request, issuerSeconds(account, now)) === 'late';
  return !isOver || route.clock === 'wrong';
}
