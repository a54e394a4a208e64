/** CSV (RFC 4180) with a head of column names, as password managers export it. */

/** A field in quotes, in which a quote is doubled, or one without; then what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/** A row's fields by the names of their columns. */
export type CsvRow = ReadonlyMap<string, string>;

/** Returns true for a text whose head has this column. */
export function recognisesCsv(text: string | undefined, column: string): boolean {
  const head = text?.slice(0, text.search(/[\r\n]/));
  return head !== undefined && (rowsOf(head).next().value ?? []).includes(column);
}

/** Rows after the head; a quote that is never closed ends the text. */
export function readCsv(text: string): readonly CsvRow[] {
  const [columns = [], ...rows] = rowsOf(text);
  return rows
    .filter((row) => row.some((field) => field !== ''))
    .map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));
}

function* rowsOf(text: string): Generator<readonly string[], undefined> {
  const field = new RegExp(FIELD);
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) return;
    const [, quoted, plain = '', end] = found;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    yield row;
    row = [];
  }
  if (row.length > 0) yield [...row, ''];
}
