/**
 * Reads a run of symbols out of a text that programs have broken into lines, quoted, or
 * percent-encoded (docs/protocol.md §1).
 */
import { MAX_MESSAGE_BYTES } from './cose.ts';
import type { TextCoding } from './text-coding.ts';

/** UTF-16 code units over which one message may be spread, line breaks and quotation marks too. */
const MAX_SPAN_LENGTH = 8192;

/** A beginning of a message in a text. */
export interface Start {
  readonly coding: TextCoding;
  /** Index of the first symbol. */
  readonly at: number;
  /** Index of the next beginning, or the text's length. */
  readonly next: number;
  /** The message is the fragment of a URL. */
  readonly inLink: boolean;
  /** What a percent-encoded symbol looks like; undefined where none is. */
  readonly encoded: RegExp | undefined;
}

/** A way to read the symbols of a message among other characters. */
export interface Reading {
  /**
   * What is skipped besides CR and LF: a line's leading `>` and blanks; a leading `>` with the one
   * blank behind it, and no other; or white space everywhere.
   */
  readonly skipped: 'margins' | 'marks' | 'blanks';
  /** The symbols may go on over what looks like the next beginning. */
  readonly crossesStarts: boolean;
  /** Nothing but the message may be in the run. */
  readonly alone: boolean;
}

/** Symbols that stand together once everything between them is skipped. */
interface Run {
  readonly run: string;
  /** For each symbol the index behind it in the text. */
  readonly ends: readonly number[];
}

/** Reads the symbols from a beginning on, at most one more than the longest message has. */
export function readRun(text: string, start: Start, { skipped, crossesStarts }: Reading): Run {
  const { coding } = start;
  const most = coding.symbolsOf(MAX_MESSAGE_BYTES) + 1;
  const limit = Math.min(crossesStarts ? text.length : start.next, start.at + MAX_SPAN_LENGTH);
  const ends: number[] = [];
  let run = '';
  let margin: Margin = 'none';
  for (let at = start.at; at < limit && run.length < most;) {
    const { symbol, end } = symbolAt(text, at, start);
    at = end;
    if (symbol === '\r' || symbol === '\n') margin = 'line';
    else if (isSkipped(symbol, margin, skipped)) margin = marginAfter(symbol, margin);
    else if (!coding.alphabet.includes(symbol)) break;
    else {
      margin = 'none';
      run += symbol;
      ends.push(end);
    }
  }
  return { run, ends };
}

/** Where the last character stood: at the start of a line, behind a `>` there, or elsewhere. */
type Margin = 'line' | 'mark' | 'none';

function marginAfter(symbol: string, margin: Margin): Margin {
  if (margin === 'none') return 'none';
  return symbol === '>' ? 'mark' : 'line';
}

function isSkipped(symbol: string, margin: Margin, skipped: Reading['skipped']): boolean {
  if (skipped === 'blanks' && /\s/.test(symbol)) return true;
  if (margin === 'none') return false;
  const isBlank = symbol === ' ' || symbol === '\t';
  return symbol === '>' || (isBlank && (skipped === 'margins' || margin === 'mark'));
}

/** A character with its percent-encoding undone, where the message is so encoded. */
function symbolAt(
  text: string,
  at: number,
  { encoded }: Start,
): { readonly symbol: string; readonly end: number } {
  const symbol = text[at]!;
  if (encoded === undefined) return { symbol, end: at + 1 };
  // application/x-www-form-urlencoded writes a space so, and a plus as %2B.
  if (symbol === '+') return { symbol: ' ', end: at + 1 };
  encoded.lastIndex = at;
  const code = encoded.exec(text)?.[1];
  if (code === undefined) return { symbol, end: at + 1 };
  return { symbol: String.fromCharCode(Number.parseInt(code, 16)), end: encoded.lastIndex };
}
