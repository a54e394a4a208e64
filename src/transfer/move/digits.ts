/** Turns bytes into the eight digits that a person reads on one phone and types on the other. */

/** Bytes that make a number; more are not used. */
export const NUMBER_BYTES = 8;
/** Digits of a number, shown in two groups of four. */
const NUMBER_DIGITS = 8;

const MODULUS = 10n ** BigInt(NUMBER_DIGITS);

/** The first eight bytes, big-endian, modulo 10^8, with leading zeros. */
export function numberOf(bytes: Uint8Array): string {
  const value = bytes
    .subarray(0, NUMBER_BYTES)
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return (value % MODULUS).toString().padStart(NUMBER_DIGITS, '0');
}
