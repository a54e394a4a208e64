/** Finds messages in the text around them: in mail, in a chat, in links (docs/protocol.md §1). */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { toHex } from './bytes.ts';
import { envelopeOf } from './cose.ts';
import { BASE45_CODING, BASE64URL_CODING, decodePrefix } from './text-coding.ts';
import type { Reading, Start } from './text-run.ts';
import { readRun } from './text-run.ts';

/** UTF-16 code units of a text that is searched; a longer one is not. */
const MAX_TEXT_LENGTH = 1_000_000;
/** Beginnings of messages that are looked at. */
const MAX_STARTS = 64;
/** UTF-16 code units before a message that may make it a link. */
const MAX_LINK_PREFIX_LENGTH = 32;
/** From a full-width form to its ASCII character. */
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * Where a message begins; a percent-encoded `:` or `.` can be so up to four times (`%3A`, `%253A`).
 */
const START = /TES1(?:([:.])|%((?:25){0,3})(3[aA]|2[eE]))/g;
const LINK_PREFIX = /(?:#|%((?:25){0,3})23)(?:[/!]|%(?:25){0,3}2[1fF])*$/;

const AMONG_WORDS: Reading = { skipped: 'margins', crossesStarts: false, alone: false };
/** In the order in which they are tried. */
const BASE45_READINGS: readonly Reading[] = [
  AMONG_WORDS,
  // A space is a symbol of Base45, at the start of a line too.
  { skipped: 'marks', crossesStarts: false, alone: false },
  // `TES1:` can be symbols by chance.
  { skipped: 'marks', crossesStarts: true, alone: true },
];
const BASE64URL_READINGS: readonly Reading[] = [
  AMONG_WORDS,
  { skipped: 'blanks', crossesStarts: false, alone: true },
];

/**
 * Reads each different message in a text.
 * @throws TesseraError where `read` takes none: NOT_OURS if none begins, FIRST_EXPECTED for other
 * messages in links, else DAMAGED
 */
export function readMessages<T>(text: string, read: (message: Bytes) => T): readonly T[] {
  const found = new Map<string, T>();
  let problem = new TesseraError('NOT_OURS');
  for (const take of messagesOf(text))
    try {
      const message = take();
      found.set(toHex(message), read(message));
    } catch (thrown) {
      if (!(thrown instanceof TesseraError)) throw thrown;
      if (problem.code !== 'FIRST_EXPECTED') problem = thrown;
    }
  if (found.size === 0) throw problem;
  return [...found.values()];
}

/** For each beginning a function that returns its message, or throws why there is none. */
function* messagesOf(text: string): Iterable<() => Bytes> {
  const plain = text.length > MAX_TEXT_LENGTH ? '' : toPlain(text);
  let end = 0;
  for (const start of startsIn(plain)) {
    if (start.at < end) continue;
    const message = messageAt(plain, start);
    if (message) ({ end } = message);
    yield () => {
      if (message === undefined) throw new TesseraError('DAMAGED');
      if (start.inLink && envelopeOf(message.bytes) !== 'sign1')
        throw new TesseraError('FIRST_EXPECTED');
      return message.bytes;
    };
  }
}

/**
 * Undoes what programs do to a text on its way: no-break spaces, dashes of all kinds, full-width
 * forms and format characters (Cf). Case, spaces and hyphens stay: they are symbols.
 */
function toPlain(text: string): string {
  return text
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\u00a0\u3000]/g, ' ')
    .replace(/[\p{Pd}\u2212]+/gu, (dashes) => '-'.repeat(dashes.length))
    .replace(/[\uff01-\uff5e]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET),
    );
}

function startsIn(text: string): readonly Start[] {
  const matches: RegExpExecArray[] = [];
  for (const match of text.matchAll(START)) {
    matches.push(match);
    if (matches.length > MAX_STARTS) break;
  }
  return matches.slice(0, MAX_STARTS).map((match, i) => {
    const [whole, symbol, depth, code] = match;
    const before = text.slice(Math.max(0, match.index - MAX_LINK_PREFIX_LENGTH), match.index);
    const link = LINK_PREFIX.exec(before);
    const encoding = depth ?? link?.[1];
    return {
      coding: symbol === ':' || code?.startsWith('3') ? BASE45_CODING : BASE64URL_CODING,
      at: match.index + whole.length,
      next: matches[i + 1]?.index ?? text.length,
      inLink: link !== null,
      encoded: encoding === undefined ? undefined : new RegExp(`%${encoding}([0-9A-F]{2})`, 'iy'),
    };
  });
}

/** The message at a beginning, and where it ends in the text; undefined where it is not whole. */
function messageAt(
  text: string,
  start: Start,
): { readonly bytes: Bytes; readonly end: number } | undefined {
  const readings = start.coding === BASE45_CODING ? BASE45_READINGS : BASE64URL_READINGS;
  for (const reading of readings) {
    const { run, ends } = readRun(text, start, reading);
    const decoded = decodePrefix(run, start.coding);
    if (decoded === undefined) continue;
    const { bytes, symbols } = decoded;
    // White space behind a message is no part of it: Base45 never ends with a space.
    if (!reading.alone || run.trimEnd().length === symbols)
      return { bytes, end: ends[symbols - 1]! };
  }
  return undefined;
}
