/** Which PINs are easy to guess, and why: patterns of digits and of the keypad, and common ones. */
import type { PinWeakness } from '../core/authentication.ts';
import { isCommonPin } from './common-pins.ts';

type Digits = ArrayLike<number>;

/** Straight lines of the keypad 123/456/789/·0·, in one of their two directions. */
const LINES = ['123', '456', '789', '147', '2580', '369', '159', '357'].flatMap((line) => {
  const keys = Array.from(line, Number);
  return [keys, keys.toReversed()];
});
/** Keys by which a line is told from two neighbours, and by which its beginning is at the end. */
const LINE_KEYS = 3;
const CUT_LINE_KEYS = 2;
const FEW_DIGITS = 3;

/**
 * Returns why a PIN is easy to guess, or undefined: 0000 (repeated), 3456 or 6543 (a run, past 9
 * and 0 too), 1357 (another constant step), 4747 (halves), 1122 or 121212 (pairs), 4774 (fewer than
 * three different digits), 147258 or 1478 (lines on the keypad), 5683 (common).
 */
export function weaknessOf(digits: Digits): PinWeakness | undefined {
  const { length } = digits;
  const step = (digits[1]! - digits[0]! + 10) % 10;
  if (every(digits, 2, (i) => (digits[i]! - digits[i - 1]! + 10) % 10 === step)) {
    if (step === 0) return 'repeated';
    return step === 1 || step === 9 ? 'run' : 'steps';
  }
  const half = length / 2;
  if (length % 2 === 0) {
    if (every(digits, half, (i) => digits[i] === digits[i - half])) return 'halves';
    if (every(digits, 2, (i) => digits[i] === digits[i - 2])) return 'pairs';
    if (every(digits, 1, (i) => i % 2 === 0 || digits[i] === digits[i - 1])) return 'pairs';
  }
  if (isMadeOfFew(digits)) return 'few';
  if (isMadeOfLines(digits, 0)) return 'keypad';
  return isCommonPin(Array.prototype.join.call(digits, '')) ? 'common' : undefined;
}

function every({ length }: Digits, from: number, isSo: (i: number) => boolean): boolean {
  for (let i = from; i < length; i++) if (!isSo(i)) return false;
  return true;
}

function isMadeOfFew(digits: Digits): boolean {
  let seen = 0;
  let count = 0;
  for (let i = 0; i < digits.length; i++) {
    const bit = 1 << digits[i]!;
    if ((seen & bit) === 0) count++;
    seen |= bit;
  }
  return count < FEW_DIGITS;
}

/** Lines one after another, or each from the last key of the one before; the last may be cut. */
function isMadeOfLines(digits: Digits, from: number): boolean {
  const left = digits.length - from;
  for (const line of LINES) {
    let keys = 0;
    while (keys < left && keys < line.length && digits[from + keys] === line[keys]) keys++;
    if (keys === left && keys >= (from === 0 ? LINE_KEYS : CUT_LINE_KEYS)) return true;
    if (keys < LINE_KEYS) continue;
    if (isMadeOfLines(digits, from + keys) || isMadeOfLines(digits, from + keys - 1)) return true;
  }
  return false;
}
