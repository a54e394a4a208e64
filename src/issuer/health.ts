/** Whether an issuer can work: its store, its clock, and what waits for a slow derivation. */
import type { Context } from './context.ts';
import type { DerivationCounts } from './derivation-queue.ts';
import { StoreError } from './stores/store-error.ts';

/** Clocks of a server and its store that differ by so many seconds are not to be relied on. */
export const MAX_OFFSET_SECONDS = 30;

/** What {@link Issuer.health} tells. */
export interface Health {
  /** Whether the store answers. */
  readonly store: 'ok' | 'unreachable';
  /**
   * Seconds by which the issuer's clock is ahead of the store's (negative: behind), as exact as the
   * call was short; 0 while the store is not reached.
   */
  readonly clockOffset: number;
  /** The slow derivations of this process. */
  readonly derivations: DerivationCounts;
}

/** See {@link Issuer.health}. */
export async function readHealth(context: Context): Promise<Health> {
  const counts = context.derivations.counts();
  try {
    return { store: 'ok', clockOffset: (await readClocks(context)).offset, derivations: counts };
  } catch {
    return { store: 'unreachable', clockOffset: 0, derivations: counts };
  }
}

/**
 * The moment (whole seconds since 1970 UTC) by which is told what is over: the earlier one of the
 * server's clock and the store's, as what is deleted does not come back.
 * @throws StoreError STORE_CLOCK where they differ so much that one of them is wrong
 */
export async function readAgreedTime(context: Context): Promise<number> {
  const { time, offset } = await readClocks(context);
  if (Math.abs(offset) >= MAX_OFFSET_SECONDS)
    throw new StoreError(
      'STORE_CLOCK',
      `The clocks of this server and its store differ by ${String(Math.round(Math.abs(offset)))} ` +
        'seconds: nothing was deleted.',
    );
  return Math.floor(Math.min(time, context.clock()));
}

/** The store's clock, and the seconds by which the issuer's is ahead of it. */
async function readClocks({ store, clock }: Context) {
  const before = clock();
  const time = await store.clock();
  const middle = (before + clock()) / 2;
  return { time, offset: middle - time };
}
