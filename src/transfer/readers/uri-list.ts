/** Plain lists, as many programs export them: text with the URI of an account on each line. */
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import { readMigration } from '../../core/codec/otpauth-migration.ts';
import { TesseraError } from '../../core/errors.ts';
import type { OathSource } from '../../core/oath-entry.ts';
import type { Item } from '../accounts.ts';
import { fromUri, toFileSource } from '../accounts.ts';
import type { FileReader } from '../file-reader.ts';
import { parseJson } from '../json.ts';

const URI = /^(otpauth|otpauth-migration|apple-otpauth|steam|motp):\/\//i;
/** Google's: one has several accounts. */
const MIGRATION = /^otpauth-migration:/i;
/** Begins a header or a comment. */
const COMMENT = '#';

export const uriList: FileReader = {
  format: 'list',
  recognises: ({ text }) => URI.test(linesOf(text ?? '').next().value ?? ''),
  needsPassword: () => false,
  read: ({ text }) => readUriList(text ?? ''),
};

/** @throws TesseraError FILE_EMPTY, ACCOUNTS_TOO_MANY */
export function readUriList(text: string): OathSource {
  return toFileSource(itemsOf(text));
}

/** One after the other: a text of a million lines ends with the first account too many. */
function* itemsOf(text: string): Generator<Item> {
  for (const line of linesOf(text)) {
    if (MIGRATION.test(line)) yield* fromMigration(line);
    else yield fromUri(line);
  }
}

function fromMigration(line: string): readonly Item[] {
  try {
    const { entries, unreadable } = readMigration(line).accounts;
    return [...entries, ...unreadable];
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
    return [unreadableEntry('form')];
  }
}

function* linesOf(text: string): Generator<string, undefined> {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const uri = unquote(line.trim());
    if (uri !== '' && !uri.startsWith(COMMENT)) yield uri;
  }
}

/** Older exports of Ente's have each URI as a string of JSON. */
function unquote(line: string): string {
  const value = line.startsWith('"') ? parseJson(line) : undefined;
  return typeof value === 'string' ? value.trim() : line;
}
