/** The events of API keys, written with the key. */
import { orderedUuid } from '../issuer/events/ordered-uuid.ts';
import type { EventType } from '../issuer/rows/event-row.ts';
import type { RowChange } from '../issuer/store.ts';

/** An event about a key, by the id that its own text shows. */
export function keyEvent(
  type: Extract<EventType, 'key.created' | 'key.revoked'>,
  key: string,
  at: number,
): RowChange {
  return { table: 'events', row: { id: orderedUuid(), version: 1, type, at, data: { key } } };
}
