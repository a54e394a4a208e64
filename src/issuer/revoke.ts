/** Ends an activation or an account instance when the site asks for it (docs/protocol.md §6). */
import type { Context } from './context.ts';
import type { Instance, InstanceState } from './instance.ts';
import { isPending } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { refusal, stateReason, wrongState } from './outcome.ts';
import type { CancelReason, RevokeReason } from './reasons.ts';
import { endedInstance, failInstance } from './transitions.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/** What a cancelled or revoked instance has become. */
export interface Ended {
  /** The state after the call. */
  readonly state: InstanceState;
}

/** See {@link Issuer.cancel}. */
export function cancelActivation(
  context: Context,
  id: string,
): Promise<Outcome<Ended, CancelReason>> {
  return attempt<Ended, CancelReason>(context, id, (instance, now) =>
    isPending(instance)
      ? endWith(failInstance(instance, 'CANCELLED', now))
      : { outcome: wrongState(instance) },
  );
}

/** See {@link Issuer.revoke}. */
export function revokeInstance(
  context: Context,
  id: string,
): Promise<Outcome<Ended, RevokeReason>> {
  return attempt<Ended, RevokeReason>(context, id, (instance, now) => {
    if (instance.state === 'ACTIVE' || instance.state === 'BLOCKED')
      return endWith(endedInstance(instance, 'REVOKED', now));
    if (isPending(instance)) return endWith(failInstance(instance, 'CANCELLED', now));
    return { outcome: refusal(stateReason(instance.state), instance) };
  });
}

function endWith(row: Instance): InstanceUpdate<Ended, never> {
  return { outcome: { ok: true, state: row.state }, changes: [{ table: 'instances', row }] };
}
