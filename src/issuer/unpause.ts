/**
 * Ends a pause after wrong answers, and the hour's count of requests with a number, once the site
 * has identified the person.
 */
import type { Context } from './context.ts';
import type { DeviceRef, Owner } from './device-ref.ts';
import { isOwner } from './device-ref.ts';
import type { ActiveInstance, IssuerOwner } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { wrongState } from './outcome.ts';
import { ownerChange } from './owner-row.ts';
import type { UnpauseReason } from './reasons.ts';
import type { RowChange } from './store.ts';
import { unpauseInstance } from './transitions.ts';
import { isPaused, withoutPause } from './tries.ts';
import { attempt } from './update-instance.ts';
import { attemptDeviceOf } from './update-owner.ts';

/** See {@link Issuer.unpause}. */
export function unpause(
  context: Context,
  of: DeviceRef | Owner,
): Promise<Outcome<object, UnpauseReason>> {
  return isOwner(of) ? unpauseOwner(context, of) : unpauseDevice(context, of);
}

function unpauseDevice(context: Context, of: DeviceRef): Promise<Outcome<object, UnpauseReason>> {
  return attempt<object, UnpauseReason>(context, of, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    const { owner: name } = instance;
    const owner = name === undefined ? undefined : await context.store.owner(name);
    const changes = [...devicesPart([instance], now), ...ownersPart(owner, now)];
    return { outcome: { ok: true }, changes };
  });
}

/** All devices with their owner: the person cannot know which of them the pause is of. */
function unpauseOwner(
  context: Context,
  { owner: name }: Owner,
): Promise<Outcome<object, UnpauseReason>> {
  return attemptDeviceOf<object, UnpauseReason>(context, name, (_, { devices, owner, now }) => ({
    outcome: { ok: true },
    changes: [...devicesPart(devices, now), ...ownersPart(owner, now)],
  }));
}

function devicesPart(devices: readonly ActiveInstance[], now: number): readonly RowChange[] {
  return devices.map((each) => ({ table: 'instances', row: unpauseInstance(each, now) }));
}

function ownersPart(owner: IssuerOwner | undefined, now: number): readonly RowChange[] {
  if (owner === undefined || !isPaused(owner.tries, now)) return [];
  return [ownerChange({ ...owner, tries: withoutPause(owner.tries) })];
}
