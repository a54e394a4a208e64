/**
 * Reads codes and PINs as people type them, on whatever keyboard and in whatever digits
 * (docs/protocol.md §3). Every field, page and server reads them with this one function.
 */
import type { ForeignCharacter } from './foreign-character.ts';
import { describeForeign } from './foreign-character.ts';

/** Crockford's base32: no I, L, O, U. */
export const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a code consists of: decimal digits, or the symbols of Crockford's base32. */
export type TypedForm = 'digits' | 'base32';

/** What a person has typed. */
export interface TypedCode {
  /** ASCII digits, or symbols of Crockford's base32: those among what was typed. */
  readonly symbols: string;
  /** The first character that such a code can't contain: what was typed is no code. */
  readonly foreign?: ForeignCharacter;
  /** More was typed than is read: it is no code either. */
  readonly tooLong: boolean;
}

/** Upper bound on typed input, in UTF-16 code units. */
const MAX_TYPED_LENGTH = 200;
const DIGIT_VALUES = 10;
/** Full stops, middle dots and bullets of the scripts, as they stand between groups of symbols. */
const DOTS = String.raw`.\u00b7\u06d4\u2022\u2027\u22c5\u3002\u30fb`;
/** Between symbols without a meaning; U+2212 is the minus sign, which is no dash to Unicode. */
const SEPARATOR = new RegExp(
  String.raw`[\p{Cf}\p{Variation_Selector}\p{Pd}\u2212\p{White_Space}${DOTS}]`,
  'u',
);
const DIGIT = /^\p{Nd}$/u;

/**
 * Reads a typed code. Compatibility forms count as what they stand for (NFKC), decimal digits of
 * every script as ASCII; case, dashes, dots, white space and invisible characters don't matter; in
 * base32 O reads as 0, I and L as 1. A character that NFKC makes several of (½, ⑩, Ⅳ) is foreign:
 * nobody typed those symbols. So is a letter that only looks like one of these.
 */
export function readTyped(typed: string, form: TypedForm): TypedCode {
  let symbols = '';
  let foreign: string | undefined;
  for (const character of typed.slice(0, MAX_TYPED_LENGTH).normalize('NFC')) {
    const symbol = toSymbol(character, form);
    if (symbol === undefined) foreign ??= character;
    else symbols += symbol;
  }
  return {
    symbols,
    ...(foreign !== undefined && { foreign: describeForeign(foreign) }),
    tooLong: typed.length > MAX_TYPED_LENGTH,
  };
}

/** The whole code: exactly `length` symbols and nothing foreign; undefined for anything else. */
export function wholeCode(typed: TypedCode, length: number): string | undefined {
  const { symbols, foreign, tooLong } = typed;
  return foreign === undefined && !tooLong && symbols.length === length ? symbols : undefined;
}

/** The symbol that a character stands for, none for a separator; undefined for a foreign one. */
function toSymbol(character: string, form: TypedForm): string | undefined {
  const parts = Array.from(character.normalize('NFKC'));
  if (parts.every((part) => SEPARATOR.test(part))) return '';
  const [part] = parts;
  if (part === undefined || parts.length > 1) return undefined;
  const digit = toDigit(part);
  if (digit !== undefined || form === 'digits') return digit;
  const symbol = /^[a-z]$/.test(part) ? part.toUpperCase() : part;
  const meant = symbol.replace('O', '0').replace(/[IL]/, '1');
  return BASE32.includes(meant) ? meant : undefined;
}

/**
 * The ASCII digit of a decimal digit; undefined for other characters. Each script's ten stand in
 * order from its zero, and the zero of the first of several rows follows no other digit.
 */
function toDigit(character: string): string | undefined {
  if (!DIGIT.test(character)) return undefined;
  const digit = character.codePointAt(0)!;
  let first = digit;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return String((digit - first) % DIGIT_VALUES);
}
