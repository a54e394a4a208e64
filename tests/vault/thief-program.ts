/**
 * The thief's own program after docs/vault.md. Node's synchronous functions are many times quicker
 * than the app's, which `weigh` compares it with (thief.ts).
 */
import { createDecipheriv, createHmac, KeyObject, pbkdf2Sync } from 'node:crypto';

import { asciiBytes, concat, fromHex } from '../../src/core/codec/bytes.ts';
import type { CborValue } from '../../src/core/codec/cbor.ts';
import { decodeCbor, encodeCbor } from '../../src/core/codec/cbor.ts';
import { PICTURE_COUNT } from '../../src/vault/pin-kdf.ts';
import type { RecordAddress, Sealed } from '../../src/vault/record-cipher.ts';
import type { PinRow, Secret } from '../../src/vault/schema.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { HiddenSecret, TextClass } from '../../src/vault/secret-permutation.ts';

const ROOT_BYTES = 32;
const TAG_BYTES = 16;
const NO_SALT = new Uint8Array(32);
const NO_BYTES = new Uint8Array(0);
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const LETTERS_AND_DIGITS = asciiBytes(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
);

export function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** HKDF-SHA-256, 32 bytes (RFC 5869). */
export function derive(from: Uint8Array, info: string, salt: Uint8Array = NO_SALT): Buffer {
  return hmac(hmac(salt, from), concat(asciiBytes(info), Uint8Array.of(1)));
}

export function rootOf(base: Uint8Array, { salt, rounds }: PinRow): Uint8Array {
  return pbkdf2Sync(base, salt, rounds, ROOT_BYTES, 'sha256');
}

export function checkOf(root: Uint8Array): number {
  return derive(root, 'tessera/vault/v1/check')[0]! >> 4;
}

export function pictureOf(root: Uint8Array): number {
  return Math.floor((derive(root, 'tessera/vault/v1/picture')[0]! * PICTURE_COUNT) / 256);
}

/** Derives the AES-CTR key of an account; `id`: hex. */
export function accountKeyOf(root: Uint8Array, id: string): Buffer {
  return derive(root, 'tessera/vault/v1/account', fromHex(id));
}

/** Derives the HMAC key of other servers' accounts. */
export function otherKeyOf(root: Uint8Array): Buffer {
  return derive(root, 'tessera/vault/v2/other');
}

/** Returns `otp ‖ sign`. */
export function decryptSecret(accountKey: Uint8Array, { counter, bytes }: Secret): Uint8Array {
  return Uint8Array.from(createDecipheriv('aes-256-ctr', accountKey, counter).update(bytes));
}

/** Opens a key of another server's account, as the app does. */
export function openSecret(otherKey: Uint8Array, hidden: HiddenSecret): Uint8Array {
  return walkBack(otherKey, textClassOf(hidden.class), hidden.bytes);
}

/** The classes of the app. */
export function textClassOf(number: HiddenSecret['class']): TextClass {
  const alphabet = number === 1 ? BYTES : LETTERS_AND_DIGITS;
  return { number, has: (text) => classOf(text) === number, alphabet };
}

/** Permutes backwards until the text is of the class again. */
export function walkBack(key: Uint8Array, textClass: TextClass, start: Uint8Array): Uint8Array {
  const text = Uint8Array.from(start);
  const half = text.length >> 1;
  const [left, right] = [text.subarray(0, half), text.subarray(half)];
  do
    for (const round of [3, 2, 1, 0]) {
      const [changed, other] = round % 2 === 0 ? [left, right] : [right, left];
      const header = Uint8Array.of(textClass.number, text.length, round, 0);
      subtract(key, textClass.alphabet, changed, concat(header, other));
    }
  while (!textClass.has(text));
  return text;
}

/** `message`: class, length, round and block, a byte each, and the other half. */
function subtract(
  key: Uint8Array,
  alphabet: Uint8Array,
  changed: Uint8Array,
  message: Uint8Array,
): void {
  const size = alphabet.length;
  const limit = 256 - (256 % size);
  for (let filled = 0; filled < changed.length; message[3]!++)
    for (const byte of hmac(key, message)) {
      if (byte >= limit || filled === changed.length) continue;
      const index = alphabet.indexOf(changed[filled]!) - (byte % size) + size;
      changed[filled++] = alphabet[index % size]!;
    }
}

/** Returns the bytes of the device key, which no page can export. */
export function bytesOf(key: CryptoKey): Buffer {
  return KeyObject.from(key).export();
}

/** Returns what a record holds; undefined where the key does not open it under this address. */
export function openRecord(
  key: Uint8Array,
  { store, id, format }: RecordAddress,
  { iv, bytes }: Sealed,
): CborValue | undefined {
  const plain = openGcm(key, iv, bytes, encodeCbor([store, id, format]));
  try {
    return plain && decodeCbor(plain);
  } catch {
    return undefined;
  }
}

/** `sealed`: ciphertext and tag; undefined unless the tag is right. */
export function openGcm(
  key: Uint8Array,
  iv: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array = NO_BYTES,
): Uint8Array | undefined {
  try {
    const aes = createDecipheriv('aes-256-gcm', key, iv);
    aes.setAAD(aad).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Uint8Array.from(
      Buffer.concat([aes.update(sealed.subarray(0, -TAG_BYTES)), aes.final()]),
    );
  } catch {
    return undefined;
  }
}
