/**
 * Commits of one shape that are asked for in one turn of the event loop share a statement. Each is
 * done wholly there or not at all, and what is not done there is done alone: what a commit is told
 * is the same either way.
 */
import type { RowChange } from '../store.ts';
import type { Sealing, Step } from './commit.ts';
import { commitAlone, stepsOf } from './commit.ts';
import type { Part } from './commit-sql.ts';
import type { SqlDatabase } from './database.ts';
import { sqlState } from './database.ts';
import type { Waiting } from './in-one-turn.ts';
import { inOneTurn } from './in-one-turn.ts';
import { shapeOf, sharedCommitSql, sharedParameter } from './shared-commit-sql.ts';
import { StoreError } from './store-error.ts';

/**
 * What may be done in a shared statement. A new row of an account or owner, whose id is the site's
 * name for it, may have to wait for another one; a service's own rows are few.
 */
export const SHARED: Readonly<Record<Part['kind'], readonly string[]>> = {
  insert: ['events', 'evidence', 'instances', 'requests'],
  update: ['accounts', 'instances', 'owners', 'requests'],
  delete: [],
};
/** Commits of one statement at most. */
const COMMITS_AT_ONCE = 64;
/** Rows of a commit at most: larger ones are rare, and each shape has a statement of its own. */
const MAX_STEPS = 6;
/** SQLSTATEs of a limit of time that ended a statement: lock_not_available, query_canceled. */
const ENDED_IN_TIME: readonly (string | undefined)[] = ['55P03', '57014'];

type WaitingCommit = Waiting<readonly Step[], boolean>;

/** See {@link IssuerStore.commit}. */
export function sharedCommits(
  database: SqlDatabase,
  sealing: Sealing,
): (changes: readonly RowChange[]) => Promise<boolean> {
  const { brand } = sealing.ring;

  const shared = inOneTurn<readonly Step[], boolean>((waiting) => {
    for (const alike of byShape(waiting))
      for (const part of apart(alike)) {
        if (part.length > 1) together(part);
        else for (const each of part) each.answer(alone(each));
      }
  });

  function alone({ item }: WaitingCommit): Promise<boolean> {
    return commitAlone(database, brand, item);
  }

  function together(waiting: readonly WaitingCommit[]): void {
    const doing = doTogether(waiting);
    waiting.forEach((each, n) => each.answer(doing.then((done) => done.has(n) || alone(each))));
  }

  /** The places of the commits that were done; rejects where nobody knows. */
  async function doTogether(waiting: readonly WaitingCommit[]): Promise<ReadonlySet<number>> {
    const values = waiting.map(({ item }) => item.flatMap(({ parameters }) => parameters));
    try {
      const { rows } = await database.queryPrepared(sharedCommitSql(waiting[0]!.item), [
        sharedParameter(values),
        brand,
        waiting.length,
      ]);
      return new Set(rows.map((row) => Number(row['n'])));
    } catch (thrown) {
      if (isUndone(thrown)) return new Set();
      throw thrown;
    }
  }

  return async (changes) => {
    const steps = await stepsOf(sealing, changes);
    return isShared(steps) ? shared(steps) : commitAlone(database, brand, steps);
  };
}

/** Whether the database has said that a statement was not done; otherwise nobody knows. */
function isUndone(thrown: unknown): boolean {
  if (sqlState(thrown) !== undefined) return true;
  return thrown instanceof StoreError && ENDED_IN_TIME.includes(sqlState(thrown.cause));
}

function isShared(steps: readonly Step[]): boolean {
  return (
    steps.length > 0 &&
    steps.length <= MAX_STEPS &&
    steps.every(({ table, kind }) => SHARED[kind].includes(table))
  );
}

function byShape(waiting: readonly WaitingCommit[]): Iterable<readonly WaitingCommit[]> {
  const found = new Map<string, WaitingCommit[]>();
  for (const each of waiting) {
    const shape = shapeOf(each.item);
    const alike = found.get(shape);
    if (alike) alike.push(each);
    else found.set(shape, [each]);
  }
  return found.values();
}

/** In parts of which none has two commits of one row: a statement changes a row once. */
function apart(waiting: readonly WaitingCommit[]): readonly (readonly WaitingCommit[])[] {
  const parts: WaitingCommit[][] = [];
  /** The first part that has no commit of a row. */
  const free = new Map<string, number>();
  for (const each of waiting) {
    const rows = each.item.map(({ table, parameters }) => `${table} ${String(parameters[0])}`);
    let place = Math.max(...rows.map((row) => free.get(row) ?? 0));
    while (parts[place]?.length === COMMITS_AT_ONCE) place++;
    (parts[place] ??= []).push(each);
    for (const row of rows) free.set(row, place + 1);
  }
  return parts;
}
