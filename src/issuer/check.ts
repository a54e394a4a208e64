/**
 * Checks of a site's options and arguments. The first value that breaks its rule throws
 * OUT_OF_RANGE with the value's path and the rule; the value itself is not told, since it may be
 * a secret.
 */
import type { TextRule } from '../core/codec/text-rules.ts';
import { textFault } from '../core/codec/written-text.ts';
import type { TesseraError } from '../core/errors.ts';
import { outOfRange } from '../core/errors.ts';
import { graphicFault, identifierFault, isPlain } from './site-text.ts';

/** Longest part of a wrong name that an error repeats, in characters. */
const MAX_TOLD = 40;
/** Longest text whose form is checked, in UTF-16 units: no URL, path or key is longer. */
const MAX_FORM = 4096;

/** @throws TesseraError OUT_OF_RANGE unless the rule holds; `rule` completes "… must be". */
export function check(field: string, value: unknown, holds: boolean, rule: string): void {
  if (!holds) throw toOutOfRange(field, value, rule);
}

/** A whole number from `low` to `high`. @throws TesseraError OUT_OF_RANGE */
export function checkWhole(field: string, value: unknown, low: number, high: number): void {
  const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `${low} to ${high}`;
  const isWhole = Number.isInteger(value);
  const holds = isWhole && (value as number) >= low && (value as number) <= high;
  const isFraction = typeof value === 'number' && !isWhole;
  check(field, value, holds, isFraction ? `a whole number, ${range}` : range);
}

/** A count, which may be `Infinity`. @throws TesseraError OUT_OF_RANGE */
export function checkCount(field: string, value: unknown, low: number): void {
  check(field, value, typeof value === 'number' && value >= low, `${low} or more`);
}

/**
 * Any text: what a person typed, or a token, whatever it is; the call's outcome says what is wrong
 * with it.
 * @throws TesseraError OUT_OF_RANGE
 */
export function checkString(field: string, value: unknown): void {
  check(field, value, typeof value === 'string', 'a string');
}

/** Text that an authenticator shows (docs/protocol.md §1). @throws TesseraError OUT_OF_RANGE */
export function checkText(field: string, value: unknown, rule: TextRule): void {
  // What is no text breaks the first rule, that of length.
  const fault = textFault(typeof value === 'string' ? value : '\0', rule);
  if (fault !== undefined) throw toOutOfRange(field, value, fault);
}

/** The site's own name for something, as every store keeps it. @throws TesseraError OUT_OF_RANGE */
export function checkIdentifier(field: string, value: unknown): void {
  checkFault(field, value, identifierFault);
}

/** What rows are looked up by, and names that are read out. @throws TesseraError OUT_OF_RANGE */
export function checkGraphic(field: string, value: unknown): void {
  checkFault(field, value, graphicFault);
}

function checkFault(
  field: string,
  value: unknown,
  faultOf: (text: string) => string | undefined,
): void {
  const fault = typeof value === 'string' ? faultOf(value) : 'a string';
  if (fault !== undefined) throw toOutOfRange(field, value, fault);
}

/** Text of a form. @throws TesseraError OUT_OF_RANGE */
export function checkForm(
  field: string,
  value: unknown,
  isForm: (text: string) => boolean,
  rule: string,
): void {
  const holds =
    typeof value === 'string' && value.length <= MAX_FORM && isPlain(value) && isForm(value);
  check(field, value, holds, rule);
}

/** One of some names; an error repeats the wrong one. @throws TesseraError OUT_OF_RANGE */
export function checkOneOf(field: string, value: unknown, allowed: readonly string[]): void {
  const names = allowed.join(', ');
  if (typeof value !== 'string') throw toOutOfRange(field, value, `one of ${names}`);
  if (!allowed.includes(value))
    throw outOfRange(field, `'${value.slice(0, MAX_TOLD)}' is not one of ${names}`);
}

/** Bytes, of a length where one is given. @throws TesseraError OUT_OF_RANGE */
export function checkBytes(field: string, value: unknown, length?: number): void {
  const holds = value instanceof Uint8Array && (length === undefined || value.length === length);
  check(field, value, holds, length === undefined ? 'a Uint8Array' : `a Uint8Array of ${length}`);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkBoolean(field: string, value: unknown): void {
  check(field, value, typeof value === 'boolean', 'true or false');
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkFunction(field: string, value: unknown): void {
  check(field, value, typeof value === 'function', 'a function');
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkObject(field: string, value: unknown): void {
  check(field, value, typeof value === 'object' && value !== null, 'an object');
}

/** An object with these methods, for example a store. @throws TesseraError OUT_OF_RANGE */
export function checkMethods(field: string, value: unknown, names: readonly string[]): void {
  checkObject(field, value);
  for (const name of names)
    checkFunction(`${field}.${name}`, (value as Readonly<Record<string, unknown>>)[name]);
}

function toOutOfRange(field: string, value: unknown, rule: string): TesseraError {
  return outOfRange(
    field,
    value === undefined ? `is missing: it must be ${rule}` : `must be ${rule}`,
  );
}
