/** PBKDF2 (RFC 8018 §5.2) over WebCrypto, for other servers' keys and for files. */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { HashName } from './hmac.ts';

export interface Pbkdf2Input {
  readonly hash: HashName;
  /** It may be overwritten afterwards. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Length of the key in bytes. */
  readonly length: number;
}

export async function pbkdf2(input: Pbkdf2Input): Promise<Bytes> {
  const { hash, password, salt, iterations, length } = input;
  const key = await crypto.subtle.importKey('raw', ownBytes(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const parameters = { name: 'PBKDF2', hash, salt: ownBytes(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * length));
}
