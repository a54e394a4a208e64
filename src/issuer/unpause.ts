/** Ends a pause after wrong answers, once the site has identified the person. */
import type { Context } from './context.ts';
import type { Outcome } from './outcome.ts';
import { wrongState } from './outcome.ts';
import type { UnpauseReason } from './reasons.ts';
import type { RowChange } from './store.ts';
import { unpauseInstance } from './transitions.ts';
import { isPaused, withoutPause } from './tries.ts';
import { attempt } from './update-instance.ts';

/** See {@link Issuer.unpause}. */
export function unpause(context: Context, id: string): Promise<Outcome<object, UnpauseReason>> {
  return attempt<object, UnpauseReason>(context, id, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    const changes: RowChange[] = [];
    if (isPaused(instance.tries, now))
      changes.push({ table: 'instances', row: unpauseInstance(instance) });
    const { owner: name } = instance;
    const owner = name === undefined ? undefined : await context.store.owner(name);
    if (owner && isPaused(owner.tries, now)) {
      const { version, tries } = owner;
      const row = { ...owner, version: version + 1, tries: withoutPause(tries) };
      changes.push({ table: 'owners', row });
    }
    return { outcome: { ok: true }, changes };
  });
}
