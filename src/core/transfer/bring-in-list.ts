/** The list of what was read, in the parts in which it is shown before anything is kept. */
import type { OathType } from '../account.ts';
import type { BroughtAccount, Previewed } from './bring-in-types.ts';

/** Kinds of code whose next counter is kept: of an account that is here, the larger one counts. */
const COUNTED: ReadonlySet<OathType> = new Set<OathType>(['hotp', 'ocra2']);

export interface BroughtParts {
  readonly fresh: readonly BroughtAccount[];
  readonly here: readonly BroughtAccount[];
  /** New ones whose keys no PIN can hide. */
  readonly unhidden: readonly BroughtAccount[];
}

/** Sorts accounts into parts; those of one name stand together, where the first of them stands. */
export function partsOf(accounts: readonly BroughtAccount[]): BroughtParts {
  const here = accounts.filter((each) => each.here !== undefined);
  const added = byName(accounts.filter((each) => each.here === undefined));
  return {
    fresh: added.filter(({ unhidden }) => !unhidden),
    here,
    unhidden: added.filter(({ unhidden }) => unhidden === true),
  };
}

/** Returns how many accounts will be new, with what the person leaves out. */
export function countToAdd({ list, leftOut }: Pick<Previewed, 'list' | 'leftOut'>): number {
  return list.accounts.filter(({ here, place }) => here === undefined && !leftOut.has(place))
    .length;
}

/** Returns true if keeping writes anything: new accounts, or a counter that may be larger. */
export function hasWork(previewed: Previewed): boolean {
  const { accounts } = previewed.list;
  return (
    countToAdd(previewed) > 0 ||
    accounts.some(({ here, type }) => here !== undefined && COUNTED.has(type))
  );
}

/** Returns the one account of a code that was scanned or pasted; undefined where there are more. */
export function singleOf({ by, list }: Previewed): BroughtAccount | undefined {
  const { accounts, unreadable } = list;
  return by === 'code' && accounts.length === 1 && unreadable.length === 0
    ? accounts[0]
    : undefined;
}

/** Returns the name of an account as its source gives it; '' where there is none. */
export function broughtName({ issuer, label, ownName }: NamedAccount): string {
  return ownName || issuer || label;
}

type NamedAccount = Pick<BroughtAccount, 'issuer' | 'label' | 'ownName'>;

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
