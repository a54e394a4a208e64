/** What becomes of entries beside the accounts that are kept (docs/vault.md, rule 15). */
import { MAX_OATH_ACCOUNTS } from '../core/oath-entry.ts';
import type { OathIdentity } from './oath-kept.ts';
import { createKeyIndex, haveSameParameters } from './oath-kept.ts';
import type { EntryVerdict, OathPreview } from './oath-types.ts';

/** Below the counter of a first code, which is 0. */
const NO_COUNTER = -1;

/** An entry whose key has been put where it lies. */
export interface Candidate extends OathIdentity {
  readonly issuer: string;
  readonly label: string;
  readonly ownName?: string;
  readonly serial?: string;
  /** Of codes by counter alone. */
  readonly counter?: number;
  /** Seconds since 1970. */
  readonly addedAt: number;
}

/** Why an entry cannot become an account, whatever else is kept. */
export interface Unfit {
  readonly why: 'weak' | 'range';
}

/** An account that is kept, or that an entry would become. */
export interface PlannedAccount extends OathIdentity {
  /** Of one that is kept. */
  readonly id?: string;
  /** Of one that an entry becomes. */
  readonly candidate?: Candidate;
  readonly issuer: string;
  readonly label: string;
  /** The largest that an entry or the kept account has. */
  counter: number | undefined;
}

export interface SortedOut {
  /** In the order of the entries; `refused` has no account. */
  readonly entries: readonly {
    readonly verdict: EntryVerdict;
    readonly account?: PlannedAccount;
  }[];
  /** The accounts that entries become, in their order. */
  readonly added: readonly PlannedAccount[];
  readonly previews: () => OathPreview;
}

/** Goes through the entries in their order; sets the counters of `kept`. */
export function sortOut(
  kept: readonly PlannedAccount[],
  candidates: readonly (Candidate | Unfit)[],
): SortedOut {
  const keys = createKeyIndex(kept);
  const added: PlannedAccount[] = [];

  function sort(candidate: Candidate | Unfit): SortedOut['entries'][number] {
    if ('why' in candidate) return { verdict: { is: 'refused', why: candidate.why } };
    const same = keys
      .withKey(candidate.secret)
      .find((account) => haveSameParameters(account, candidate));
    if (same) {
      // One that is gone or damaged is below each.
      const raisesCounter = (candidate.counter ?? NO_COUNTER) > (same.counter ?? NO_COUNTER);
      if (raisesCounter) same.counter = candidate.counter;
      return { verdict: { is: 'here', raisesCounter }, account: same };
    }
    if (kept.length + added.length >= MAX_OATH_ACCOUNTS)
      return { verdict: { is: 'refused', why: 'many' } };
    const account: PlannedAccount = { ...candidate, candidate, counter: candidate.counter };
    keys.add(account);
    added.push(account);
    return { verdict: { is: candidate.secret.class === 0 ? 'unhidden' : 'new' }, account };
  }

  const entries = candidates.map(sort);
  return {
    entries,
    added,
    previews() {
      const names = countNames([...kept, ...added]);
      return entries.map(({ verdict, account }) => ({
        ...verdict,
        sameName: account !== undefined && names.get(nameOf(account))! > 1,
        sameKey: account !== undefined && keys.withKey(account.secret).length > 1,
      }));
    },
  };
}

function countNames(accounts: readonly PlannedAccount[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const account of accounts) {
    const name = nameOf(account);
    // Two accounts without names have no name in common.
    counts.set(name, (counts.get(name) ?? 0) + (account.issuer || account.label ? 1 : 0));
  }
  return counts;
}

function nameOf({ issuer, label }: PlannedAccount): string {
  return JSON.stringify([issuer, label]);
}
