/**
 * Commits of one shape that are asked for in one turn of the event loop share a statement. Each is
 * done wholly there or not at all, and what is not done there is done alone: what a commit is told
 * is the same either way.
 */
import type { RowChange } from '../store.ts';
import type { Sealing, Step } from './commit.ts';
import { commitAlone, stepsOf } from './commit.ts';
import type { SqlDatabase } from './database.ts';
import { sqlState } from './database.ts';
import type { Asked } from './in-one-turn.ts';
import { inOneTurn } from './in-one-turn.ts';
import { sharedCommitSql, sharedParameter } from './shared-commit-sql.ts';

/** The rows of accounts and what comes with them; a service's own rows are written one by one. */
const SHARED_TABLES: readonly string[] = [
  'accounts',
  'events',
  'evidence',
  'instances',
  'owners',
  'requests',
];
/** Commits of one statement at most. */
const AT_ONCE = 64;
/** Rows of a commit at most: larger ones are rare, and each shape has a statement of its own. */
const STEPS = 6;

type Waiting = Asked<readonly Step[], boolean>;

/** See {@link IssuerStore.commit}. */
export function sharedCommits(
  database: SqlDatabase,
  sealing: Sealing,
): (changes: readonly RowChange[]) => Promise<boolean> {
  const { brand } = sealing.ring;
  const texts = new Map<string, string>();

  const shared = inOneTurn<readonly Step[], boolean>((waiting) => {
    for (const [shape, alike] of byShape(waiting))
      for (const part of apart(alike)) {
        if (part.length > 1) void together(shape, part);
        else alone(part);
      }
  });

  function alone(waiting: readonly Waiting[]): void {
    for (const { item, answer } of waiting) answer(commitAlone(database, brand, item));
  }

  async function together(shape: string, waiting: readonly Waiting[]): Promise<void> {
    let done: ReadonlySet<number>;
    try {
      const values = waiting.map(({ item }) => item.flatMap(({ parameters }) => parameters));
      const { rows } = await database.queryPrepared(textOf(shape, waiting), [
        sharedParameter(values),
      ]);
      done = new Set(rows.map((row) => Number(row['n'])));
    } catch (thrown) {
      // Without a verdict of the database nobody knows whether it was done.
      if (sqlState(thrown) === undefined) return refuse(waiting, thrown);
      return alone(waiting);
    }
    waiting.forEach((each, n) => (done.has(n) ? each.answer(true) : alone([each])));
  }

  function refuse(waiting: readonly Waiting[], thrown: unknown): void {
    for (const { answer } of waiting) answer(Promise.reject(thrown as Error));
  }

  function textOf(shape: string, [first]: readonly Waiting[]): string {
    const found = texts.get(shape) ?? sharedCommitSql(brand, first!.item);
    texts.set(shape, found);
    return found;
  }

  return async (changes) => {
    const steps = await stepsOf(sealing, changes);
    return isShared(steps) ? shared(steps) : commitAlone(database, brand, steps);
  };
}

function isShared(steps: readonly Step[]): boolean {
  return (
    steps.length > 0 &&
    steps.length <= STEPS &&
    steps.every(({ table, kind }) => kind !== 'delete' && SHARED_TABLES.includes(table))
  );
}

function byShape(waiting: readonly Waiting[]): ReadonlyMap<string, readonly Waiting[]> {
  const found = new Map<string, Waiting[]>();
  for (const each of waiting) {
    const shape = each.item.map(({ table, kind }) => `${kind} ${table}`).join();
    const alike = found.get(shape);
    if (alike) alike.push(each);
    else found.set(shape, [each]);
  }
  return found;
}

/** In parts of which none has two commits of one row: the later one is to see the earlier one's. */
function apart(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const parts: Waiting[][] = [];
  const taken: Set<string>[] = [];
  for (const each of waiting) {
    const rows = each.item.map(({ table, parameters }) => `${table} ${String(parameters[0])}`);
    let place = taken.findIndex(
      (part, i) => parts[i]!.length < AT_ONCE && !rows.some((row) => part.has(row)),
    );
    if (place < 0) place = parts.push([]) - 1;
    parts[place]!.push(each);
    const part = (taken[place] ??= new Set());
    for (const row of rows) part.add(row);
  }
  return parts;
}
