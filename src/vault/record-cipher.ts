/** Records under the device key: AES-GCM with AAD = CBOR `[store, id, format version]`. */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { decodeCbor, encodeCbor } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from '../protocol/random.ts';

export interface Sealed {
  /** 12 bytes, random for each sealing. */
  readonly iv: Bytes;
  /** Ciphertext and its 16-byte tag. */
  readonly bytes: Bytes;
}

/**
 * The row and format of a record: moved to another row, or read as another format, it does not
 * open.
 */
export interface RecordAddress {
  readonly store: string;
  readonly id: string;
  readonly format: number;
}

export function newDeviceKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function sealRecord(
  key: CryptoKey,
  address: RecordAddress,
  value: CborValue,
): Promise<Sealed> {
  const iv = randomBytes(12);
  const plaintext = encodeCbor(value);
  const bytes = await crypto.subtle.encrypt(recordParameters(iv, address), key, plaintext);
  plaintext.fill(0);
  return { iv, bytes: new Uint8Array(bytes) };
}

/**
 * Opens a record for `use`, then overwrites its plaintext: byte strings that outlive `use` must be
 * copied.
 * @throws TesseraError VAULT_DAMAGED
 */
export async function openRecord<T>(
  key: CryptoKey,
  address: RecordAddress,
  sealed: Sealed,
  use: (value: CborValue) => T | Promise<T>,
): Promise<T> {
  let plaintext: Bytes;
  try {
    plaintext = new Uint8Array(
      await crypto.subtle.decrypt(recordParameters(sealed.iv, address), key, sealed.bytes),
    );
  } catch (cause) {
    throw new TesseraError('VAULT_DAMAGED', { cause });
  }
  try {
    return await use(decodePlaintext(plaintext));
  } finally {
    plaintext.fill(0);
  }
}

function decodePlaintext(plaintext: Bytes): CborValue {
  try {
    return decodeCbor(plaintext);
  } catch (cause) {
    throw new TesseraError('VAULT_DAMAGED', { cause });
  }
}

function recordParameters(iv: Uint8Array, { store, id, format }: RecordAddress): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: ownBytes(iv),
    additionalData: encodeCbor([store, id, format]),
  };
}
