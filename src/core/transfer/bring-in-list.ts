/** The list of what was read, in the parts in which it is shown before anything is kept. */
import type { BroughtAccount, Previewed } from './bring-in-types.ts';

type Chosen = Pick<Previewed, 'list' | 'leftOut'>;

export interface BroughtParts {
  readonly fresh: readonly BroughtAccount[];
  readonly here: readonly BroughtAccount[];
  /** New ones whose keys no PIN can hide. */
  readonly unhidden: readonly BroughtAccount[];
}

/** Sorts accounts into parts; those of one name stand together, where the first of them stands. */
export function partsOf(accounts: readonly BroughtAccount[]): BroughtParts {
  const added = byName(accounts.filter(({ here }) => !here));
  return {
    fresh: added.filter(({ unhidden }) => !unhidden),
    here: accounts.filter(({ here }) => here),
    unhidden: added.filter(({ unhidden }) => unhidden),
  };
}

/** Returns how many accounts will be new, without those that the person leaves out. */
export function countToAdd({ list, leftOut }: Chosen): number {
  return list.accounts.filter(({ here, place }) => !here && !leftOut.has(place)).length;
}

/** Returns true if one that is added, or whose counter is raised, gives codes by counter. */
export function addsCounting(previewed: Previewed): boolean {
  const places = new Set(placesToKeep(previewed));
  return previewed.list.accounts.some(({ type, place }) => type === 'hotp' && places.has(place));
}

/** Returns the places to keep: what is new, a larger counter, and a single account in any case. */
export function placesToKeep(previewed: Previewed): readonly number[] {
  const { list, leftOut } = previewed;
  const single = singleOf(previewed);
  return list.accounts
    .filter((each) => !each.here || each.raisesCounter || each === single)
    .map(({ place }) => place)
    .filter((place) => !leftOut.has(place));
}

/** Returns true if there is anything to keep, or to find here and open. */
export function hasWork(previewed: Previewed): boolean {
  return placesToKeep(previewed).length > 0;
}

/** Returns the one account of a code that was scanned or pasted; undefined where there are more. */
export function singleOf({ by, list }: Previewed): BroughtAccount | undefined {
  const { accounts, refused } = list;
  return by === 'code' && accounts.length === 1 && refused.length === 0 ? accounts[0] : undefined;
}

function byName(accounts: readonly BroughtAccount[]): readonly BroughtAccount[] {
  const groups = new Map<string, BroughtAccount[]>();
  for (const account of accounts) {
    const name = JSON.stringify([account.issuer, account.label]);
    const group = groups.get(name);
    if (group) group.push(account);
    else groups.set(name, [account]);
  }
  return [...groups.values()].flat();
}
