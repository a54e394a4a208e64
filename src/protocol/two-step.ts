/** privacyIDEA's two-step enrolment: the text that the phone shows, and the key of both parts. */
import { toBase32 } from '../core/codec/base32.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, ownBytes, toHex } from '../core/codec/bytes.ts';
import { MAX_SECRET_BYTES } from '../core/codec/oath-bounds.ts';
import type { TwoStepNumbers } from '../core/codec/two-step-uri.ts';
import { TesseraError } from '../core/errors.ts';
import { refuseWeakKey } from './key-strength.ts';
import { pbkdf2 } from './pbkdf2.ts';

const CHECK_BYTES = 4;

/**
 * What the person types into the page: base32 of a checksum and the phone's part. The page takes
 * no blanks and no hyphens.
 */
export async function twoStepText(phonePart: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', ownBytes(phonePart)));
  return toBase32(concat(hash.subarray(0, CHECK_BYTES), phonePart));
}

export interface TwoStepParts extends Pick<TwoStepNumbers, 'keyLength' | 'iterations'> {
  /** The server's part: the URI's secret, at most 128 bytes. */
  readonly server: Uint8Array;
  readonly phonePart: Uint8Array;
}

/**
 * Derives the account's key. The password is the server's part in lower-case hexadecimal, and the
 * hash is SHA-1 whatever the account's is.
 * @throws TesseraError WEAK_KEY where the server's part can be guessed, OUT_OF_RANGE where it is
 * too long
 */
export async function deriveTwoStepKey(parts: TwoStepParts): Promise<Bytes> {
  const { server, phonePart, iterations, keyLength } = parts;
  refuseWeakKey(server);
  if (server.length > MAX_SECRET_BYTES) throw new TesseraError('OUT_OF_RANGE');
  const password = asciiBytes(toHex(server));
  try {
    return await pbkdf2({
      hash: 'SHA-1',
      password,
      salt: phonePart,
      iterations,
      length: keyLength,
    });
  } finally {
    password.fill(0);
  }
}
