/**
 * What an instance's row remembers of answers that were accepted, for the next request to carry
 * (docs/protocol.md §7): by it a phone finds out about answers that it has not given.
 */
import { fromHex } from '../core/codec/bytes.ts';
import type { LastAccepted } from '../core/codec/messages.ts';
import type { ActiveInstance } from './instance.ts';

/** Approvals that a request names at most. */
const MAX_APPROVALS = 3;
/** How far back approvals are named, in seconds: 30 days. */
const APPROVALS_KEPT_SECONDS = 30 * 24 * 3600;
/** Bytes of a request id that name it. */
const ID_PREFIX_BYTES = 4;

/** The same row with one more approval, newest first. */
export function noteApproval(instance: ActiveInstance, id: string, at: number): ActiveInstance {
  const { approvals = [], ...rest } = instance.lastAccepted ?? {};
  const newest = [{ id, at }, ...approvals].slice(0, MAX_APPROVALS);
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
      idPrefix: fromHex(id).slice(0, ID_PREFIX_BYTES),
      at: Math.min(at, now),
    })),
    ...(otpAt !== undefined && { otpAt: Math.min(otpAt, now) }),
  };
}
