/** Randomness from the platform's generator, behind a port so that tests can bring their own. */
import type { Bytes } from '../core/codec/bytes.ts';

/** `length` random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
