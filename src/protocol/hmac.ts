/** The Hmac port (RFC 2104): hash and key inside, so that a key is imported once. */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, ownBytes } from '../core/codec/bytes.ts';
import type { OtpAlgorithm } from '../core/codec/messages.ts';

/** MAC of `data`; 20, 32 or 64 bytes. */
export type Hmac = (data: Uint8Array) => Promise<Uint8Array>;

/** WebCrypto's names of the hashes. */
export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-512';

/** An Hmac over WebCrypto, its key not extractable; `key` may be overwritten afterwards. */
export async function webHmac(hash: HashName, key: Uint8Array): Promise<Hmac> {
  const imported = await crypto.subtle.importKey(
    'raw',
    ownBytes(key),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  );
  return async (data): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.sign('HMAC', imported, ownBytes(data)));
}

/** WebCrypto's name for the hash of an account's OTP policy. */
export function hashOf(algorithm: OtpAlgorithm): HashName {
  return algorithm === 'SHA1' ? 'SHA-1' : algorithm === 'SHA256' ? 'SHA-256' : 'SHA-512';
}

/** SHA-256 of the concatenation. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}
