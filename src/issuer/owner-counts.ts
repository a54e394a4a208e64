/**
 * Counts an owner's activations and active devices, exactly: each call that adds one writes the
 * owner's row in its commit.
 */
import type { Context } from './context.ts';
import { isPending, overdueInstance } from './instance.ts';
import type { Refusal, RefusalReason } from './outcome.ts';
import { refusal } from './outcome.ts';
import { begunOn, newOwner, nextDay, ownerChange } from './owner-row.ts';
import type { OwnerDevices, RowChange } from './store.ts';
import { failInstance } from './transitions.ts';

/** The owner's part in a call's commit, or why the call is refused. */
export type OwnersPart<Reason extends RefusalReason = RefusalReason> =
  | { readonly ok: true; readonly changes: readonly RowChange[] }
  | Refusal<Reason>;

/** Of what has no owner, or concerns none. */
export const NO_PART = { ok: true, changes: [] } as const satisfies OwnersPart;

/**
 * One more account of an owner's begins, and ends the activations that are under way: of all that
 * begin at once one is left, since each writes the owner's row.
 */
export async function countBegun(
  context: Context,
  name: string,
  now: number,
): Promise<OwnersPart<'TOO_MANY_ACTIVATIONS' | 'DEVICE_LIMIT'>> {
  const devices = await context.store.ownerDevices(name);
  const counted = oneMoreBegun(context, name, devices, now);
  if (!counted.ok) return counted;
  if (isFull(context, devices)) return refusal('DEVICE_LIMIT');
  const ended = devices.instances
    .filter(isPending)
    .filter((instance) => !overdueInstance(instance, now))
    .map((instance) => failInstance(instance, 'SUPERSEDED', now));
  const changes = ended.map((row) => ({ table: 'instances', row }) as const);
  return { ok: true, changes: [...counted.changes, ...changes] };
}

/** One more instance of an owner's begins that is to replace another: it needs no room. */
export async function countReplacing(
  context: Context,
  name: string,
  now: number,
): Promise<OwnersPart<'TOO_MANY_ACTIVATIONS'>> {
  return oneMoreBegun(context, name, await context.store.ownerDevices(name), now);
}

/** Why no more of an owner's activations may begin today, where none may. */
export async function begunTooOften(
  context: Context,
  name: string,
): Promise<Refusal<'TOO_MANY_ACTIVATIONS'> | undefined> {
  const devices = await context.store.ownerDevices(name);
  const counted = oneMoreBegun(context, name, devices, context.now());
  return counted.ok ? undefined : counted;
}

function oneMoreBegun(
  { limits }: Context,
  name: string,
  { owner = newOwner(name) }: OwnerDevices,
  now: number,
): OwnersPart<'TOO_MANY_ACTIVATIONS'> {
  const { day, count } = begunOn(owner, now);
  if (count >= limits.activations)
    return { ...refusal('TOO_MANY_ACTIVATIONS'), until: nextDay(day) };
  return { ok: true, changes: [ownerChange({ ...owner, begun: { day, count: count + 1 } })] };
}

/**
 * One more device of an owner's becomes active. It writes the owner's row, so that of two at once
 * the second counts again.
 */
export async function countActive(
  context: Context,
  name: string | undefined,
  now: number,
): Promise<OwnersPart<'DEVICE_LIMIT'>> {
  if (name === undefined) return NO_PART;
  const devices = await context.store.ownerDevices(name);
  if (isFull(context, devices)) return refusal('DEVICE_LIMIT');
  const { owner = newOwner(name) } = devices;
  // With today's count the row stays until nobody who has read it can still be on the way.
  return { ok: true, changes: [ownerChange({ ...owner, begun: begunOn(owner, now) })] };
}

function isFull({ limits }: Context, { instances }: OwnerDevices): boolean {
  return instances.filter(({ state }) => state === 'ACTIVE').length >= limits.devices;
}
