/**
 * What an instance's row remembers of answers that were accepted, for the next request to carry
 * (docs/protocol.md §7): by it a phone finds out about answers that it has not given.
 */
import { fromHex } from '../core/codec/bytes.ts';
import type { LastAccepted } from '../core/codec/messages.ts';
import { LAST_ACCEPTED_LIMITS } from '../core/codec/messages.ts';
import type { ActiveInstance } from './instance.ts';

/** How far back approvals are named, in seconds: 30 days. */
const APPROVALS_KEPT_SECONDS = 30 * 24 * 3600;

/** The same row with one more approval, newest first. */
export function noteApproval(instance: ActiveInstance, id: string, at: number): ActiveInstance {
  const { approvals = [], ...rest } = instance.lastAccepted ?? {};
  const newest = [{ id, at }, ...approvals].slice(0, LAST_ACCEPTED_LIMITS.approvals);
  return { ...instance, lastAccepted: { ...rest, approvals: newest } };
}

/** The same row with the time of the last accepted one-time password. */
export function noteOneTimePassword(instance: ActiveInstance, at: number): ActiveInstance {
  const { approvals = [] } = instance.lastAccepted ?? {};
  return { ...instance, lastAccepted: { approvals, otpAt: at } };
}

/**
 * As a request that is made now says it: a reader takes no acceptance after its request, so what a
 * clock that was ahead has noted is told as of now.
 */
export function lastAcceptedOf({ lastAccepted }: ActiveInstance, now: number): LastAccepted {
  const { approvals = [], otpAt } = lastAccepted ?? {};
  const recent = approvals.filter(({ at }) => at > now - APPROVALS_KEPT_SECONDS);
  return {
    approvals: recent.map(({ id, at }) => ({
      idPrefix: fromHex(id).slice(0, LAST_ACCEPTED_LIMITS.idPrefixBytes),
      at: Math.min(at, now),
    })),
    ...(otpAt !== undefined && { otpAt: Math.min(otpAt, now) }),
  };
}
