/** Names of another server's account, made fit to be kept and shown. */
import { codePointsOf } from './code-points.ts';
import { MAX_ACCOUNT_TEXT } from './oath-bounds.ts';

/** Control characters, halves of surrogate pairs, and marks that change a line's direction. */
const REMOVED = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text without those and without outer blanks, cut at `most` code points. */
export function accountText(text: string, most = MAX_ACCOUNT_TEXT): string {
  const clean = text.replace(REMOVED, '').trim();
  // A code point has at most two UTF-16 units: a megabyte is not taken apart.
  const codePoints = codePointsOf(clean.slice(0, 2 * most)).slice(0, most);
  return String.fromCodePoint(...codePoints)
    .replace(REMOVED, '')
    .trim();
}
