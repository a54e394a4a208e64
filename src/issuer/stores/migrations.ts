/// <reference types="vite/client" />
/**
 * The tables, as numbered files of SQL: applied in order, each once, in one transaction that two
 * servers cannot be in at once.
 */
import first from '../sql/0001.sql?raw';
import second from '../sql/0002.sql?raw';
import third from '../sql/0003.sql?raw';
import fourth from '../sql/0004.sql?raw';
import fifth from '../sql/0005.sql?raw';
import sixth from '../sql/0006.sql?raw';
import type { SqlDatabase, Statements } from './database.ts';
import { repeatDeadlocked } from './deadlock.ts';
import { StoreError } from './store-error.ts';

/** What has been published is never changed: a change of the tables is a further file. */
export const MIGRATIONS: readonly string[] = [first, second, third, fourth, fifth, sixth];

/** Any number of our own: servers that start at once queue up behind it. */
const MIGRATION_LOCK = 0x7e55e2a;
const DIGITS_OF_FILE = 4;

/**
 * Looks whether the key is the store's. It runs before anything is changed where there are tables
 * already, and once more, told that there are none of before, where there were none.
 */
type CheckKey<Ring> = (statements: Statements, fresh: boolean) => Promise<Ring>;

/** The name of a migration's file. */
function migrationFile(number: number): string {
  return `${String(number).padStart(DIGITS_OF_FILE, '0')}.sql`;
}

/**
 * Brings the tables up to date.
 * @returns what `check` does
 * @throws StoreError STORE_NEWER, STORE_NO_RIGHT
 */
export function migrateTables<Ring>(database: SqlDatabase, check: CheckKey<Ring>): Promise<Ring> {
  // Servers of before may be writing: they and the files' statements can wait for one another.
  return repeatDeadlocked(() =>
    database.transaction((statements) => applyMissing(statements, check), { isLong: true }),
  );
}

async function applyMissing<Ring>(statements: Statements, check: CheckKey<Ring>): Promise<Ring> {
  await statements.query(`select pg_advisory_xact_lock(${String(MIGRATION_LOCK)})`);
  const applied = await appliedOf(statements);
  await refuseNewer(statements, applied);
  const ring = applied > 0 ? await check(statements, false) : undefined;
  for (const sql of MIGRATIONS.slice(applied))
    for (const statement of statementsIn(sql)) await statements.query(statement);
  return ring ?? check(statements, true);
}

/**
 * Changes nothing of the tables.
 * @returns what `check` does
 * @throws StoreError STORE_OLD, STORE_NEWER
 */
export async function expectTables<Ring>(
  database: SqlDatabase,
  check: CheckKey<Ring>,
): Promise<Ring> {
  const applied = await appliedOf(database);
  await refuseNewer(database, applied);
  if (applied < MIGRATIONS.length)
    throw new StoreError(
      'STORE_OLD',
      `The store's tables lack ${migrationFile(applied + 1)} and what follows: apply the files of sql/ first.`,
    );
  // Broken off it has written nothing.
  return database.transaction((statements) => check(statements, false));
}

async function appliedOf(statements: Statements): Promise<number> {
  const { rows: found } = await statements.query(
    `select to_regclass('tessera_migrations') is not null as found`,
  );
  if (found[0]?.['found'] !== true) return 0;
  const { rows } = await statements.query(
    'select coalesce(max(number), 0) as number from tessera_migrations',
  );
  return Number(rows[0]?.['number']);
}

/** A file of a later version says which programs can go on without knowing it. */
async function refuseNewer(statements: Statements, applied: number): Promise<void> {
  if (applied <= MIGRATIONS.length) return;
  const { rows } = await statements.query(
    'select max(coalesce(oldest, number)) as oldest from tessera_migrations',
  );
  if (Number(rows[0]?.['oldest']) > MIGRATIONS.length)
    throw new StoreError(
      'STORE_NEWER',
      `The store's tables are of version ${String(applied)}, and this program knows ${String(MIGRATIONS.length)}: start the newer program.`,
    );
}

/** One at a time: not every driver takes several at once. */
function statementsIn(sql: string): readonly string[] {
  const plain = sql.replace(/^--.*$/gm, '');
  return plain.split(/;\s*$/m).filter((each) => each.trim() !== '');
}
