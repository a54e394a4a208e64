/**
 * What an owner is being asked: the requests that can still be answered, and how many more there
 * may be (docs/protocol.md §7). A person who is asked again and again says yes in the end.
 */
import type { Context } from './context.ts';
import type { ActiveInstance, Instance } from './instance.ts';
import type { RequestRow } from './request-row.ts';

/** For how long requests with a number are counted until a right answer, in seconds: one hour. */
const UNANSWERED_PERIOD_SECONDS = 3600;
/** How far the clocks of several servers may differ, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** What is asked of an owner, or of an instance without one. */
export interface OwnersRequests {
  /** The instances that can be asked; the one that is asked now is the first. */
  readonly active: readonly [ActiveInstance, ...ActiveInstance[]];
  /** Those that can be answered now. */
  readonly open: readonly RequestRow[];
  /**
   * Those with a number of the last hour since the owner's last right answer, or since the person
   * was identified, also open ones.
   */
  readonly unanswered: readonly RequestRow[];
}

/** The requests of an instance that can still be answered, oldest first. */
export async function openRequests(
  { store }: Context,
  instanceId: string,
  now: number,
): Promise<readonly RequestRow[]> {
  const rows = await store.requestsOf(instanceId, now);
  return rows.filter(({ state }) => state === 'PENDING');
}

/**
 * What the owner of an instance is asked on all instances: `all` of the owner's, as they were just
 * read with it.
 */
export async function readOwnersRequests(
  { store }: Context,
  instance: ActiveInstance,
  all: readonly Instance[],
  now: number,
): Promise<OwnersRequests> {
  const since = now - UNANSWERED_PERIOD_SECONDS;
  const others = all.filter(({ id }) => id !== instance.id);
  const active = others.filter((each) => each.state === 'ACTIVE');
  // What an instance was asked before it ended counts for the hour, too.
  const ended = others.filter(({ endedAt }) => endedAt !== undefined && endedAt >= since);
  const rowsOf = async ({ id }: Instance): Promise<readonly RequestRow[]> =>
    store.requestsOf(id, since);
  const askable = (await Promise.all([instance, ...active].map(rowsOf))).flat();
  // What was asked by a clock that was ahead is neither open nor counted.
  const latest = now + CLOCK_TOLERANCE_SECONDS;
  const countedFrom = countedFromOf([instance, ...active], latest);
  const rows = [...askable, ...(await Promise.all(ended.map(rowsOf))).flat()];
  return {
    active: [instance, ...active],
    open: askable.filter(
      ({ state, createdAt, expiresAt }) =>
        state === 'PENDING' && createdAt <= latest && expiresAt >= now,
    ),
    unanswered: rows.filter(
      ({ numberDigits, createdAt, state }) =>
        numberDigits !== undefined &&
        createdAt > since &&
        createdAt <= latest &&
        createdAt >= countedFrom &&
        state !== 'APPROVED',
    ),
  };
}

/**
 * The owner's last right answer, or when the person was identified last; a moment of a clock that
 * was ahead says nothing.
 */
function countedFromOf(active: readonly ActiveInstance[], latest: number): number {
  const moments = active.flatMap(({ usedAt = 0, identifiedAt = 0 }) => [usedAt, identifiedAt]);
  return Math.max(0, ...moments.filter((moment) => moment <= latest));
}

/**
 * The second from which one more may be asked, with a number or without, where it may not be now;
 * an answer can bring it forward.
 */
export function askableFrom(
  { open, unanswered }: OwnersRequests,
  { number, limits }: Pick<Context, 'number' | 'limits'>,
): number | undefined {
  const ends = (rows: readonly RequestRow[]) => rows.map(({ expiresAt }) => expiresAt + 1);
  const numbered = open.filter(({ numberDigits }) => numberDigits !== undefined);
  const uncounted = unanswered.map(({ createdAt }) => createdAt + UNANSWERED_PERIOD_SECONDS);
  const moments = [
    roomFrom(ends(open), limits.openRequests),
    ...(number === undefined
      ? []
      : [roomFrom(ends(numbered), limits.openNumbers), roomFrom(uncounted, limits.numbersPerHour)]),
  ].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** When fewer than `limit` are left of what ends at these seconds; undefined where there are. */
function roomFrom(ends: readonly number[], limit: number): number | undefined {
  return ends.length < limit ? undefined : ends.toSorted((a, b) => b - a)[limit - 1];
}
