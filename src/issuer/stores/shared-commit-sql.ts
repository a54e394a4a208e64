/** The SQL of many commits of one shape in one statement, built once for each shape. */
import { Buffer } from 'node:buffer';

import { isOfBrand } from './brand.ts';
import type { Part } from './commit-sql.ts';
import type { Parameter } from './database.ts';

/** The types of columns that are no text. */
const TYPES: Readonly<Record<string, string>> = {
  version: 'integer',
  at: 'bigint',
  ended_at: 'bigint',
  expires_at: 'bigint',
  keep_until: 'bigint',
};
/** Bytes, which JSON has in base64. */
const BYTES: readonly string[] = ['mac', 'sealed'];

/** A column of what is asked: a part's id, or one of its values. */
interface Asked {
  readonly name: string;
  readonly column: string;
}

/**
 * The statement that does each commit wholly or not at all, and returns the places (0 …) of those
 * that it did. Its one parameter is {@link sharedParameter}. It waits for no row: a commit whose
 * row another transaction has is not done. A new row whose id is taken ends the statement with
 * unique_violation.
 */
export function sharedCommitSql(brand: string, parts: readonly Part[]): string {
  const named = namesOf(parts);
  const columns = named.flat().map(({ name, column }) => `${name} ${jsonType(column)}`);
  const asked = `select * from json_to_recordset($1::text::json) as asked(n integer, ${columns.join(', ')})`;
  const done = parts.map(
    (part, i) => `part${String(i)} as (${partSql(brand, part, named[i]!, i)})`,
  );
  // What was locked is written: anything else would be a fault, and rolls all of it back.
  const whole = parts.map(
    (_, i) => `(select count(*) from part${String(i)}) = (select count(*) from held)`,
  );
  return `with asked as materialized (${asked}), held as materialized (${heldSql(brand, parts, named)}),
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
  return TYPES[column] ?? 'text';
}

function nameOf(place: number): string {
  return `a${String(place)}`;
}

/** The columns of each part as they are asked, in the order of their values. */
function namesOf(parts: readonly Part[]): readonly (readonly Asked[])[] {
  let place = 0;
  return parts.map(({ columns }) =>
    ['id', ...columns].map((column) => ({ name: nameOf(place++), column })),
  );
}

/** The commits whose stored rows are all there, one version below, and are locked now. */
function heldSql(
  brand: string,
  parts: readonly Part[],
  named: readonly (readonly Asked[])[],
): string {
  const stored = parts.flatMap(({ table, kind }, i) =>
    kind === 'update' ? [{ table, row: `row${String(i)}`, asked: named[i]! }] : [],
  );
  if (stored.length === 0) return 'select n from asked';
  const joins = stored.map(({ table, row, asked }) => {
    const [id, version] = [nameIn(asked, 'id'), nameIn(asked, 'version')];
    return ` join tessera_${table} ${row} on ${row}.id = ${id} and ${row}.version = ${version} - 1 and ${isOfBrand(brand, row)}`;
  });
  const rows = stored.map(({ row }) => row).join(', ');
  return `select n from asked${joins.join('')} order by n for update of ${rows} skip locked`;
}

function partSql(brand: string, part: Part, asked: readonly Asked[], place: number): string {
  const values = asked.map(({ name, column }) =>
    BYTES.includes(column) ? `decode(${name}, 'base64')` : name,
  );
  const columns = asked.map(({ column }) => column);
  if (part.kind === 'insert')
    return `insert into tessera_${part.table} (${columns.join(', ')}, issuer)
      select ${values.join(', ')}, '${brand}' from asked join held using (n) order by n returning 1`;
  const row = `row${String(place)}`;
  const set = columns.map((column, i) => `${column} = ${values[i]!}`).slice(1);
  return `update tessera_${part.table} ${row} set ${set.join(', ')} from asked join held using (n)
    where ${row}.id = ${values[0]!} and ${isOfBrand(brand, row)} returning 1`;
}

function nameIn(asked: readonly Asked[], column: string): string {
  return asked.find((each) => each.column === column)!.name;
}
