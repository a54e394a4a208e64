/**
 * The list of accounts that leaves the app: UTF-8 text, one Key URI a line in the accounts' order
 * (docs/backup.md, "The list").
 */
import { isOathEntry, toSource } from '../core/codec/oath-fields.ts';
import { writeOtpauth } from '../core/codec/otpauth.ts';
import { TesseraError } from '../core/errors.ts';
import type { OathEntry, OathSource, UnreadableEntry } from '../core/oath-entry.ts';
import { MAX_OATH_ACCOUNTS } from '../core/oath-entry.ts';
import { readUri } from './accounts.ts';

/** Of a list that is read. */
const MAX_LIST_CHARACTERS = 1024 * 1024;

/** Begins a header or a comment. */
const HEADER = '#';

export interface AccountList extends OathSource {
  /** Lines that begin `#`, in order. */
  readonly headers: readonly string[];
}

/** Writes a list; each of `headers` begins `#`. LF ends each line. */
export function writeAccountList(
  entries: readonly OathEntry[],
  headers: readonly string[] = [],
): string {
  return [...headers, ...entries.map(writeOtpauth)].map((line) => `${line}\n`).join('');
}

/**
 * Reads a list. A line that is no account is named by its label, or else by its number: none is
 * dropped.
 * @throws TesseraError DAMAGED beyond the bounds, which no list of this app reaches
 */
export function readAccountList(text: string): AccountList {
  if (text.length > MAX_LIST_CHARACTERS) throw new TesseraError('DAMAGED');
  const lines = text.split(/\r?\n/);
  const accounts = lines
    .map((line, i) => ({ line, place: `${HEADER}${i + 1}` }))
    .filter(({ line }) => !isHeader(line) && line.trim() !== '');
  if (accounts.length > MAX_OATH_ACCOUNTS) throw new TesseraError('DAMAGED');
  const read = accounts.map(({ line, place }) => readAccountUri(line, place));
  return { headers: lines.filter(isHeader), ...toSource(read) };
}

/**
 * Reads one account of this app's own writing.
 * @param place what names it where it has no name that can be read
 */
export function readAccountUri(uri: string, place: string): OathEntry | UnreadableEntry {
  const read = readUri(uri);
  const isNamed = isOathEntry(read) || read.issuer !== '' || read.label !== '';
  return isNamed ? read : { ...read, label: place };
}

function isHeader(line: string): boolean {
  return line.startsWith(HEADER);
}
