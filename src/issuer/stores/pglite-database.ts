/** The port to PostgreSQL over PGlite; apart, so that the store's types name no other package. */
import type { PGlite } from '@electric-sql/pglite';

import type { SqlDatabase, SqlRows, Statements } from './database.ts';

/** @param close ends the database, which is the caller's */
export function overPglite(pglite: PGlite, close: () => Promise<void>): SqlDatabase {
  return {
    ...statementsOf(pglite),
    transaction: (task) => pglite.transaction((transaction) => task(statementsOf(transaction))),
    close,
  };
}

function statementsOf(to: Pick<PGlite, 'query'>): Statements {
  const query: Statements['query'] = async (sql, parameters = []) => {
    const { rows, affectedRows } = await to.query(sql, [...parameters]);
    return { rows: rows as SqlRows['rows'], changed: affectedRows ?? 0 };
  };
  // PGlite's own prepared statements are not to be reached from here.
  return { query, queryPrepared: query };
}
