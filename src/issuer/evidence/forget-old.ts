/** Forgets what is over, by the site's retention. */
import type { Context } from '../context.ts';
import { numberAll } from '../events/read-events.ts';

const DAY_SECONDS = 24 * 3600;

/**
 * Forgets what is over, and numbers what nobody has read.
 * @param now whole seconds since 1970 UTC, by a clock that is not ahead
 */
export async function forgetOld(
  { store, retention }: Pick<Context, 'store' | 'retention'>,
  now: number,
): Promise<void> {
  await numberAll(store);
  await store.forget({
    now,
    events: now - retention.events * DAY_SECONDS,
    ended: now - retention.ended * DAY_SECONDS,
  });
}
