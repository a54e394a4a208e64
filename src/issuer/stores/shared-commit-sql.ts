/** The SQL of many commits of one shape in one statement, built once for each shape. */
import { Buffer } from 'node:buffer';

import { isOfBrandById } from './brand.ts';
import type { Part } from './commit-sql.ts';
import type { Parameter } from './database.ts';
import { COLUMN_TYPES } from './tables.ts';

/** A column of the list of commits: a part's id, or one of its values. */
interface ListedColumn {
  readonly name: string;
  readonly column: string;
}

const texts = new Map<string, string>();

/** {@link textOf} of a shape: the tables and kinds of its parts, of which there are some dozens. */
export function sharedCommitSql(parts: readonly Part[]): string {
  const shape = shapeOf(parts);
  const text = texts.get(shape) ?? textOf(parts);
  texts.set(shape, text);
  return text;
}

/** Commits of one shape can share a statement. */
export function shapeOf(parts: readonly Part[]): string {
  return parts.map(({ table, kind }) => `${kind} ${table}`).join();
}

/**
 * The statement that does each commit wholly or not at all, and returns the places (0 …) of those
 * that it did. Its parameters are {@link sharedParameter}, the brand, and how many commits there
 * are, so that the planner knows. It waits for no stored row: a commit whose row another
 * transaction has is not done. A new row whose id is taken ends the statement with
 * unique_violation.
 */
function textOf(parts: readonly Part[]): string {
  const named = namesOf(parts);
  const columns = named.flat().map(({ name, column }) => `${name} ${jsonType(column)}`);
  const listed = `select * from json_to_recordset($1::text::json) as listed (n integer, ${columns.join(', ')}) limit $3`;
  const done = parts.map(
    (part, i) => `part${String(i)} as (${partSql(part, named[i]!, i)} returning 1)`,
  );
  // What was locked is written: anything else would be a fault, and rolls all of it back.
  const whole = parts.map(
    (_, i) => `(select count(*) from part${String(i)}) = (select count(*) from held)`,
  );
  return `with listed as materialized (${listed}), held as materialized (${heldSql(parts, named)}),
    ${done.join(', ')} select n, 1 / (${whole.join(' and ')})::integer as done from held`;
}

/** The values of all commits as JSON. */
export function sharedParameter(commits: readonly (readonly Parameter[])[]): string {
  return JSON.stringify(
    commits.map((values, n) => {
      const row: Record<string, unknown> = { n };
      values.forEach((value, i) => (row[nameOf(i)] = jsonOf(value)));
      return row;
    }),
  );
}

function jsonOf(value: Parameter): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
}

function jsonType(column: string): string {
  const type = COLUMN_TYPES[column] ?? 'text';
  return type === 'bytea' ? 'text' : type;
}

function nameOf(place: number): string {
  return `a${String(place)}`;
}

/** The columns of each part as they are listed, in the order of their values. */
function namesOf(parts: readonly Part[]): readonly (readonly ListedColumn[])[] {
  let place = 0;
  return parts.map(({ columns }) =>
    ['id', ...columns].map((column) => ({ name: nameOf(place++), column })),
  );
}

/**
 * The commits whose stored rows are all there, one version below, and are locked now. Each row is
 * looked up on its own: a planner without statistics would rather read a table whole.
 */
function heldSql(parts: readonly Part[], named: readonly (readonly ListedColumn[])[]): string {
  const stored = parts.flatMap(({ table, kind }, i) =>
    kind === 'update' ? [{ table, row: rowOf(i), listed: named[i]! }] : [],
  );
  if (stored.length === 0) return 'select n from listed';
  const rows = stored.map(({ table, row, listed }) => {
    const [id, version] = [nameIn(listed, 'id'), nameIn(listed, 'version')];
    return `lateral (select issuer from tessera_${table} where id = ${id}
      and version = ${version} - 1 for update skip locked) as ${row}`;
  });
  const mine = stored.map(({ row }) => isOfBrandById('$2', row));
  return `select n from listed, ${rows.join(', ')} where ${mine.join(' and ')}`;
}

/**
 * A row is found by its id alone: it is locked, and whoever had it until then either has left its
 * version, as sealing anew does, or has kept it from being held.
 */
function partSql({ table, kind }: Part, listed: readonly ListedColumn[], place: number): string {
  const values = listed.map(({ name, column }) =>
    COLUMN_TYPES[column] === 'bytea' ? `decode(${name}, 'base64')` : name,
  );
  const columns = listed.map(({ column }) => column);
  if (kind === 'insert')
    return `insert into tessera_${table} (${columns.join(', ')}, issuer)
      select ${values.join(', ')}, $2 from listed join held using (n) order by n`;
  const row = rowOf(place);
  const set = columns.map((column, i) => `${column} = ${values[i]!}`).slice(1);
  return `update tessera_${table} ${row} set ${set.join(', ')} from listed join held using (n)
    where ${row}.id = ${values[0]!}`;
}

function rowOf(place: number): string {
  return `row${String(place)}`;
}

function nameIn(listed: readonly ListedColumn[], column: string): string {
  return listed.find((each) => each.column === column)!.name;
}
