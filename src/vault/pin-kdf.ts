/** Derives every key under the PIN from its base: PBKDF2 (RFC 8018 §5.2), HKDF (RFC 5869). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, ownBytes } from '../core/codec/bytes.ts';

const INFO = 'tessera/vault/v1/';
const ROOT_BITS = 256;
const BYTE_VALUES = 256;
/** Pictures that a PIN can open to. */
export const PICTURE_COUNT = 32;

/**
 * Derives the 32 raw bytes of the PIN root, slowly. `base`: ASCII digits; `salt`: 16 bytes. The
 * row's parser checks that `rounds` is enough (schema.ts).
 */
export async function derivePinRoot(
  base: Uint8Array,
  salt: Uint8Array,
  rounds: number,
): Promise<Bytes> {
  const password = await crypto.subtle.importKey('raw', ownBytes(base), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const root = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: ownBytes(salt), iterations: rounds },
    password,
    ROOT_BITS,
  );
  return new Uint8Array(root);
}

/** Imports the PIN root as a key that only derives. */
export function importPinRoot(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', ownBytes(raw), 'HKDF', false, ['deriveBits', 'deriveKey']);
}

/** Returns 0–15, stored: detects 15 of 16 wrong PINs, and leaves a thief one PIN in 16. */
export async function checkOf(root: CryptoKey): Promise<number> {
  return (await firstByte(root, 'check')) >> 4;
}

/** Returns 0–31, never stored: which mosaic tile the person sees. */
export async function pictureOf(root: CryptoKey): Promise<number> {
  return Math.floor(((await firstByte(root, 'picture')) * PICTURE_COUNT) / BYTE_VALUES);
}

/** Derives the AES-CTR 256 key of one account; `accountId`: 8 bytes. */
export function accountKey(root: CryptoKey, accountId: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: ownBytes(accountId),
      info: asciiBytes(`${INFO}account`),
    },
    root,
    { name: 'AES-CTR', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

async function firstByte(root: CryptoKey, name: string): Promise<number> {
  const bits = await crypto.subtle.deriveBits(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(0),
      info: asciiBytes(INFO + name),
    },
    root,
    8,
  );
  return new Uint8Array(bits)[0]!;
}
