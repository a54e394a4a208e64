/**
 * LinOTP's ocra2: the activation code, the key of both parts and the server's nonce, the signature
 * of its texts, and OCRA codes (RFC 6287). The address that it may name is never called.
 */
import { toBase32 } from '../core/codec/base32.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, equal, toHex } from '../core/codec/bytes.ts';
import type { Hmac } from './hmac.ts';
import { refuseWeakKey } from './key-strength.ts';
import type { OcraSuite } from './ocra.ts';
import { ocra } from './ocra.ts';
import type { Ocra2Nonce } from './ocra2-messages.ts';
import { pbkdf2 } from './pbkdf2.ts';

/** The phone's part of the key: a multiple of 5, because the server adds no padding. */
export const PHONE_PART_BYTES = 10;
const ITERATIONS = 10_000;
const KEY_BYTES = 32;
/** Of the nonce: what goes into the password; the rest is the salt. */
const NONCE_PASSWORD_BYTES = 56;

/** What the person types into the page after image 1: base32, and a checksum of two digits. */
export function ocra2ActivationCode(phonePart: Uint8Array): string {
  const checksum = phonePart.reduce((sum, byte) => sum ^ byte, 0);
  return toBase32(phonePart) + toHex(Uint8Array.of(checksum)).toUpperCase();
}

export interface Ocra2Parts {
  /** The server's part, of image 1. */
  readonly shared: Uint8Array;
  readonly phonePart: Uint8Array;
  /** 64 bytes, of image 2. */
  readonly nonce: Uint8Array;
}

/**
 * Derives the account's key, 32 bytes under SHA-256 whatever the suite is.
 * @throws TesseraError WEAK_KEY where a part of the server's can be guessed
 */
export async function deriveOcra2Key({ shared, phonePart, nonce }: Ocra2Parts): Promise<Bytes> {
  refuseWeakKey(shared);
  refuseWeakKey(nonce);
  const password = concat(shared, phonePart, nonce.subarray(0, NONCE_PASSWORD_BYTES));
  const salt = nonce.subarray(NONCE_PASSWORD_BYTES);
  try {
    return await pbkdf2({
      hash: 'SHA-256',
      password,
      salt,
      iterations: ITERATIONS,
      length: KEY_BYTES,
    });
  } finally {
    password.fill(0);
  }
}

/** Returns true if the text was signed with the key of `hmac`, which has the suite's hash. */
export async function isOcra2Signed(
  hmac: Hmac,
  { signed, signature }: Pick<Ocra2Nonce, 'signed' | 'signature'>,
): Promise<boolean> {
  return equal(await hmac(asciiBytes(signed)), signature);
}

/**
 * Computes the code of a challenge; `hmac` has the suite's hash.
 * @param counter ignored where the suite has none
 * @throws TesseraError OUT_OF_RANGE where the challenge does not fit the suite
 */
export function ocra2Code(
  hmac: Hmac,
  suite: OcraSuite,
  { challenge, counter }: { readonly challenge: string; readonly counter: number },
): Promise<string> {
  return ocra(hmac, suite, { question: challenge, ...(suite.counter && { counter }) });
}
