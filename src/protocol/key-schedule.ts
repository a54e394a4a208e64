/** Derives the keys of an activation (docs/protocol.md §4; PBKDF2, RFC 8018; HKDF, RFC 5869). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, ownBytes } from '../core/codec/bytes.ts';
import { sha256 } from './hmac.ts';

const ITERATIONS = 262_144;
const KEY_BITS = 256;

/** Keys of 32 bytes each; the second message's never leaves WebCrypto, the others are raw. */
export interface ActivationKeys {
  /** AES-GCM 256, not extractable. */
  readonly message2: CryptoKey;
  /** Makes the activation code (§6). */
  readonly confirm: Bytes;
  /** Makes one-time passwords (RFC 6238). */
  readonly otp: Bytes;
  /** Makes response codes (RFC 6287). */
  readonly sign: Bytes;
  /** Seals requests and deactivations (§7). */
  readonly channel: Bytes;
  /** Signs the tokens of calls to the service (§8). */
  readonly service: Bytes;
}

/** What both sides know, from which all keys are derived. */
export interface KeyMaterial {
  /** S: the link secret of the first message, 16 bytes. */
  readonly secret: Uint8Array;
  /** The device code's bits, 9 bytes. */
  readonly c9: Uint8Array;
  /** SHA-256 of the first message, 32 bytes. */
  readonly h1: Uint8Array;
  /** N: the second message's nonce, 16 bytes. */
  readonly nonce: Uint8Array;
}

/**
 * PBKDF2 (RFC 8018) with HMAC-SHA-256, to 32 bytes. The result is the caller's, who overwrites it.
 */
export type Stretch = (
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
) => Promise<Bytes>;

/**
 * Slow by design: 262,144 rounds, some hundred milliseconds. They can be made by `stretch` in the
 * place of WebCrypto.
 */
export async function deriveActivationKeys(
  material: KeyMaterial,
  stretch: Stretch = stretchByWebCrypto,
): Promise<ActivationKeys> {
  const { secret, c9, h1, nonce } = material;
  // P: what makes each guess at a device code slow.
  const stretched = await stretch(c9, h1.slice(0, 16), ITERATIONS);
  const inputKey = concat(secret, stretched);
  const base = await crypto.subtle.importKey('raw', inputKey, 'HKDF', false, [
    'deriveBits',
    'deriveKey',
  ]);
  stretched.fill(0);
  inputKey.fill(0);
  const salt = await sha256(h1, nonce);
  const hkdf = (name: string): HkdfParams => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt,
    info: asciiBytes(`tessera/v1/${name}`),
  });
  const raw = async (name: string): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.deriveBits(hkdf(name), base, KEY_BITS));
  const [message2, confirm, otp, sign, channel, service] = await Promise.all([
    crypto.subtle.deriveKey(hkdf('message-2'), base, { name: 'AES-GCM', length: KEY_BITS }, false, [
      'encrypt',
      'decrypt',
    ]),
    raw('confirm'),
    raw('otp'),
    raw('sign'),
    raw('channel'),
    raw('service'),
  ]);
  return { message2, confirm, otp, sign, channel, service };
}

/** See {@link Stretch}. */
export const stretchByWebCrypto: Stretch = async (password, salt, iterations) => {
  const key = await crypto.subtle.importKey('raw', ownBytes(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: ownBytes(salt), iterations },
    key,
    KEY_BITS,
  );
  return new Uint8Array(bits);
};
