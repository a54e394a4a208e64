/**
 * The SQL of a commit: one statement for all of its rows, built once for each shape, so that the
 * database plans it once.
 */

import { brandText, isOfBrandById } from './brand.ts';

/** What is done to one row: inserted, updated or deleted. */
export interface Part {
  readonly table: string;
  readonly kind: 'insert' | 'update' | 'delete';
  /** The columns that are written besides the id; of a table and kind always the same ones. */
  readonly columns: readonly string[];
}

/** A statement, and whether it comes often enough to be prepared. */
export interface CommitSql {
  readonly sql: string;
  readonly isPrepared: boolean;
}

/** Shapes whose SQL is kept. Sites come to some dozens. */
const SHAPES_KEPT = 250;

const shapes = new Map<string, CommitSql>();

/**
 * The statement that does all parts or none; its parameters are each part's id and columns, a
 * removal's id and version. One part alone tells by the number of rows changed; of several, one
 * that changes no row ends the statement with division_by_zero.
 */
export function commitSql(brand: string, parts: readonly Part[]): CommitSql {
  const shape = brand + parts.map(({ table, kind }) => `${kind} ${table}`).join();
  const found = shapes.get(shape);
  if (found) return found;
  const isPrepared = shapes.size < SHAPES_KEPT;
  const made = { sql: textOf(brand, parts), isPrepared };
  if (isPrepared) shapes.set(shape, made);
  return made;
}

function textOf(brand: string, parts: readonly Part[]): string {
  let parameters = 0;
  const texts = parts.map((part) => {
    const text = partSql(brand, part, parameters);
    parameters += part.kind === 'delete' ? 2 : part.columns.length + 1;
    return text;
  });
  if (texts.length === 1) return texts[0]!;
  const named = texts.map((text, i) => `part${String(i)} as (${text} returning 1)`);
  // In this order, as a rule: who waits for whom is then the same for all commits.
  const done = texts.map((_, i) => `(select count(*) from part${String(i)}) = 1`);
  return `with ${named.join(', ')} select 1 / (${done.join(' and ')})::integer`;
}

function partSql(brand: string, part: Part, parametersBefore: number): string {
  const place = (n: number): string => `$${String(parametersBefore + n)}`;
  const { table, columns } = part;
  const mine = isOfBrandById(brandText(brand));
  switch (part.kind) {
    case 'insert':
      return insertSql(brand, table, columns, place);
    case 'update':
      return `${updateSql(table, columns, place)} and ${mine}`;
    case 'delete':
      return `delete from tessera_${table} where id = ${place(1)} and version = ${place(2)} and ${mine}`;
  }
}

/** Changes nothing where the id is taken. */
function insertSql(
  brand: string,
  table: string,
  columns: readonly string[],
  place: (n: number) => string,
): string {
  const names = ['id', ...columns, 'issuer'];
  const values = names.map((name, i) => (name === 'issuer' ? brandText(brand) : place(i + 1)));
  return `insert into tessera_${table} (${names.join(', ')}) values (${values.join(', ')}) on conflict do nothing`;
}

/** Changes nothing where the version is not one below the new one. */
function updateSql(
  table: string,
  columns: readonly string[],
  place: (n: number) => string,
): string {
  const set = columns.map((name, i) => `${name} = ${place(i + 2)}`).join(', ');
  const version = place(columns.indexOf('version') + 2);
  return `update tessera_${table} set ${set} where id = ${place(1)} and version = ${version}::integer - 1`;
}
