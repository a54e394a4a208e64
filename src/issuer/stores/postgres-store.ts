/** The store of sites with several servers: PostgreSQL through node-postgres. */
import { createHash } from 'node:crypto';

import pg from 'pg';

import { inCall } from '../argument-error.ts';
import {
  checkAll,
  checkBoolean,
  checkForm,
  checkMethods,
  checkObject,
  checkOneOf,
  checkOptional,
  checkWhole,
} from '../check.ts';
import type { Parameter, SqlDatabase, SqlRows, Statements } from './database.ts';
import { sqlState } from './database.ts';
import type { StoreSealing } from './sealing-port.ts';
import type { SealedStore } from './sql-store.ts';
import { openSqlStore } from './sql-store.ts';
import { StoreError } from './store-error.ts';

interface Queryable {
  /** Runs one statement with its parameters. */
  query(statement: string | PostgresStatement, values?: unknown[]): Promise<PostgresResult>;
}

/** A statement that a connection prepares under its name when it first runs it. */
export interface PostgresStatement {
  /** The same text has the same name; one without is not kept. */
  name?: string;
  /** The SQL. */
  text: string;
  /** Milliseconds until its client gives up, where not as the pool says. */
  query_timeout?: number;
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
  /** TESSERA_STORE_KEY, or a key service: see {@link StoreSealing}. */
  readonly key: StoreSealing;
  /** Connections of this process at most, where the store opens them itself. Default: 10. */
  readonly connections?: number;
  /**
   * Whether connections keep prepared statements. False behind a pooler that gives each transaction
   * another connection and does not know them (PgBouncer before 1.21). Default: true.
   */
  readonly prepared?: boolean;
  /**
   * `make` brings the tables up to date, for which the role needs `CREATE` on the schema; with
   * `expect` it needs no more than to read and write rows, and tables that lack a file of `sql/`
   * are refused (`STORE_OLD`). Default: `make`.
   */
  readonly tables?: 'make' | 'expect';
}

const DEFAULT_CONNECTIONS = 10;
/** Milliseconds until a database that does not answer counts as unreachable. */
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 30_000;
/** A change of the tables may take as long as it takes. */
const LONG_TIMEOUT_MS = 24 * 3_600_000;
/**
 * For each connection, at the server: it gives up before its client does, so that nothing goes on
 * for nobody, and notices by itself (seconds) that a client is gone with its locks.
 */
const SET_LIMITS = `set statement_timeout = '28s'; set lock_timeout = '20s';
  set idle_in_transaction_session_timeout = '30s'; set tcp_keepalives_idle = 60`;
const SET_NO_LIMITS = `set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`;
/**
 * SQLSTATEs that are no verdict on a statement: connection exceptions, the server's own goodbyes,
 * too many connections, a read-only server, and the limits of time above.
 */
const NO_VERDICT = /^(08|57P|57014|55P03|25P03|53300|25006)/;
const TABLES = ['make', 'expect'];
/** SQLSTATE insufficient_privilege. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Opens the store, and makes its tables (`tessera_…`, in the search path's first schema) where
 * there are none.
 * @throws StoreError
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<SealedStore> {
  inCall('openPostgresStore', () => checkOptions(options));
  const { database, connections = DEFAULT_CONNECTIONS, prepared = true } = options;
  const { key, tables = 'make' } = options;
  if (typeof database !== 'string')
    return openSqlStore(overPool(database, prepared), { key, tables });
  const pool = new pg.Pool({
    connectionString: database,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    verify: (client, done) => void setLimits(client).then(() => done(), done),
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the
  // process.
  pool.on('error', () => undefined);
  return openSqlStore(
    {
      ...overPool(pool, prepared, () => pool.end()),
      connections: () => ({
        inUse: pool.totalCount - pool.idleCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
      }),
    },
    { key, tables },
  );
}

/** Of a new connection, before its first use. */
async function setLimits(client: pg.ClientBase): Promise<void> {
  await client.query(SET_LIMITS);
}

function checkOptions(options: PostgresStoreOptions): void {
  checkObject('options', options);
  const { database, connections, prepared, tables } = options;
  checkAll(
    () =>
      typeof database === 'string'
        ? checkForm('database', database, () => true, 'a connection string')
        : checkMethods('database', database, ['query', 'connect']),
    () =>
      checkOptional('connections', connections, (field, count) =>
        checkWhole(field, count, 1, Number.MAX_SAFE_INTEGER),
      ),
    () => checkOptional('prepared', prepared, checkBoolean),
    () => checkOptional('tables', tables, (field, each) => checkOneOf(field, each, TABLES)),
  );
}

function overPool(
  pool: PostgresPool,
  prepared: boolean,
  close = () => Promise.resolve(),
): SqlDatabase {
  return {
    ...statementsOf(pool, prepared),
    async transaction(task, { isLong = false } = {}) {
      const client = await reached(() => pool.connect());
      const ignore = (): void => undefined;
      client.on('error', ignore); // the statement under way hears of it
      let broken = false;
      try {
        await reached(() => client.query('begin isolation level read committed'));
        if (isLong) await reached(() => client.query(SET_NO_LIMITS));
        const timeout = isLong ? LONG_TIMEOUT_MS : undefined;
        const result = await task(statementsOf(client, prepared, timeout));
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

function statementsOf(to: Queryable, prepared: boolean, timeout?: number): Statements {
  const run = (statement: string | PostgresStatement, parameters: readonly Parameter[] = []) =>
    reached(async () => {
      const { rows, rowCount } = await to.query(statement, [...parameters]);
      return { rows: rows as SqlRows['rows'], changed: rowCount ?? 0 };
    });
  return {
    query: (text, parameters) =>
      run(timeout === undefined ? text : { text, query_timeout: timeout }, parameters),
    queryPrepared: (text, parameters) =>
      run(prepared ? { name: nameOf(text), text } : text, parameters),
  };
}

const names = new Map<string, string>();

/** The same for every store of a pool, and no other text's. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `tessera_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}

/**
 * Tells what is no verdict on a statement but the lack of one: every error without SQLSTATE, and
 * those of {@link NO_VERDICT}.
 * @throws StoreError STORE_UNREACHABLE, STORE_NO_RIGHT
 */
async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const state = sqlState(cause);
    const why = cause instanceof Error && cause.message !== '' ? cause.message : codeOf(cause);
    if (state === INSUFFICIENT_PRIVILEGE)
      throw new StoreError('STORE_NO_RIGHT', `The database's role lacks a right: ${why}`, {
        cause,
      });
    if (state !== undefined && !NO_VERDICT.test(state)) throw cause;
    throw new StoreError('STORE_UNREACHABLE', `PostgreSQL is not to be reached: ${why}`, { cause });
  }
}

/** Of an error without words, as that of a connection that was refused at every address. */
function codeOf(thrown: unknown): string {
  return String((thrown as { readonly code?: unknown } | undefined)?.code);
}
