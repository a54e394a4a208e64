/** The store of sites with several servers: PostgreSQL through node-postgres. */
import pg from 'pg';

import { checkForm, checkMethods, checkObject, checkWhole } from '../check.ts';
import type { SqlDatabase, SqlRows, Statements } from './database.ts';
import { sqlState } from './database.ts';
import type { SealedStore } from './sql-store.ts';
import { openSqlStore } from './sql-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreKeys } from './store-key.ts';

interface Queryable {
  /** Runs one statement with its parameters. */
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
}

/** What a statement gives back. */
export interface PostgresResult {
  /** The rows that it reads, as objects by column. */
  rows: unknown[];
  /** How many rows it read or changed. */
  rowCount: number | null;
}

/** What the store uses of a connection of node-postgres. */
export interface PostgresClient extends Queryable {
  /** Gives the connection back to its pool; a broken one is closed. */
  release(broken?: boolean): void;
  /** Listens for the loss of the connection. */
  on(event: 'error', listener: () => void): unknown;
  /** Ends listening. */
  off(event: 'error', listener: () => void): unknown;
}

/** What the store uses of node-postgres' Pool. */
export interface PostgresPool extends Queryable {
  /** Takes a connection out of the pool. */
  connect(): Promise<PostgresClient>;
}

/** What {@link openPostgresStore} needs. */
export interface PostgresStoreOptions {
  /**
   * `postgres://user@host/database`, as in DATABASE_URL; or else a pool of the site's own, which
   * the store doesn't end.
   */
  readonly database: string | PostgresPool;
  /** TESSERA_STORE_KEY: see {@link StoreKeys}. */
  readonly key: StoreKeys;
  /** Connections of this process at most, where the store opens them itself. Default: 10. */
  readonly connections?: number;
}

const DEFAULT_CONNECTIONS = 10;
/** Milliseconds until a database that does not answer counts as unreachable. */
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 30_000;

/**
 * Opens the store, and makes its tables (`tessera_…`, in the search path's first schema) where
 * there are none.
 * @throws StoreError
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<SealedStore> {
  checkObject('options', options);
  const { database, key, connections = DEFAULT_CONNECTIONS } = options;
  if (typeof database === 'string')
    checkForm('database', database, () => true, 'a connection string');
  else checkMethods('database', database, ['query', 'connect']);
  checkWhole('connections', connections, 1, Number.MAX_SAFE_INTEGER);
  if (typeof database !== 'string') return openSqlStore(overPool(database), key);
  const pool = new pg.Pool({
    connectionString: database,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the
  // process.
  pool.on('error', () => undefined);
  return openSqlStore(
    overPool(pool, () => pool.end()),
    key,
  );
}

function overPool(pool: PostgresPool, close = () => Promise.resolve()): SqlDatabase {
  return {
    ...statementsOf(pool),
    async transaction(task) {
      const client = await reached(() => pool.connect());
      const ignore = (): void => undefined;
      client.on('error', ignore); // the statement under way hears of it
      let broken = false;
      try {
        await reached(() => client.query('begin isolation level read committed'));
        const result = await task(statementsOf(client));
        await reached(() => client.query('commit'));
        return result;
      } catch (thrown) {
        await client.query('rollback').catch(() => (broken = true));
        broken ||= thrown instanceof StoreError;
        throw thrown;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
    close,
  };
}

function statementsOf(to: Queryable): Statements {
  return {
    query: (sql, parameters = []) =>
      reached(async () => {
        const { rows, rowCount } = await to.query(sql, [...parameters]);
        return { rows: rows as SqlRows['rows'], changed: rowCount ?? 0 };
      }),
  };
}

/**
 * What is no verdict on a statement but the lack of one: every error without SQLSTATE, the server's
 * own goodbyes, and that it has become a read-only one.
 */
async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const state = sqlState(cause);
    const verdict = state !== undefined && /^[0-9A-Z]{5}$/.test(state);
    if (verdict && !/^(08|57P|53300|25006)/.test(state)) throw cause;
    const why = cause instanceof Error && cause.message !== '' ? cause.message : String(state);
    throw new StoreError('STORE_UNREACHABLE', `PostgreSQL is not to be reached: ${why}`, { cause });
  }
}
