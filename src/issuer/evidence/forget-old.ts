/** Forgets what is over, by the site's retention. */
import type { Context } from '../context.ts';
import { numberAll } from '../events/read-events.ts';
import type { SweepLimits } from '../store.ts';

const DAY_SECONDS = 24 * 3600;

/**
 * Forgets what is over, and numbers what nobody has read.
 * @param now whole seconds since 1970 UTC, by a clock that is not ahead
 * @param limits when no further batch is begun; the rest is left to the next time
 * @returns whether nothing is left
 */
export async function forgetOld(
  { store, retention }: Pick<Context, 'store' | 'retention'>,
  now: number,
  limits: SweepLimits = {},
): Promise<boolean> {
  await numberAll(store);
  const { done } = await store.forget({
    ...limits,
    now,
    events: now - retention.events * DAY_SECONDS,
    ended: now - retention.ended * DAY_SECONDS,
  });
  return done;
}
