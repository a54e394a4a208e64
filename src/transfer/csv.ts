/** CSV (RFC 4180) with a head of column names, as password managers export it. */
import { TesseraError } from '../core/errors.ts';

const QUOTE = '"';
const COMMA = ',';
const LINE_END = '\r\n';
/** What ends a field without quotes. */
const PLAIN = /[^,\r\n]*/y;

/** A row's fields by the names of their columns. */
export type CsvRow = ReadonlyMap<string, string>;

interface Field {
  readonly value: string;
  /** Where what follows it begins. */
  readonly end: number;
}

/** Returns true for a text whose first line names this column. */
export function recognisesCsv(text: string | undefined, column: string): boolean {
  const [head = ''] = /^[^\r\n]*/.exec(text ?? '') ?? [];
  return head.split(COMMA).some((name) => name === column || name === QUOTE + column + QUOTE);
}

/**
 * Reads the rows after the head.
 * @throws TesseraError FILE_DAMAGED for a quote that is never closed, or text after it
 */
export function readCsv(text: string): readonly CsvRow[] {
  const [columns = [], ...rows] = rowsOf(text);
  return rows
    .filter((row) => row.some((field) => field !== ''))
    .map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));
}

function* rowsOf(text: string): Generator<readonly string[]> {
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { value, end } = text[at] === QUOTE ? quotedAt(text, at) : plainAt(text, at);
    row.push(value);
    at = end + 1;
    if (text[end] === COMMA) continue;
    if (text.startsWith(LINE_END, end)) at++;
    yield row;
    row = [];
  }
  if (row.length > 0) yield row;
}

function plainAt(text: string, at: number): Field {
  const plain = new RegExp(PLAIN);
  plain.lastIndex = at;
  const [value = ''] = plain.exec(text) ?? [];
  return { value, end: at + value.length };
}

/** In it, a quote is doubled. */
function quotedAt(text: string, at: number): Field {
  let close = text.indexOf(QUOTE, at + 1);
  while (close >= 0 && text[close + 1] === QUOTE) close = text.indexOf(QUOTE, close + 2);
  const next = text[close + 1] ?? COMMA;
  if (close < 0 || (next !== COMMA && !LINE_END.includes(next)))
    throw new TesseraError('FILE_DAMAGED');
  return { value: text.slice(at + 1, close).replaceAll(QUOTE + QUOTE, QUOTE), end: close + 1 };
}
