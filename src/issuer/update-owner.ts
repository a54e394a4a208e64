/**
 * Runs the loop of a call that names an owner: one read of the owner's row and of all devices,
 * one commit, and again if another call was faster.
 */
import type { Context } from './context.ts';
import type { ActiveInstance, Instance, IssuerOwner } from './instance.ts';
import type { Outcome, Refusal, RefusalReason } from './outcome.ts';
import { refusal, wrongState } from './outcome.ts';
import { newOwner } from './owner-row.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { MAX_ATTEMPTS, writeChanges } from './update-instance.ts';

/** An owner as a call has read it: nothing of it may have changed when its answer is written. */
export interface SeenOwner {
  readonly owner: IssuerOwner;
  /** All instances, oldest first. */
  readonly instances: readonly Instance[];
  /** The active ones, the one used last first. */
  readonly devices: readonly ActiveInstance[];
  readonly now: number;
}

type Update<Result extends object, Reason extends RefusalReason> = Omit<
  InstanceUpdate<Result, Reason>,
  'token'
>;

/** Runs `decide` on what is newest of an owner until its changes are written. */
export async function attemptOwner<Result extends object, Reason extends RefusalReason>(
  context: Context,
  name: string,
  decide: (seen: SeenOwner) => Update<Result, Reason> | Promise<Update<Result, Reason>>,
): Promise<Outcome<Result, Reason | 'BUSY'>> {
  for (let round = 0; round < MAX_ATTEMPTS; round++) {
    const { owner = newOwner(name), instances } = await context.store.ownerDevices(name);
    const devices = instances.filter(isActive).sort((a, b) => usedLast(b) - usedLast(a));
    const seen = { owner, instances, devices, now: context.now() };
    const { outcome, changes = [] } = await decide(seen);
    if (await writeChanges(context, changes, { outcome })) return outcome;
  }
  return refusal('BUSY');
}

/** As {@link attemptOwner}, on the active device that was used last. */
export function attemptDeviceOf<Result extends object, Reason extends RefusalReason>(
  context: Context,
  name: string,
  decide: (
    device: ActiveInstance,
    seen: SeenOwner,
  ) => Update<Result, Reason> | Promise<Update<Result, Reason>>,
): Promise<Outcome<Result, Reason | NoDevice | 'BUSY'>> {
  return attemptOwner<Result, Reason | NoDevice>(context, name, (seen) => {
    const [device] = seen.devices;
    return device ? decide(device, seen) : { outcome: noDevice(seen) };
  });
}

/** Why none of an owner's devices can be meant. */
export type NoDevice = 'UNKNOWN_OWNER' | 'WRONG_STATE' | 'BLOCKED' | 'EXPIRED';

/** What became of the newest one that was active once. */
function noDevice({ instances }: SeenOwner): Refusal<NoDevice> {
  const newest = instances.findLast(({ activatedAt }) => activatedAt !== undefined);
  return newest ? wrongState(newest) : refusal('UNKNOWN_OWNER');
}

function isActive(instance: Instance): instance is ActiveInstance {
  return instance.state === 'ACTIVE';
}

function usedLast({ usedAt, activatedAt = 0 }: ActiveInstance): number {
  return usedAt ?? activatedAt;
}
