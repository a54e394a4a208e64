/** Ends an activation or an account instance when the site asks for it (docs/protocol.md §6). */
import type { Context } from './context.ts';
import type { Instance, InstanceState, LostInstance } from './instance.ts';
import { isPending } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { wrongState } from './outcome.ts';
import { endedInstance, failInstance } from './transitions.ts';
import { attempt } from './update-instance.ts';

/** What a cancelled or revoked instance has become. */
export interface Ended {
  /** The state after the call. */
  readonly state: InstanceState;
}

/** See {@link Issuer.cancel}. */
export function cancelActivation(context: Context, id: string): Promise<Outcome<Ended>> {
  return endInstance(context, id, toCancelled);
}

/** See {@link Issuer.revoke}. */
export function revokeInstance(context: Context, id: string): Promise<Outcome<Ended>> {
  return endInstance(context, id, (instance, now) =>
    instance.state === 'ACTIVE' || instance.state === 'BLOCKED'
      ? endedInstance(instance, 'REVOKED', now)
      : toCancelled(instance, now),
  );
}

function toCancelled(instance: Instance, now: number): LostInstance | undefined {
  return isPending(instance) ? failInstance(instance, 'CANCELLED', now) : undefined;
}

/** Writes the row that the instance ends with, where it can end so. */
function endInstance(
  context: Context,
  id: string,
  ending: (instance: Instance, now: number) => Instance | undefined,
): Promise<Outcome<Ended>> {
  return attempt<Ended>(context, id, (instance, now) => {
    const row = ending(instance, now);
    if (row === undefined) return { outcome: wrongState(instance) };
    return { outcome: { ok: true, state: row.state }, changes: [{ table: 'instances', row }] };
  });
}
