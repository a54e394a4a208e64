/** The events of what ends by time alone, and so is noticed when it is forgotten. */
import type { RequestRow } from '../request-row.ts';
import type { EventRow } from '../rows/event-row.ts';
import { eventRow } from './event-store.ts';

/** Whose an instance is. */
interface Whose {
  readonly serial: string;
  readonly owner?: string | undefined;
}

/** An activation that nobody has finished. */
export function activationExpired(
  id: string,
  { serial, owner }: Whose,
  expiresAt: number,
): EventRow {
  const subject = { ...(owner !== undefined && { owner }), device: id, serial };
  const data = { failure: 'EXPIRED' } as const;
  return eventRow({ ...subject, type: 'activation.failed', data }, expiresAt);
}

/** A request that nobody has answered; its instance may be forgotten. */
export function requestExpired(
  { id, instance, reference, expiresAt }: RequestRow,
  whose: Whose | undefined,
): EventRow {
  const subject = {
    ...(whose?.owner !== undefined && { owner: whose.owner }),
    device: instance,
    ...(whose && { serial: whose.serial }),
    request: id,
    ...(reference !== undefined && { reference }),
  };
  return eventRow({ ...subject, type: 'request.expired', data: {} }, expiresAt);
}
