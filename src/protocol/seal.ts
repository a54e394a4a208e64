/** Sealing and opening a COSE_Encrypt0 with A256GCM (RFC 9052 §5.3, RFC 9053 §4.1). */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { Encrypt0, Encrypt0Header } from '../core/codec/cose.ts';
import { encodeEncrypt0, encStructure } from '../core/codec/cose.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from './random.ts';

/** AES-256-GCM under one key, where there is something faster than WebCrypto for short messages. */
export interface MessageCipher {
  /** The ciphertext with its tag of 16 bytes. `iv` has 12 bytes. */
  readonly encrypt: (iv: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array) => Bytes;
  /** The plaintext. Throws whatever the runtime throws for a wrong tag. */
  readonly decrypt: (iv: Uint8Array, additionalData: Uint8Array, ciphertext: Uint8Array) => Bytes;
}

export interface SealParameters extends Encrypt0Header {
  readonly key: CryptoKey | MessageCipher;
  readonly externalAad: Uint8Array;
  /** 12 bytes, never used twice under one key; random unless given. */
  readonly iv?: Uint8Array;
}

/** @throws TesseraError MESSAGE_TOO_LARGE */
export async function sealMessage(plaintext: Bytes, parameters: SealParameters): Promise<Bytes> {
  const { key, externalAad, iv: given, ...header } = parameters;
  const iv = given === undefined ? randomBytes(12) : ownBytes(given);
  const ciphertext = await encrypt(key, iv, encStructure(header, externalAad), plaintext);
  return encodeEncrypt0({ ...header, iv, ciphertext });
}

/** @throws TesseraError DOES_NOT_OPEN */
export async function openEnvelope(
  envelope: Encrypt0,
  key: CryptoKey | MessageCipher,
  externalAad: Uint8Array,
): Promise<Bytes> {
  const { iv, ciphertext, ...header } = envelope;
  const additionalData = encStructure(header, externalAad);
  try {
    if ('decrypt' in key) return key.decrypt(iv, additionalData, ciphertext);
    const algorithm = { name: 'AES-GCM', iv, additionalData };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, ciphertext));
  } catch (cause) {
    throw new TesseraError('DOES_NOT_OPEN', { cause });
  }
}

async function encrypt(
  key: SealParameters['key'],
  iv: Bytes,
  additionalData: Bytes,
  plaintext: Bytes,
): Promise<Bytes> {
  if ('encrypt' in key) return key.encrypt(iv, additionalData, plaintext);
  const algorithm = { name: 'AES-GCM', iv, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
}
