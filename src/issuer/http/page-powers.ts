/** The power that each call of a page needs, and who lacks it. */
import type { Power } from './page-api.ts';
import { pageProblem } from './page-problems.ts';
import type { Session } from './page-session.ts';
import { isAllowed, POWERS } from './page-session.ts';

/** An activation is finished by whoever may begin its like: `powerOver` says which it is. */
const ACTIVATING: readonly Power[] = ['activate', 'replace'];

/** For each call the powers of which a session needs one. */
export const NEEDS = {
  // What they tell depends on the powers.
  'GET overview': POWERS,
  'GET events': POWERS,
  'POST activations': ['activate'],
  'DELETE activations/:id': ACTIVATING,
  'POST activations/:id/device-code': ACTIVATING,
  'POST activations/:id/activation-code': ACTIVATING,
  'POST one-time-password': ['otp'],
  'POST devices/:id/one-time-password': ['otp'],
  'PATCH devices/:id': ['manage'],
  'POST devices/:id/replacement': ['replace'],
  'POST devices/:id/revoke': ['manage'],
  'POST devices/:id/deactivation': ['manage'],
  'POST devices/:id/requests': ['requests'],
  'GET requests/:id': ['requests'],
  'POST requests/:id/response-code': ['requests'],
  'DELETE requests/:id': ['requests'],
} as const satisfies Readonly<Record<string, readonly Power[]>>;

/** The calls of a page. */
export type CallName = keyof typeof NEEDS;

/** 403 for a session that has none of these powers. */
export function refuseUnless(
  session: Pick<Session, 'may'>,
  powers: readonly Power[],
): Response | undefined {
  if (powers.some((power) => isAllowed(session, power))) return undefined;
  const [needs] = powers;
  // Where any power does, the session has none at all.
  const isAny = powers === POWERS;
  return pageProblem({ error: 'NOT_ALLOWED', ...(needs && !isAny && { needs }) });
}
