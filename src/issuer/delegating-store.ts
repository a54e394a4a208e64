/** A store that passes its calls on to another one, but for those that it answers itself. */
import type { IssuerStore } from './store.ts';

/** Every call of a store; the compiler sees to it that none is missing. */
const CALLS: Readonly<Record<keyof IssuerStore, true>> = {
  instance: true,
  account: true,
  instancesOf: true,
  instanceOf: true,
  ownerDevices: true,
  devices: true,
  owner: true,
  request: true,
  requestsOf: true,
  versionsOf: true,
  numberEvents: true,
  unnumberedEvents: true,
  events: true,
  auditEvents: true,
  auditHead: true,
  evidence: true,
  serviceRow: true,
  serviceRows: true,
  dueDeliveries: true,
  clock: true,
  commit: true,
  sweep: true,
  eraseOwner: true,
  forget: true,
};

/** The names of a store's calls. */
export const STORE_CALLS = Object.keys(CALLS) as readonly (keyof IssuerStore)[];

type Call = (...given: readonly unknown[]) => unknown;

/** The calls of `store`, whatever it is made of, with those of `own` in the place of its own. */
export function delegatingStore<Own extends Partial<IssuerStore>>(
  store: IssuerStore,
  own: Own,
): IssuerStore & Own {
  const calls = STORE_CALLS.map((name) => {
    // Found at each call, and called as the store's own method.
    const pass: Call = (...given) => (store as unknown as Record<string, Call>)[name]!(...given);
    return [name, pass] as const;
  });
  return { ...(Object.fromEntries(calls) as unknown as IssuerStore), ...own };
}
