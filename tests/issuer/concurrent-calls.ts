/** Many calls at one moment, over several servers on one store that takes its time. */
import type { IssuerOptions } from '../../src/issuer/issuer-options.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { isLong, times } from '../chance.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { createIssuerFixture } from './issuer-fixture.ts';

export const TRIES = isLong ? times(200) : 60;
/** Over a database, where each costs time of all others: more than two servers have connections. */
export const DATABASE_TRIES = isLong ? TRIES : 32;

/** Reads and writes arrive in another order than they were sent. */
function slowStore(): IssuerStore {
  const store = createMemoryStore();
  let seed = 7;
  const later = async (): Promise<void> => {
    seed = (seed * 48_271) % 0x7fffffff;
    for (let turns = seed % 5; turns > 0; turns--) await new Promise(setImmediate);
  };
  return {
    ...store,
    instance: async (id) => (await later(), store.instance(id)),
    account: async (serial) => (await later(), store.account(serial)),
    request: async (id) => (await later(), store.request(id)),
    commit: async (changes) => (await later(), store.commit(changes)),
  };
}

export function servers(
  options: Partial<IssuerOptions> = {},
  count = 4,
): [IssuerFixture, ...IssuerFixture[]] {
  const store = slowStore();
  const [first, ...rest] = Array.from({ length: count }, () =>
    createIssuerFixture({ store, ...options }),
  );
  return [first!, ...rest];
}

export async function atOnce<T extends object>(
  fixtures: readonly IssuerFixture[],
  call: (at: IssuerFixture, i: number) => Promise<Outcome<T>>,
  tries = TRIES,
): Promise<Record<string, number>> {
  const outcomes = await Promise.all(
    Array.from({ length: tries }, (_, i) => call(fixtures[i % fixtures.length]!, i)),
  );
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const again = 'already' in outcome ? 'already' : 'ok';
    const key = outcome.ok ? again : outcome.reason;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
