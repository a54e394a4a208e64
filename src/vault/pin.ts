/** A PIN as an opaque object: digits in bytes that can be overwritten, never a string. */
import type { PinHandle, PinWeakness } from '../core/authentication.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { weaknessOf } from './pin-weakness.ts';
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

/** Returns why a PIN is easy to guess, or undefined. */
export function pinWeakness(chosen: Pin): PinWeakness | undefined {
  return weaknessOf(readDigits(chosen));
}
