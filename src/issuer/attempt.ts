/** The loop around every call: read, decide, compare-and-set, and once more if another call was quicker. */
import { TesseraError } from '../core/errors.ts';
import type { Context } from './context.ts';
import type { Instance, PendingInstance } from './instance.ts';
import { overdue } from './instance.ts';
import { refusal } from './outcome.ts';
import type { Outcome, Refusal } from './outcome.ts';
import type { Change } from './store.ts';
import { expired } from './transitions.ts';

/** What a call has decided: its answer, and what must be written before it may be given. */
export interface Decision<Result extends object> {
  readonly outcome: Outcome<Result>;
  readonly changes?: readonly Change[];
}

/** Somebody wins every round, and each of an instance's limits is far below this. */
const ROUNDS = 256;

/**
 * Runs `decide` on the newest version of an instance until its changes are written.
 * An overdue activation becomes EXPIRED before `decide` sees it; a BUSY thrown by it becomes a refusal.
 */
export async function attempt<Result extends object>(
  context: Context,
  id: string,
  decide: (instance: Instance, now: number) => Decision<Result> | Promise<Decision<Result>>,
): Promise<Outcome<Result>> {
  for (let round = 0; round < ROUNDS; round++) {
    const instance = await context.store.instance(id);
    if (instance === undefined) return refusal('UNKNOWN_ACTIVATION');
    const now = context.now();
    const late = overdue(instance, now);
    const decision = late ? expire(late) : await decideOrBusy(instance, now, decide);
    const { changes = [], outcome } = decision;
    if (changes.length === 0 || (await context.store.commit(changes))) return outcome;
  }
  return refusal('BUSY');
}

function expire(instance: PendingInstance): { outcome: Refusal; changes: Change[] } {
  const row = expired(instance);
  return { outcome: refusal('EXPIRED', row), changes: [{ table: 'instances', row }] };
}

async function decideOrBusy<Result extends object>(
  instance: Instance,
  now: number,
  decide: (instance: Instance, now: number) => Decision<Result> | Promise<Decision<Result>>,
): Promise<Decision<Result>> {
  try {
    return await decide(instance, now);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'BUSY')
      return { outcome: refusal('BUSY', instance) };
    throw thrown;
  }
}
