/** The activation code: proves that the second message was opened (docs/protocol.md §6). */
import { readTyped, wholeCode } from '../core/codec/typed-code.ts';
import { sha256, webHmac } from './hmac.ts';
import { ocra, parseSuite } from './ocra.ts';

const SUITE = parseSuite('OCRA-1:HOTP-SHA256-8:QH64');

/** `confirmKey`: 32 bytes, `h1`: SHA-256 of the first message, `m2`: the whole second message. */
export async function activationCode(
  confirmKey: Uint8Array,
  h1: Uint8Array,
  m2: Uint8Array,
): Promise<string> {
  const hmac = await webHmac(SUITE.hash, confirmKey);
  return ocra(hmac, SUITE, { question: await sha256(h1, await sha256(m2)) });
}

/** `1234 5678` */
export function formatActivationCode(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}

/**
 * Reads a code of `length` digits as a person types it ({@link readTyped}). Returns undefined for
 * anything else.
 */
export function parseDigits(typed: string, length: number): string | undefined {
  return wholeCode(readTyped(typed, 'digits'), length);
}
