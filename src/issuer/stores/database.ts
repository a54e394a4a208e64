/** The port to PostgreSQL, whichever way it runs: statements with parameters, and transactions. */

export type Parameter =
  | string
  | number
  | null
  | Uint8Array
  | readonly string[]
  | readonly number[]
  | readonly Uint8Array[];

export interface SqlRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows inserted, updated or deleted. */
  readonly changed: number;
}

export interface Statements {
  readonly query: (sql: string, parameters?: readonly Parameter[]) => Promise<SqlRows>;
  /** For a text that comes again: the database may keep its plan for each connection. */
  readonly queryPrepared: (sql: string, parameters: readonly Parameter[]) => Promise<SqlRows>;
}

/**
 * Errors of the database pass through, with their SQLSTATE as `code`;
 * @throws StoreError STORE_UNREACHABLE when it does not answer.
 */
export interface SqlDatabase extends Statements {
  /** READ COMMITTED; a task that throws is rolled back. A long one has no limits of time. */
  transaction<T>(
    task: (statements: Statements) => Promise<T>,
    options?: { readonly isLong?: boolean },
  ): Promise<T>;
  /** How the connections are used; undefined where there is no pool, or it does not tell. */
  connections?(): ConnectionCounts | undefined;
  close(): Promise<void>;
}

/** Connections of a pool. */
export interface ConnectionCounts {
  /** Connections that a call has. */
  readonly inUse: number;
  /** Connections that are open, and free. */
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
}

/** Its classes, so that EPIPE and other codes of the system are none. */
const SQLSTATE = /^(?:\d[\dA-Z]|F0|HV|P0|XX)[\dA-Z]{3}$/;

/** The SQLSTATE of a thrown value, where it has one (PostgreSQL, appendix A). */
export function sqlState(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;
}
