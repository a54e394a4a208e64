/** A PIN as an opaque thing: digits in private bytes that can be overwritten, never a string, never serialised. */
import type { PinHandle } from '../core/authentication.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { isPinLength } from './schema.ts';

const ASCII_ZERO = 0x30;

let read: (pin: Pin) => Bytes;

export class Pin implements PinHandle {
  readonly opaque = 'pin';
  /** One digit (0–9) a byte. */
  readonly #digits: Bytes;

  static {
    read = (pin) => pin.#digits;
  }

  constructor(digits: Bytes) {
    this.#digits = digits;
  }

  get length(): number {
    return this.#digits.length;
  }

  /** Overwrites the digits; a wiped PIN reads as zeros and must not be used. */
  wipe(): void {
    this.#digits.fill(0);
  }

  toString(): string {
    return '[Pin]';
  }

  toJSON(): string {
    return '[Pin]';
  }
}

/** @throws TesseraError CODE_MALFORMED for anything but 4 to 8 digits */
export function pin(digits: string): Pin {
  if (!isPinLength(digits.length) || !/^[0-9]+$/.test(digits))
    throw new TesseraError('CODE_MALFORMED');
  return new Pin(Uint8Array.from(digits, (digit) => digit.charCodeAt(0) - ASCII_ZERO));
}

/** The digits themselves, not a copy: for the key derivation alone. */
export function digitsOf(entered: Pin): Bytes {
  return read(entered);
}

export function samePin(a: Pin, b: Pin): boolean {
  const [x, y] = [read(a), read(b)];
  return x.length === y.length && x.every((digit, i) => digit === y[i]);
}

export type Weakness = 'repeated' | 'run' | 'halves';

/** Why a PIN is among the first that anybody would try, if it is: 0000, 3456 or 6543 (past 9 and 0 too), 4747. */
export function weakness(chosen: Pin): Weakness | undefined {
  const digits = read(chosen);
  const steps = new Set<number>();
  for (let i = 1; i < digits.length; i++) steps.add((digits[i]! - digits[i - 1]! + 10) % 10);
  if (steps.size === 1) {
    if (steps.has(0)) return 'repeated';
    if (steps.has(1) || steps.has(9)) return 'run';
  }
  const half = digits.length / 2;
  const halves =
    Number.isInteger(half) && digits.every((d, i) => i < half || d === digits[i - half]);
  return halves ? 'halves' : undefined;
}
