/** Words about other servers' accounts, files and moving: loaded with their screens alone. */
import type { ErrorCode, TransferErrorCode } from '../core/errors.ts';
import type ENGLISH from './locales/en/transfer.json';
import type { ErrorWords } from './strings.ts';
import { errorWords } from './strings.ts';

/** The shape of every language's `transfer.json`. */
export type TransferStrings = typeof ENGLISH;

/** The words in use: a live binding, as `t` is; none before they are loaded (load-strings.ts). */
export let w: TransferStrings;

/** Changes the language from the next render on. */
export function setTransferStrings(strings: TransferStrings): void {
  w = strings;
}

/** The words for any error that these screens can show. */
export function transferErrorWords(code: ErrorCode): ErrorWords {
  const own = w.errors satisfies Record<TransferErrorCode, ErrorWords>;
  const words: Partial<Record<ErrorCode, ErrorWords>> = own;
  return words[code] ?? errorWords(code);
}
