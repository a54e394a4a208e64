/** Plain lists, as many programs export them: text with the URI of an account on each line. */
import type { OathSource } from '../../core/oath-entry.ts';
import type { Item } from '../accounts.ts';
import { fromUri, toSource } from '../accounts.ts';
import type { FileReader } from '../file-reader.ts';

const URI = /^(otpauth|apple-otpauth|steam|motp):\/\//i;
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
  return toSource(itemsOf(text));
}

/** One after the other: a text of a million lines ends with the first account too many. */
function* itemsOf(text: string): Generator<Item> {
  for (const line of linesOf(text)) yield fromUri(line);
}

function* linesOf(text: string): Generator<string, undefined> {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith(COMMENT)) yield trimmed;
  }
}
