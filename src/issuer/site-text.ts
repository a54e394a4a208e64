/**
 * The texts that a site keeps with the issuer: judged before any store, so that each is kept, found
 * and refused alike in all of them.
 */
import { codePointSet, codePointsOf } from '../core/codec/code-points.ts';
import { NOT_GRAPHIC } from '../core/codec/unicode-data.ts';

const isNotGraphic = codePointSet(NOT_GRAPHIC);

/** Longest text, in code points. */
const MAX_LENGTH = 200;
const CONTROLS = /[\p{Cc}\p{Cs}]/u;

/** Returns true for well-formed UTF-16 without control characters. */
export function isPlain(text: string): boolean {
  return !CONTROLS.test(text);
}

/**
 * Returns the rule that an owner's name or a reference breaks, to complete "… must be". One that is
 * not in NFC is refused rather than normalised: a site that looks its own rows up by the same name
 * would not find them.
 */
export function identifierFault(text: string): string | undefined {
  if (text === '') return `1 to ${MAX_LENGTH} characters`;
  if (graphicFault(text) !== undefined) return graphicFault(text);
  if (text !== text.trim()) return 'text without a blank at either end';
  return text === text.normalize('NFC') ? undefined : 'text in Unicode normalisation form C (NFC)';
}

/** Returns the rule that a text breaks which a store is asked for, or which is read out. */
export function graphicFault(text: string): string | undefined {
  // A code point has at most two UTF-16 units: a megabyte is not taken apart.
  const isLong = text.length > 2 * MAX_LENGTH || codePointsOf(text).length > MAX_LENGTH;
  if (isLong) return `1 to ${MAX_LENGTH} characters`;
  return codePointsOf(text).some(isNotGraphic)
    ? 'well-formed text without control, format, private or unassigned characters'
    : undefined;
}
