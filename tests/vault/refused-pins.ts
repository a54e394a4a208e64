/** How many PINs of a length the app refuses, and what a thief knows by that. */
import { weaknessOf } from '../../src/vault/pin-weakness.ts';

/** Counts by trying every PIN. */
export function refusedOf(length: number): number {
  const digits = new Uint8Array(length);
  let refused = 0;
  for (;;) {
    if (weaknessOf(digits) !== undefined) refused++;
    let at = length - 1;
    while (at >= 0 && digits[at] === 9) digits[at--] = 0;
    if (at < 0) return refused;
    digits[at]!++;
  }
}

/** The part that is impossible for a vault that has had so many PINs, far apart from each other. */
export function impossible(refused: number, length: number, pins: number): number {
  return 1 - (1 - refused / 10 ** length) ** pins;
}
