/**
 * The rows that calls have just read, so that a commit's changes can be compared with what they
 * are made from. A row that is at the version below its change's is that very row.
 */

/** Rows that are kept at most; one that is missing is read again. */
const MAX_KNOWN = 500;

interface Versioned {
  readonly version: number;
}

export interface KnownRows<Table extends string> {
  readonly get: (table: Table, id: string) => Versioned | undefined;
  /** Keeps a row as it was read. */
  readonly keep: (table: Table, id: string, row: Versioned) => void;
  readonly forget: (table: Table, id: string) => void;
}

/** The newest rows read; the one read longest ago makes room. */
export function createKnownRows<Table extends string>(): KnownRows<Table> {
  const rows = new Map<string, Versioned>();
  const key = (table: Table, id: string): string => `${table}/${id}`;
  return {
    get: (table, id) => rows.get(key(table, id)),
    keep(table, id, row) {
      rows.delete(key(table, id));
      rows.set(key(table, id), row);
      if (rows.size <= MAX_KNOWN) return;
      const [oldest] = rows.keys();
      rows.delete(oldest!);
    },
    forget: (table, id) => void rows.delete(key(table, id)),
  };
}
