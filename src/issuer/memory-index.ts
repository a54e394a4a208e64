/** Ids of rows by what they have in common, for a store in memory. */
import type { EndpointRow } from './rows/service-rows.ts';

/** Adds an id to the group of `key`; without a key it is in none. */
export function addToIndex(
  groups: Map<string, Set<string>>,
  key: string | undefined,
  id: string,
): void {
  if (key === undefined) return;
  groups.set(key, (groups.get(key) ?? new Set()).add(id));
}

/** Takes an id out of the group of `key`. */
export function removeFromIndex(
  groups: Map<string, Set<string>>,
  key: string | undefined,
  id: string,
): void {
  if (key === undefined) return;
  const ids = groups.get(key);
  ids?.delete(id);
  if (ids?.size === 0) groups.delete(key);
}

/** Whether another endpoint has the slot of this one. */
export function isSlotTaken(
  endpoints: ReadonlyMap<string, EndpointRow>,
  { id, slot }: EndpointRow,
): boolean {
  const others = [...endpoints.values()].filter((each) => each.id !== id);
  return slot !== undefined && others.some((each) => each.slot === slot);
}
