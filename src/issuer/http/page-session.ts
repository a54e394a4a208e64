/** Who makes a page's call, and what the session may do there. */
import { check, checkObject } from '../check.ts';
import type { Power } from './page-api.ts';

/** A person who is signed in, by a session that may not do everything. */
export interface SignedIn {
  /** The site's own name for the person. */
  readonly owner: string;
  /** What this session may do, and nothing else. */
  readonly may: readonly Power[];
}

/** What a site says of a session: who is signed in, by name alone where it may do everything. */
export type SessionOwner = string | SignedIn | undefined;

/** A session of somebody's, as the handler knows it. */
export interface Session {
  readonly owner: string;
  /** Undefined where it may do everything. */
  readonly may: readonly Power[] | undefined;
}

/** All that a session can be allowed. */
export const POWERS: readonly Power[] = ['activate', 'otp', 'requests', 'replace', 'manage'];

/**
 * Reads what the site says.
 * @throws TesseraError OUT_OF_RANGE for what is no list of powers: nothing is allowed by mistake
 */
export function readSession(said: SessionOwner): Session | undefined {
  if (said === undefined || typeof said === 'string')
    return said === undefined ? undefined : { owner: said, may: undefined };
  checkObject('owner()', said);
  const { owner, may } = said;
  check('owner().owner', owner, typeof owner === 'string', 'a string');
  check('owner().may', may, isPowers(may), `a list of ${POWERS.join(', ')}`);
  return { owner, may };
}

/** Whether this is a list of powers, which may be empty. */
export function isPowers(may: unknown): may is readonly Power[] {
  return Array.isArray(may) && (may as Power[]).every((power) => POWERS.includes(power));
}

export function isAllowed({ may }: Pick<Session, 'may'>, power: Power): boolean {
  return may === undefined || may.includes(power);
}

/** The power to begin and to finish an activation. */
export function powerOver({ replaces }: { readonly replaces?: string }): Power {
  return replaces === undefined ? 'activate' : 'replace';
}

/** Whether a session is the same person's, and may do what it could. */
export function isSameSession(session: Session | undefined, before: Session): boolean {
  if (session?.owner !== before.owner) return false;
  return POWERS.every((power) => isAllowed(session, power) === isAllowed(before, power));
}
