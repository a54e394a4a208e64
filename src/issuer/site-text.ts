/**
 * The texts that a site gives the issuer, judged before any store, so that each is kept, found and
 * refused alike in all of them. A fault is a sentence that begins with "must"; it tells where a
 * text breaks its rule and by which code point, and never the text.
 */
import { codePointSet, codePointsOf } from '../core/codec/code-points.ts';
import { hasLatinShape } from '../core/codec/look-alike.ts';
import { isJoiner, shownText } from '../core/codec/shown-text.ts';
import type { TextRule } from '../core/codec/text-rules.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import { INVISIBLE, NOT_GRAPHIC } from '../core/codec/unicode-data.ts';
import { textFault } from '../core/codec/written-text.ts';

const isNotGraphic = codePointSet(NOT_GRAPHIC);
const isInvisible = codePointSet(INVISIBLE);

/** Longest name of the site's own, in code points. */
const MAX_LENGTH = 200;
const CONTROLS = /[\p{Cc}\p{Cs}]/u;
/** What no message contains, whoever writes it (docs/protocol.md §1). */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const HEX = 16;
/** Least digits of a code point in U+ notation. */
const HEX_DIGITS = 4;

/** What to call characters that no text may have; the last one is what is left. */
const KINDS: readonly (readonly [name: string, is: RegExp | ((code: number) => boolean)])[] = [
  ['control characters', /\p{Cc}/u],
  ['lone surrogates', /\p{Cs}/u],
  ['bidirectional controls', /\p{Bidi_Control}/u],
  ['line or paragraph separators', /[\u2028\u2029]/],
  ['invisible characters', isInvisible],
  ['format characters', /\p{Cf}/u],
  ['private characters', /\p{Co}/u],
  ['unassigned or invisible characters', () => true],
];

/** Returns true for well-formed UTF-16 without control characters. */
export function isPlain(text: string): boolean {
  return !CONTROLS.test(text);
}

/** Returns the fault of a text that an authenticator shows. */
export function shownFault(text: string, rule: TextRule): string | undefined {
  const fault = textFault(text, rule);
  if (fault === undefined) return undefined;
  const { min, max } = rule;
  return (
    lengthFault(text, min, max) ??
    characterFault(text, (code) => FORBIDDEN.test(String.fromCodePoint(code))) ??
    blankFault(text) ??
    droppedFault(text) ??
    characterFault(text, (code) => isNotGraphic(code) && !isJoiner(code)) ??
    `must be ${fault}`
  );
}

/**
 * Returns the fault of an owner's name or a reference. One that is not in NFC is refused rather
 * than normalised: a site that looks its own rows up by the same name would not find them.
 */
export function identifierFault(text: string): string | undefined {
  return (
    lengthFault(text, 1, MAX_LENGTH) ??
    characterFault(text, isNotGraphic) ??
    blankFault(text) ??
    dotFault(text) ??
    normalFault(text)
  );
}

/** A URL loses such a segment (WHATWG URL): the call would be about another name. */
function dotFault(text: string): string | undefined {
  return text === '.' || text === '..' ? 'must not be "." or ".."' : undefined;
}

/**
 * Returns the fault of an issuer's name, which has one more rule: no word mixes Latin letters with
 * Cyrillic ones, or with Greek ones that look like Latin ones. Who reads it would take it for
 * another name. (`Ωmega` and `ΔE` look like nothing else.)
 */
export function issuerNameFault(text: string): string | undefined {
  return shownFault(text, TEXT_RULES.issuerName) ?? mixtureFault(text);
}

/** Returns the fault of a name that is read out. */
export function graphicFault(text: string): string | undefined {
  return lengthFault(text, 0, MAX_LENGTH) ?? characterFault(text, isNotGraphic);
}

function lengthFault(text: string, min: number, max: number): string | undefined {
  // A code point has at most two UTF-16 units: a megabyte is not taken apart.
  const fits = text.length <= 2 * max && isBetween(codePointsOf(text).length, min, max);
  return fits ? undefined : `must be ${min} to ${max} characters`;
}

function isBetween(count: number, min: number, max: number): boolean {
  return count >= min && count <= max;
}

/** The first character that is forbidden. */
function characterFault(text: string, isForbidden: (code: number) => boolean): string | undefined {
  let at = 0;
  for (const code of codePointsOf(text)) {
    if (isForbidden(code)) return `must not contain ${kindOf(code)} (${inNotation(code)} at ${at})`;
    at += String.fromCodePoint(code).length;
  }
  return undefined;
}

function kindOf(code: number): string {
  const character = String.fromCodePoint(code);
  const [name] = KINDS.find(([, is]) =>
    typeof is === 'function' ? is(code) : is.test(character),
  )!;
  return name;
}

function blankFault(text: string): string | undefined {
  if (text === text.trim()) return undefined;
  const at = text === text.trimStart() ? text.length - 1 : 0;
  return `must not begin or end with a blank (${inNotation(text.codePointAt(at)!)} at ${at})`;
}

/** What an authenticator would not show; the first character in which the two texts differ. */
function droppedFault(text: string): string | undefined {
  const at = firstDifference(text, shownText(text));
  if (at === undefined) return undefined;
  const code = text.codePointAt(at)!;
  return `must not contain ${kindOf(code)} (${inNotation(code)} at ${at})`;
}

function normalFault(text: string): string | undefined {
  const at = firstDifference(text, text.normalize('NFC'));
  return at === undefined
    ? undefined
    : `must be in Unicode normalisation form C (NFC), which differs at ${at}`;
}

const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const GREEK = /\p{Script=Greek}/u;

function mixtureFault(text: string): string | undefined {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const letters = Array.from(word);
    const isMixed = /\p{Script=Latin}/u.test(word);
    const strange = isMixed ? letters.find(isStrangeToLatin) : undefined;
    if (strange === undefined) continue;
    const at = index + word.indexOf(strange);
    const scripts = CYRILLIC.test(strange) ? 'Cyrillic' : 'Greek';
    return `must not mix Latin and ${scripts} letters in a word (${inNotation(strange.codePointAt(0)!)} at ${at})`;
  }
  return undefined;
}

function isStrangeToLatin(letter: string): boolean {
  return (
    CYRILLIC.test(letter) || (GREEK.test(letter) && hasLatinShape(letter.normalize('NFD')[0]!))
  );
}

function firstDifference(text: string, other: string): number | undefined {
  if (text === other) return undefined;
  let at = 0;
  for (const code of codePointsOf(text)) {
    if (code !== other.codePointAt(at)) break;
    at += String.fromCodePoint(code).length;
  }
  return at;
}

/** `U+0000` */
function inNotation(code: number): string {
  return `U+${code.toString(HEX).toUpperCase().padStart(HEX_DIGITS, '0')}`;
}
