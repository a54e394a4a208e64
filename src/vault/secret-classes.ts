/** Which keys of other servers' accounts a PIN can hide (docs/vault.md, "Classes"). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, fromHex } from '../core/codec/bytes.ts';
import type { OtpAlgorithm } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';

/** 1: bytes. 2: letters and digits. 0: no PIN can hide it, it lies under the device key. */
type SecretClass = 0 | HiddenClass;

/** Every PIN opens the row of such a key to another key of the same class and length. */
export type HiddenClass = 1 | 2;

const MIN_BYTES = 10;
const MAX_BYTES = 128;
const MIN_DIFFERENT_BYTES = 6;
const LETTERS_AND_DIGITS = 20;
const SYMBOL_BITS = 5;
/** Base32's symbols are the letters `A` to `Z` and the digits `2` to `7` (RFC 4648 §6). */
const BASE32_LETTERS = 26;
const UUID_BYTES = 16;
/** One UUID in 2^24 ends in more zero bytes than this, which are dropped. */
const UUID_ZEROS = 2;

/**
 * Examples in documents of other projects, base32: JBSWY3DPEHPK3PXP, I65VU7K5ZQL7WB4E,
 * US3WHSG7X5KAPV27VANWKQHF3SH3HULL, HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ. The list never grows: a
 * secret would move to the device key, and its row under the PIN would verify the PIN.
 */
const PUBLISHED = [
  '48656c6c6f21deadbeef',
  '47bb5a7d5dcc17fb0784',
  'a4b763c8dfbf5407d75fa81b6540e5dc8fb3d16b',
  '3dc6caa4824a6d288767b2331e20b43166cb85d9',
].map(fromHex);

/** Bytes of a hash's block: HMAC fills up a shorter key with zeros (RFC 2104 §2). */
const BLOCK_BYTES: Readonly<Record<OtpAlgorithm, number>> = { SHA1: 64, SHA256: 64, SHA512: 128 };

/**
 * Returns a copy of an HMAC key without the zero bytes at its end, which some decoders add and
 * which make no other key: one key has one form, and never lies both under the PIN and outside it.
 * @throws TesseraError WEAK_KEY for zeros alone, and for a key longer than the hash's block that
 * ends in zero: HMAC hashes that key, so without its zeros it is another one.
 */
export function trimSecret(secret: Uint8Array, algorithm: OtpAlgorithm): Bytes {
  const length = secret.findLastIndex((byte) => byte !== 0) + 1;
  const makesOther = length < secret.length && secret.length > BLOCK_BYTES[algorithm];
  if (length === 0 || makesOther) throw new TesseraError('WEAK_KEY');
  return Uint8Array.from(secret.subarray(0, length));
}

/**
 * Tells the class of a key without zero bytes at its end by its bytes alone. Frozen with the
 * format: a key that changed sides would lie in the browser's files once under the PIN and once
 * outside it.
 */
export function classOf(secret: Uint8Array): SecretClass {
  if (isLettersAndDigits(secret)) return 2;
  return isHiddenByBytes(secret) ? 1 : 0;
}

function isLettersAndDigits(secret: Uint8Array): boolean {
  if (secret.length !== LETTERS_AND_DIGITS) return false;
  const kinds = new Set<string>();
  for (const byte of secret) kinds.add(kindOf(byte));
  return kinds.size === 3 && !kinds.has('other');
}

function kindOf(byte: number): 'digit' | 'capital' | 'small' | 'other' {
  if (byte >= 0x30 && byte <= 0x39) return 'digit';
  if (byte >= 0x41 && byte <= 0x5a) return 'capital';
  return byte >= 0x61 && byte <= 0x7a ? 'small' : 'other';
}

/** Asks in the order in which most keys that are refused are refused. */
function isHiddenByBytes(secret: Uint8Array): boolean {
  return (
    secret.length >= MIN_BYTES &&
    secret.length <= MAX_BYTES &&
    secret.at(-1) !== 0 &&
    !isUtf8(secret) &&
    hasBase32Digit(secret) &&
    !isUuid(secret) &&
    new Set(secret).size >= MIN_DIFFERENT_BYTES &&
    !isPeriodic(secret) &&
    !PUBLISHED.some((known) => equal(known, secret))
  );
}

/** Whether base32 without padding has a digit; spare bits are zeros. Else it may be words. */
function hasBase32Digit(secret: Uint8Array): boolean {
  const bits = secret.length * 8;
  for (let bit = 0; bit < bits; bit += SYMBOL_BITS) {
    const pair = (secret[bit >> 3]! << 8) | (secret[(bit >> 3) + 1] ?? 0);
    const symbol = (pair >> (16 - SYMBOL_BITS - (bit & 7))) & 31;
    if (symbol >= BASE32_LETTERS) return true;
  }
  return false;
}

/**
 * A UUID of version 4 or 7 as bytes (RFC 9562 §5.4, §5.7), also without zero bytes at its end:
 * six of its bits are fixed.
 */
function isUuid(secret: Uint8Array): boolean {
  const { length } = secret;
  if (length > UUID_BYTES || length < UUID_BYTES - UUID_ZEROS) return false;
  const version = secret[6]! >> 4;
  return (version === 4 || version === 7) && secret[8]! >> 6 === 2;
}

/** Whether the bytes repeat a beginning that is at most half as long as they are. */
function isPeriodic(secret: Uint8Array): boolean {
  for (let period = 1; period <= secret.length / 2; period++)
    if (equal(secret.subarray(period), secret.subarray(0, -period))) return true;
  return false;
}

/**
 * Well-formed UTF-8 (RFC 3629 §4). The platform's decoder would leave the key in memory, as a text
 * that nobody can overwrite.
 */
function isUtf8(data: Uint8Array): boolean {
  let i = 0;
  while (i < data.length) {
    const lead = data[i++]!;
    if (lead < 0x80) continue;
    const followers = followersOf(lead);
    if (followers === 0 || i + followers > data.length) return false;
    if (!isSecondByte(lead, data[i]!)) return false;
    for (const end = i + followers; i < end; i++) if (data[i]! >> 6 !== 2) return false;
  }
  return true;
}

/** How many bytes follow the first one of a character beyond ASCII; 0 where it begins none. */
function followersOf(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}

/** Refuses overlong forms, surrogates and what lies beyond U+10FFFF. */
function isSecondByte(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  return lead !== 0xf4 || byte <= 0x8f;
}
