/** The PIN of the vault: `base = PIN + offset`, digit by digit mod 10 (docs/vault.md, "Keys"). */
import type { Bytes } from '../core/codec/bytes.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Pin } from './pin.ts';
import { digitsOf } from './pin.ts';

const ASCII_ZERO = 0x30;
/** The largest multiple of ten that fits a byte: bytes above it would make low digits likelier. */
const FAIR_LIMIT = 250;

/** Returns random digits, drawn before any PIN is known, so that they say nothing about it. */
export function drawOffset(length: number): string {
  let offset = '';
  while (offset.length < length) {
    for (const byte of randomBytes(2 * length)) {
      if (byte < FAIR_LIMIT && offset.length < length) offset += String(byte % 10);
    }
  }
  return offset;
}

/** Returns the base digits in ASCII, from which the PIN root is derived. */
export function baseOf(pin: Pin, offset: string): Bytes {
  return digitsOf(pin).map((digit, i) => ASCII_ZERO + ((digit + digitAt(offset, i)) % 10));
}

/** Returns the offset under which `pin` leads to this base: all that a change of PIN writes. */
export function offsetFor(base: Uint8Array, pin: Pin): string {
  const digits = digitsOf(pin);
  return Array.from(base, (symbol, i) => String((symbol - ASCII_ZERO - digits[i]! + 10) % 10)).join(
    '',
  );
}

function digitAt(offset: string, i: number): number {
  return offset.charCodeAt(i) - ASCII_ZERO;
}
