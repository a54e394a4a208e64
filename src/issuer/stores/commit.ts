/**
 * The compare-and-set over several rows, in SQL that is right under READ COMMITTED with any number
 * of servers.
 */
import type { EventChain } from '../events/chain.ts';
import type { EventRow } from '../rows/event-row.ts';
import type { RowChange } from '../store.ts';
import { idOfBrand } from './brand.ts';
import type { Part } from './commit-sql.ts';
import { commitSql } from './commit-sql.ts';
import type { Parameter, SqlDatabase, Statements } from './database.ts';
import { sqlState } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import type { Write } from './tables.ts';
import { FIXED_COLUMNS, writeOf } from './tables.ts';

/** One row's part of the commit, with its values: the id, and those of its columns. */
export interface Step extends Part {
  readonly parameters: readonly Parameter[];
}

/** What rows are sealed with. */
export interface Sealing {
  readonly ring: KeyRing;
  /** Of events, beside their seal. */
  readonly chain: EventChain;
}

/** Thrown to roll a transaction back; never leaves this file. */
class Overtaken extends Error {}

/**
 * Another server was quicker: division_by_zero is our own sign of it ({@link commitSql}),
 * serialization_failure and deadlock_detected are the database's.
 */
const OVERTAKEN: readonly unknown[] = ['22012', '40001', '40P01'];

/** Rows of one statement at most: planning takes more than its share of time for more. */
const STEPS_AT_ONCE = 16;

/** The steps of a commit, in one order for all: two wait for each other at most one way round. */
export function stepsOf(sealing: Sealing, changes: readonly RowChange[]): Promise<readonly Step[]> {
  const writes = changes.map(writeOf).sort(byAddress);
  return Promise.all(writes.map((write) => stepOf(sealing, write)));
}

/**
 * Does all steps or none. A statement that waits for another transaction's row looks again at the
 * row as that one left it, and then changes none: that no row was changed is the whole test.
 */
export async function commitAlone(
  database: SqlDatabase,
  brand: string,
  steps: readonly Step[],
): Promise<boolean> {
  try {
    // A statement is a transaction by itself, for a third of the way.
    if (steps.length <= STEPS_AT_ONCE) return await runSteps(database, brand, steps);
    await database.transaction(async (transaction) => {
      for (let from = 0; from < steps.length; from += STEPS_AT_ONCE)
        if (!(await runSteps(transaction, brand, steps.slice(from, from + STEPS_AT_ONCE))))
          throw new Overtaken();
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof Overtaken || OVERTAKEN.includes(sqlState(thrown))) return false;
    throw thrown;
  }
}

/** Writes one row in a transaction that goes on. */
export async function writeWithin(
  transaction: Statements,
  sealing: Sealing,
  change: RowChange,
): Promise<boolean> {
  const step = await stepOf(sealing, writeOf(change));
  return runSteps(transaction, sealing.ring.brand, [step]);
}

async function runSteps(to: Statements, brand: string, steps: readonly Step[]): Promise<boolean> {
  if (steps.length === 0) return true;
  const { sql, isPrepared } = commitSql(brand, steps);
  const parameters = steps.flatMap((step) => step.parameters);
  const { changed } = await (isPrepared ? to.queryPrepared : to.query)(sql, parameters);
  // Of several parts the statement throws where one changes no row.
  return steps.length > 1 || changed === 1;
}

async function stepOf({ ring, chain }: Sealing, write: Write): Promise<Step> {
  const { row, removes } = write;
  const { table, version } = write.address;
  const id = idOfBrand(ring.brand, table, write.address.id);
  if (removes) return { table, kind: 'delete', columns: [], parameters: [id, version] };
  const kind = version === 1 ? 'insert' : 'update';
  const fixed = kind === 'update' ? FIXED_COLUMNS[table] : undefined;
  const columns = Object.keys(write.columns).filter((name) => !fixed?.includes(name));
  const parameters = [id, ...columns.map((name) => write.columns[name]!)];
  // A spent token has nothing but its columns.
  if (table === 'tokens') return { table, kind, columns, parameters };
  if (table === 'events') {
    columns.push('mac');
    parameters.push(await chain.macOf(row as EventRow));
  }
  const { keyId, sealed } = await ring.seal({ table, id, version }, row);
  columns.push('version', 'key_id', 'sealed');
  parameters.push(version, keyId, sealed);
  return { table, kind, columns, parameters };
}

function byAddress({ address: a }: Write, { address: b }: Write): number {
  return a.table === b.table ? compareText(a.id, b.id) : compareText(a.table, b.table);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
