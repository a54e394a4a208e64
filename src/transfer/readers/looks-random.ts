/** Tells encrypted bytes from files of other kinds, which have structure (Pearson's χ² test). */

const BYTE_VALUES = 256;
/**
 * Of random bytes, χ² with 255 degrees of freedom is above this once in 10^9 times. Pictures and
 * compressed files are mostly far above it.
 */
const MOST = 400;

/** Returns true where each value of a byte comes about equally often. */
export function looksRandom(bytes: Uint8Array): boolean {
  const counts = new Uint32Array(BYTE_VALUES);
  for (const byte of bytes) counts[byte]!++;
  const expected = bytes.length / BYTE_VALUES;
  let sum = 0;
  for (const count of counts) sum += (count - expected) ** 2 / expected;
  return sum < MOST;
}
