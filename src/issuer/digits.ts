/** Codes of digits as people type them. */
import { TesseraError } from '../core/errors.ts';
import { parseDigits } from '../protocol/activation-code.ts';

/** The digits of a typed code, separators forgiven; undefined unless there are exactly `length`. */
export function digitsOf(typed: string, length: number): string | undefined {
  try {
    return parseDigits(typed, length);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'CODE_MALFORMED') return undefined;
    throw thrown;
  }
}
