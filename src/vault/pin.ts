/** A PIN as an opaque object: digits in bytes that can be overwritten, never a string. */
import type { PinHandle, PinWeakness } from '../core/authentication.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { isPinLength } from './schema.ts';

const ASCII_ZERO = 0x30;

let readDigits: (pin: Pin) => Bytes;

/** It is never serialised: its text is `[Pin]`. */
export class Pin implements PinHandle {
  readonly opaque = 'pin';
  /** One digit (0–9) a byte. */
  readonly #digits: Bytes;

  static {
    readDigits = (pin) => pin.#digits;
  }

  constructor(digits: Bytes) {
    this.#digits = digits;
  }

  get length(): number {
    return this.#digits.length;
  }

  /** Overwrites the digits with zeros; a wiped PIN must not be used. */
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

/** Creates a PIN. @throws TesseraError CODE_MALFORMED for anything but 4 to 8 digits */
export function pin(digits: string): Pin {
  if (!isPinLength(digits.length) || !/^[0-9]+$/.test(digits))
    throw new TesseraError('CODE_MALFORMED');
  return new Pin(Uint8Array.from(digits, (digit) => digit.charCodeAt(0) - ASCII_ZERO));
}

/** Returns the PIN that a handle stands for. @throws TesseraError UNEXPECTED for another object */
export function toPin(handle: PinHandle): Pin {
  if (handle instanceof Pin) return handle;
  throw new TesseraError('UNEXPECTED');
}

/** Returns the digits themselves, not a copy: for the key derivation alone. */
export function digitsOf(entered: Pin): Bytes {
  return readDigits(entered);
}

export function samePin(a: Pin, b: Pin): boolean {
  const [x, y] = [readDigits(a), readDigits(b)];
  return x.length === y.length && x.every((digit, i) => digit === y[i]);
}

/**
 * Returns why a PIN is easy to guess, or undefined: 0000 (repeated), 3456 or 6543 (a run, past 9
 * and 0 too), 4747 (halves).
 */
export function pinWeakness(chosen: Pin): PinWeakness | undefined {
  const digits = readDigits(chosen);
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
