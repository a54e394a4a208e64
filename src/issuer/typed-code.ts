/** Codes as a person types them, at the issuer. */
import { TesseraError } from '../core/errors.ts';
import { parseDigits } from '../protocol/activation-code.ts';
import type { ParsedDeviceCode } from '../protocol/device-code.ts';
import { parseDeviceCode } from '../protocol/device-code.ts';

/** Longest code with its separators, in UTF-16 units. */
const MAX_TYPED = 64;

/** Reads a code of `length` digits; undefined for anything else. */
export function typedDigits(typed: string, length: number): string | undefined {
  return typed.length > MAX_TYPED ? undefined : parseDigits(typed, length);
}

/** Reads a device code; undefined for anything else. */
export function typedDeviceCode(typed: string): ParsedDeviceCode | undefined {
  if (typed.length > MAX_TYPED) return undefined;
  try {
    return parseDeviceCode(typed);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'CODE_MALFORMED') return undefined;
    throw thrown;
  }
}
