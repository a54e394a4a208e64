/**
 * Where each kind of row lies: its table, its columns in clear, and the two statements that write
 * it.
 */
import { ownerEmptyFrom } from '../owner-row.ts';
import type { RowChange } from '../store.ts';
import type { Parameter } from './database.ts';
import type { RowAddress } from './row-cipher.ts';

/**
 * Tables with sealed rows, as `commit` and rotation go through them: everybody locks in this order.
 */
export const SEALED_TABLES = [
  'accounts',
  'answers',
  'deliveries',
  'endpoints',
  'events',
  'evidence',
  'instances',
  'keys',
  'owners',
  'requests',
  'secrets',
  'tickets',
] as const;

export type SealedTable = (typeof SEALED_TABLES)[number];

/** A change with its parts in the database's terms. */
export interface Write {
  readonly address: RowAddress;
  /** The columns in clear by which rows are found; the row itself has them too. */
  readonly columns: Readonly<Record<string, Parameter>>;
  readonly row: object;
  /** Deletes the stored row instead. */
  readonly removes: boolean;
}

export function writeOf(change: RowChange): Write {
  return { ...placeOf(change), removes: 'removes' in change };
}

function placeOf(change: RowChange): Omit<Write, 'removes'> {
  const { table, row } = change;
  switch (table) {
    case 'accounts':
      return {
        address: { table, id: row.serial, version: row.version },
        columns: { owner: row.owner ?? null, current: row.current ?? null },
        row,
      };
    case 'instances': {
      const { id, version, state, serial, owner = null, expiresAt } = row;
      return {
        address: { table, id, version },
        columns: { state, serial, owner, expires_at: expiresAt },
        row,
      };
    }
    case 'owners':
      return {
        address: { table, id: row.owner, version: row.version },
        columns: { expires_at: ownerEmptyFrom(row) ?? null },
        row,
      };
    case 'requests':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { instance: row.instance, expires_at: row.expiresAt },
        row,
      };
    case 'tokens':
    case 'answers':
    case 'tickets':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { expires_at: row.expiresAt },
        row,
      };
    case 'deliveries':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { expires_at: row.expiresAt, due_at: row.dueAt ?? null },
        row,
      };
    case 'keys':
    case 'endpoints':
      return { address: { table, id: row.id, version: row.version }, columns: {}, row };
    case 'events': {
      const { id, version, type, at, owner = null, instance = null, request = null } = row;
      return {
        address: { table, id, version },
        columns: { type, at, owner, instance, request },
        row,
      };
    }
    case 'evidence': {
      const { id, version, at, keepUntil, owner = null, reference = null } = row;
      return {
        address: { table, id, version },
        columns: { at, keep_until: keepUntil, owner, reference },
        row,
      };
    }
  }
}

/**
 * `insert` of a new row: changes nothing where the id is taken. `values` are id and then every
 * column's.
 */
export function insertSql(table: string, columns: readonly string[]): string {
  const names = ['id', ...columns];
  return (
    `insert into tessera_${table} (${names.join(', ')}) ` +
    `values (${names.map((_, i) => `$${String(i + 1)}`).join(', ')}) on conflict do nothing`
  );
}

/** `delete` of a row at a version: changes nothing where it isn't. */
export function deleteSql(table: string): string {
  return `delete from tessera_${table} where id = $1 and version = $2`;
}

/** `update` of a row whose version is one below the new one: changes nothing where it isn't. */
export function updateSql(table: string, columns: readonly string[]): string {
  const set = columns.map((name, i) => `${name} = $${String(i + 2)}`).join(', ');
  const version = columns.indexOf('version') + 2;
  return `update tessera_${table} set ${set} where id = $1 and version = $${String(version)}::integer - 1`;
}
