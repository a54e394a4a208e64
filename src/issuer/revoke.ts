/** Ends an activation or an account instance when the site asks for it (docs/protocol.md §6). */
import { TesseraError } from '../core/errors.ts';
import type { Context } from './context.ts';
import type { DeviceRef, Owner } from './device-ref.ts';
import type { ActiveInstance, EndedInstance, Instance, InstanceState } from './instance.ts';
import { isPending } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { refusal, stateReason, wrongState } from './outcome.ts';
import type { CancelReason, RevokeReason } from './reasons.ts';
import { endedInstance, failInstance } from './transitions.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';
import { attemptOwner } from './update-owner.ts';

/** What a cancelled or revoked instance has become. */
export interface Ended {
  /** The state after the call. */
  readonly state: InstanceState;
}

/** What has become of an owner's devices. */
export interface RevokedAll {
  /** How many account instances were active or blocked. */
  readonly revoked: number;
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
  of: DeviceRef,
): Promise<Outcome<Ended, RevokeReason>> {
  return attempt<Ended, RevokeReason>(context, of, (instance, now) => {
    if (isRevocable(instance)) return endWith(endedInstance(instance, 'REVOKED', now));
    if (isPending(instance)) return endWith(failInstance(instance, 'CANCELLED', now));
    return { outcome: refusal(stateReason(instance.state), instance) };
  });
}

/** See {@link Issuer.revokeAll}. @throws TesseraError BUSY */
export async function revokeAll(context: Context, { owner }: Owner): Promise<RevokedAll> {
  const outcome = await attemptOwner<RevokedAll, 'BUSY'>(context, owner, ({ instances, now }) => {
    const ended = instances.filter(isRevocable);
    const rows: readonly Instance[] = [
      ...ended.map((each) => endedInstance(each, 'REVOKED', now)),
      ...instances.filter(isPending).map((each) => failInstance(each, 'CANCELLED', now)),
    ];
    return {
      outcome: { ok: true, revoked: ended.length },
      changes: rows.map((row) => ({ table: 'instances', row })),
    };
  });
  if (!outcome.ok) throw new TesseraError('BUSY');
  return { revoked: outcome.revoked };
}

function isRevocable(instance: Instance): instance is ActiveInstance | EndedInstance {
  return instance.state === 'ACTIVE' || instance.state === 'BLOCKED';
}

function endWith(row: Instance): InstanceUpdate<Ended, never> {
  return { outcome: { ok: true, state: row.state }, changes: [{ table: 'instances', row }] };
}
