/** A store that tells how long each of its calls took. */
import { STORE_CALLS } from '../issuer/delegating-store.ts';
import type { IssuerStore } from '../issuer/store.ts';

const MS_PER_SECOND = 1000;

type Call = (...given: readonly unknown[]) => Promise<unknown>;

/** @param tell is given the call's name and its seconds, also of one that throws */
export function timedStore(
  store: IssuerStore,
  tell: (operation: string, seconds: number) => void,
): IssuerStore {
  const calls = STORE_CALLS.map((name) => {
    const timed: Call = async (...given) => {
      const since = performance.now();
      try {
        return await (store as unknown as Record<string, Call>)[name]!(...given);
      } finally {
        tell(name, (performance.now() - since) / MS_PER_SECOND);
      }
    };
    return [name, timed] as const;
  });
  return Object.fromEntries(calls) as unknown as IssuerStore;
}
