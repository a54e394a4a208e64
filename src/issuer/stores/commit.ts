/**
 * The compare-and-set over several rows, in SQL that is right under READ COMMITTED with any number
 * of servers.
 */
import type { RowChange } from '../store.ts';
import type { Parameter, SqlDatabase, Statements } from './database.ts';
import { sqlState } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import type { Write } from './tables.ts';
import { deleteSql, insertSql, updateSql, writeOf } from './tables.ts';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** Thrown to roll a transaction back; never leaves this file. */
class Overtaken extends Error {}

/**
 * Another server was quicker, by the database's own judgement: serialization_failure,
 * deadlock_detected.
 */
const OVERTAKEN: readonly unknown[] = ['40001', '40P01'];

/**
 * See {@link IssuerStore.commit}. A statement that waits for another transaction's row looks again
 * at the row as that one left it, and then changes none: that no row was changed is the whole test.
 */
export async function commitChanges(
  database: SqlDatabase,
  ring: KeyRing,
  changes: readonly RowChange[],
): Promise<boolean> {
  // One order for all, so that two commits wait for each other at most one way round.
  const writes = changes.map(writeOf).sort(byAddress);
  const statements = await Promise.all(writes.map((write) => statementOf(ring, write)));
  try {
    // A single statement is a transaction by itself, for a third of the way.
    if (statements.length === 1) return await runStatement(database, statements[0]!);
    await database.transaction(async (transaction) => {
      for (const statement of statements)
        if (!(await runStatement(transaction, statement))) throw new Overtaken();
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof Overtaken || OVERTAKEN.includes(sqlState(thrown))) return false;
    throw thrown;
  }
}

async function runStatement(to: Statements, { sql, parameters }: Statement): Promise<boolean> {
  return (await to.query(sql, parameters)).changed === 1;
}

async function statementOf(ring: KeyRing, write: Write): Promise<Statement> {
  const { address, columns, row, removes } = write;
  const { table, id, version } = address;
  if (removes) return { sql: deleteSql(table), parameters: [id, version] };
  // A spent token has nothing but its columns.
  const sealed = table === 'tokens' ? {} : await sealedColumns(ring, { address, row });
  const all = { ...columns, ...sealed };
  const sql = (version === 1 ? insertSql : updateSql)(table, Object.keys(all));
  return { sql, parameters: [id, ...Object.values(all)] };
}

async function sealedColumns(
  ring: KeyRing,
  { address, row }: Pick<Write, 'address' | 'row'>,
): Promise<Write['columns']> {
  const { keyId, sealed } = await ring.seal(address, row);
  return { version: address.version, key_id: keyId, sealed };
}

function byAddress({ address: a }: Write, { address: b }: Write): number {
  return a.table === b.table ? compareText(a.id, b.id) : compareText(a.table, b.table);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
