/** An owner's row: how it begins, when it says nothing any more, and how many have begun today. */
import type { IssuerOwner } from './instance.ts';
import type { ChangeOf } from './store.ts';
import { emptyFrom, NO_OWNER_TRIES } from './tries.ts';

const DAY_SECONDS = 24 * 3600;

/** The row of an owner of whom nothing is stored. */
export function newOwner(owner: string): IssuerOwner {
  return { owner, version: 0, tries: NO_OWNER_TRIES };
}

/** The second from which an owner's row says nothing any more; undefined while not known. */
export function ownerEmptyFrom({ tries, begun }: IssuerOwner): number | undefined {
  const triesEnd = emptyFrom(tries);
  if (triesEnd === undefined || begun === undefined) return triesEnd;
  return Math.max(triesEnd, nextDay(begun.day));
}

/** The first second after a day that is counted since 1970 UTC. */
export function nextDay(day: number): number {
  return (day + 1) * DAY_SECONDS;
}

/** A count of another day, before or after, says nothing. */
export function begunOn({ begun }: IssuerOwner, now: number): NonNullable<IssuerOwner['begun']> {
  const day = Math.floor(now / DAY_SECONDS);
  return begun?.day === day ? begun : { day, count: 0 };
}

/** The row as it is to be, one version up. */
export function ownerChange(row: IssuerOwner): ChangeOf<'owners', IssuerOwner> {
  return { table: 'owners', row: { ...row, version: row.version + 1 } };
}
