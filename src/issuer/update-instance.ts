/** Runs each call's loop: read, decide, compare-and-set, and again if another call was faster. */
import { TesseraError } from '../core/errors.ts';
import type { Context } from './context.ts';
import type { DeviceRef } from './device-ref.ts';
import type { JudgedRequest } from './events/event-store.ts';
import type { Instance, PendingInstance } from './instance.ts';
import { overdueInstance } from './instance.ts';
import type { Outcome, Refusal, RefusalReason } from './outcome.ts';
import { refusal, withTries } from './outcome.ts';
import type { SpentToken } from './request-row.ts';
import type { RowChange } from './store.ts';
import { expireInstance } from './transitions.ts';

/** What a call has decided: its answer, and what must be written before it may be given. */
export interface InstanceUpdate<
  Result extends object,
  Reason extends RefusalReason = RefusalReason,
> {
  readonly outcome: Outcome<Result, Reason>;
  readonly changes?: readonly RowChange[];
  /**
   * A service token that the call spends, whatever its answer is; it must be the same one each
   * time.
   */
  readonly token?: SpentToken;
  /** The request whose answer was judged. */
  readonly about?: JudgedRequest;
}

/** Reads an instance, and says what becomes of it. */
export type Decide<Result extends object, Reason extends RefusalReason> = (
  instance: Instance,
  now: number,
) => InstanceUpdate<Result, Reason> | Promise<InstanceUpdate<Result, Reason>>;

/** Why every call about an instance may be refused. */
export type AttemptReason = 'UNKNOWN_ACTIVATION' | 'EXPIRED' | 'BUSY';

/** Somebody wins every round, and each of an instance's limits is far below this. */
export const MAX_ATTEMPTS = 256;

/**
 * Runs `decide` on the newest version of an instance until its changes are written. An overdue
 * activation becomes EXPIRED before `decide` sees it; a BUSY thrown by it becomes a refusal.
 */
export async function attempt<Result extends object, Reason extends RefusalReason = RefusalReason>(
  context: Context,
  of: DeviceRef,
  decide: Decide<Result, Reason>,
): Promise<Outcome<Result, Reason | AttemptReason>> {
  let tokenSpent = false;
  for (let round = 0; round < MAX_ATTEMPTS; round++) {
    const instance = await readDevice(context, of);
    if (instance === undefined) return refusal('UNKNOWN_ACTIVATION');
    const now = context.now();
    const late = overdueInstance(instance, now);
    const decision: InstanceUpdate<Result, Reason | AttemptReason> = late
      ? expireOverdue(late)
      : await decideOrBusy(instance, now, decide);
    const { changes = [], token, about } = decision;
    const after = newestOf(instance, changes);
    const outcome = withTries(decision.outcome, { before: instance, after }, context.tries, now);
    const spending: RowChange[] = token && !tokenSpent ? [spendToken(token)] : [];
    const all = [...changes, ...spending];
    if (await writeChanges(context, all, { outcome, about })) return outcome;
    if (spending.length === 0) continue;
    // Another call was quicker, with the rows or with the token: the token on its own tells.
    tokenSpent = changes.length > 0 && (await context.store.commit(spending));
    // A call with a token has this reason among its own.
    if (!tokenSpent) return refusal('TOKEN_USED' as Reason, instance);
  }
  return refusal('BUSY');
}

/** The instance that a call means. */
export function readDevice({ store }: Context, of: DeviceRef): Promise<Instance | undefined> {
  return typeof of === 'string' ? store.instance(of) : store.instanceOf(of.serial);
}

/**
 * Writes what a call has decided, all of it or nothing: every call's commit goes through here.
 * @returns false when another call was quicker with one of the rows.
 */
export function writeChanges(
  { commit }: Context,
  changes: readonly RowChange[],
  { outcome, about }: { readonly outcome: object; readonly about?: JudgedRequest | undefined },
): Promise<boolean> {
  return changes.length === 0 ? Promise.resolve(true) : commit(changes, outcome, about);
}

function newestOf(instance: Instance, changes: readonly RowChange[]): Instance {
  const found = changes.find(({ table, row }) => table === 'instances' && row.id === instance.id);
  return found?.table === 'instances' ? found.row : instance;
}

function spendToken(row: SpentToken): RowChange {
  return { table: 'tokens', row };
}

function expireOverdue(instance: PendingInstance): {
  outcome: Refusal<'EXPIRED'>;
  changes: RowChange[];
} {
  const row = expireInstance(instance);
  return { outcome: refusal('EXPIRED', row), changes: [{ table: 'instances', row }] };
}

async function decideOrBusy<Result extends object, Reason extends RefusalReason>(
  instance: Instance,
  now: number,
  decide: Decide<Result, Reason>,
): Promise<InstanceUpdate<Result, Reason | 'BUSY'>> {
  try {
    return await decide(instance, now);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'BUSY')
      return { outcome: refusal('BUSY', instance) };
    throw thrown;
  }
}
