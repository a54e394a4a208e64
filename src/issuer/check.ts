/**
 * Checks of a site's options and arguments. Each throws an ArgumentError with the value's path and
 * the rule; the value itself is not told, since it may be a secret.
 */
import type { TextRule } from '../core/codec/text-rules.ts';
import type { WrongArgument } from './argument-error.ts';
import { ArgumentError, argumentError } from './argument-error.ts';
import { graphicFault, identifierFault, isPlain, shownFault } from './site-text.ts';

/** Longest text whose form is checked, in UTF-16 units: no URL, path or key is longer. */
const MAX_FORM = 4096;

/** Runs all checks, and tells the mistakes of all of them. @throws ArgumentError */
export function checkAll(...checks: readonly (() => void)[]): void {
  const errors = checks.flatMap(mistakesIn);
  if (errors.length > 0) throw new ArgumentError(errors);
}

function mistakesIn(check: () => void): readonly WrongArgument[] {
  try {
    check();
    return [];
  } catch (thrown) {
    if (thrown instanceof ArgumentError) return thrown.errors;
    throw thrown;
  }
}

/** Checks what is not left out. @throws ArgumentError */
export function checkOptional(
  field: string,
  value: unknown,
  checkValue: (field: string, value: unknown) => void,
): void {
  if (value !== undefined) checkValue(field, value);
}

/** @throws ArgumentError unless the rule holds; `rule` completes "… must be" */
export function check(field: string, value: unknown, holds: boolean, rule: string): void {
  checkFault(field, value, holds ? undefined : `must be ${rule}`);
}

/** Throws a fault where there is one, a sentence that begins with "must". @throws ArgumentError */
export function checkFault(field: string, value: unknown, fault: string | undefined): void {
  if (fault === undefined) return;
  throw argumentError(field, value === undefined ? `is missing: it ${fault}` : fault);
}

/** A whole number from `low` to `high`. @throws ArgumentError */
export function checkWhole(field: string, value: unknown, low: number, high: number): void {
  const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `${low} to ${high}`;
  const isWhole = Number.isInteger(value);
  const holds = isWhole && (value as number) >= low && (value as number) <= high;
  const isFraction = typeof value === 'number' && !isWhole;
  check(field, value, holds, isFraction ? `a whole number, ${range}` : range);
}

/** A count, which may be `Infinity`. @throws ArgumentError */
export function checkCount(field: string, value: unknown, low: number): void {
  check(field, value, typeof value === 'number' && value >= low, `${low} or more`);
}

/**
 * Any text: what a person typed, or a token, whatever it is; the call's outcome says what is wrong
 * with it.
 * @throws ArgumentError
 */
export function checkString(field: string, value: unknown): void {
  check(field, value, typeof value === 'string', 'a string');
}

/** Text that an authenticator shows (docs/protocol.md §1). @throws ArgumentError */
export function checkText(field: string, value: unknown, rule: TextRule): void {
  checkTextFault(field, value, (text) => shownFault(text, rule));
}

/** The site's own name for something, as every store keeps it. @throws ArgumentError */
export function checkIdentifier(field: string, value: unknown): void {
  checkTextFault(field, value, identifierFault);
}

/** Names that are read out. @throws ArgumentError */
export function checkGraphic(field: string, value: unknown): void {
  checkTextFault(field, value, graphicFault);
}

/** @throws ArgumentError with what `faultOf` says of a text, or for what is none */
export function checkTextFault(
  field: string,
  value: unknown,
  faultOf: (text: string) => string | undefined,
): void {
  checkFault(field, value, typeof value === 'string' ? faultOf(value) : 'must be a string');
}

/** Text of a form; `rule` completes "… must be". @throws ArgumentError */
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

/** One of some names. @throws ArgumentError */
export function checkOneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
  const [last, ...others] = allowed.map(String).reverse();
  const names = others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
  check(field, value, allowed.includes(value), names!);
}

/** Bytes, of a length where one is given. @throws ArgumentError */
export function checkBytes(field: string, value: unknown, length?: number): void {
  const holds = value instanceof Uint8Array && (length === undefined || value.length === length);
  check(field, value, holds, length === undefined ? 'a Uint8Array' : `a Uint8Array of ${length}`);
}

/** What may be said, or left out: there is no other value. @throws ArgumentError */
export function checkTrue(field: string, value: unknown): void {
  check(field, value, value === true, 'true');
}

/** @throws ArgumentError */
export function checkBoolean(field: string, value: unknown): void {
  check(field, value, typeof value === 'boolean', 'true or false');
}

/** @throws ArgumentError */
export function checkFunction(field: string, value: unknown): void {
  check(field, value, typeof value === 'function', 'a function');
}

/** @throws ArgumentError */
export function checkObject(field: string, value: unknown): void {
  check(field, value, typeof value === 'object' && value !== null, 'an object');
}

/** An object with these methods, for example a store. @throws ArgumentError */
export function checkMethods(field: string, value: unknown, names: readonly string[]): void {
  checkObject(field, value);
  const methods = value as Readonly<Record<string, unknown>>;
  checkAll(...names.map((name) => () => checkFunction(`${field}.${name}`, methods[name])));
}
