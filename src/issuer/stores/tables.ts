/** Where each kind of row lies: its table and its columns in clear. */
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

/** The columns in clear that are written with a row's first version, and stay. */
export const FIXED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  accounts: ['owner'],
  endpoints: ['slot'],
  instances: ['serial', 'owner', 'expires_at'],
  requests: ['instance', 'expires_at'],
};

/** The types of the columns that commits write and that are no text. */
export const COLUMN_TYPES: Readonly<Record<string, 'integer' | 'bigint' | 'bytea'>> = {
  at: 'bigint',
  ended_at: 'bigint',
  expires_at: 'bigint',
  keep_until: 'bigint',
  mac: 'bytea',
  sealed: 'bytea',
  version: 'integer',
};

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
      const { id, version, state, serial, owner = null, expiresAt, endedAt } = row;
      return {
        address: { table, id, version },
        columns: { state, serial, owner, expires_at: expiresAt, ended_at: endedAt ?? null },
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
    case 'answers':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { owner: row.owner ?? null, expires_at: row.expiresAt },
        row,
      };
    case 'tokens':
    case 'tickets':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { expires_at: row.expiresAt },
        row,
      };
    case 'deliveries':
      return {
        address: { table, id: row.id, version: row.version },
        columns: {
          endpoint: row.endpoint,
          expires_at: row.expiresAt,
          due_at: row.dueAt ?? null,
        },
        row,
      };
    case 'endpoints':
      return {
        address: { table, id: row.id, version: row.version },
        columns: { slot: row.slot ?? null },
        row,
      };
    case 'keys':
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
