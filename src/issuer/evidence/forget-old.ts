/** Forgets what is over, by the site's retention. */
import type { Context } from '../context.ts';
import { numberAll } from '../events/read-events.ts';

const DAY_SECONDS = 24 * 3600;

/** Forgets what is over, and numbers what nobody has read. */
export async function forgetOld({ store, retention, now }: Context): Promise<void> {
  await numberAll(store);
  const time = now();
  await store.forget({
    now: time,
    events: time - retention.events * DAY_SECONDS,
    ended: time - retention.ended * DAY_SECONDS,
  });
}
