/** Ending an activation or an account at the site's wish. */
import { attempt } from './attempt.ts';
import type { Context } from './context.ts';
import type { InstanceState } from './instance.ts';
import { isPending } from './instance.ts';
import { wrongState } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { ended, failed } from './transitions.ts';

export interface Ended {
  readonly state: InstanceState;
}

/** See {@link Issuer.cancel}. */
export function cancel(context: Context, id: string): Promise<Outcome<Ended>> {
  return attempt<Ended>(context, id, (instance, now) => {
    if (!isPending(instance)) return { outcome: wrongState(instance) };
    const row = failed(instance, 'CANCELLED', now);
    return { outcome: { ok: true, state: row.state }, changes: [{ table: 'instances', row }] };
  });
}

/** See {@link Issuer.revoke}. */
export function revoke(context: Context, id: string): Promise<Outcome<Ended>> {
  return attempt<Ended>(context, id, (instance, now) => {
    const row = isPending(instance)
      ? failed(instance, 'CANCELLED', now)
      : instance.state === 'ACTIVE' || instance.state === 'BLOCKED'
        ? ended(instance, 'REVOKED', now)
        : undefined;
    if (row === undefined) return { outcome: wrongState(instance) };
    return { outcome: { ok: true, state: row.state }, changes: [{ table: 'instances', row }] };
  });
}
