/** Sealing and opening a COSE_Encrypt0 with A256GCM (RFC 9052 §5.3, RFC 9053 §4.1). */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { Encrypt0, Encrypt0Header } from '../core/codec/cose.ts';
import { encodeEncrypt0, encStructure } from '../core/codec/cose.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from './random.ts';

export interface SealParameters extends Encrypt0Header {
  readonly key: CryptoKey;
  readonly externalAad: Uint8Array;
  /** 12 bytes, never used twice under one key; random unless given. */
  readonly iv?: Uint8Array;
}

/** @throws TesseraError MESSAGE_TOO_LARGE */
export async function sealMessage(plaintext: Bytes, parameters: SealParameters): Promise<Bytes> {
  const { key, externalAad, iv: given, ...header } = parameters;
  const iv = given === undefined ? randomBytes(12) : ownBytes(given);
  const additionalData = encStructure(header, externalAad);
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    plaintext,
  );
  return encodeEncrypt0({ ...header, iv, ciphertext: new Uint8Array(sealed) });
}

/** @throws TesseraError DOES_NOT_OPEN */
export async function openEnvelope(
  envelope: Encrypt0,
  key: CryptoKey,
  externalAad: Uint8Array,
): Promise<Bytes> {
  const { iv, ciphertext, ...header } = envelope;
  const additionalData = encStructure(header, externalAad);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, ciphertext),
    );
  } catch (cause) {
    throw new TesseraError('DOES_NOT_OPEN', { cause });
  }
}
