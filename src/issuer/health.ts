/** Whether an issuer can work: its store, its clock, and what waits for a slow derivation. */
import type { Context } from './context.ts';
import type { DerivationCounts } from './derivation-queue.ts';

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
export async function readHealth({ store, clock, derivations }: Context): Promise<Health> {
  const counts = derivations.counts();
  try {
    const before = clock();
    const time = await store.clock();
    const middle = (before + clock()) / 2;
    return { store: 'ok', clockOffset: middle - time, derivations: counts };
  } catch {
    return { store: 'unreachable', clockOffset: 0, derivations: counts };
  }
}
