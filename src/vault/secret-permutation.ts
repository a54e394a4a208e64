/**
 * Other servers' keys under the PIN: a permutation of all keys of one class and length
 * (docs/vault.md, "The permutation"). It has no nonce: a key that comes again gives the same bytes,
 * under every id and after every kill. Two ciphertexts of one key would verify the PIN.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { HiddenClass } from './secret-classes.ts';
import { classOf } from './secret-classes.ts';

/** A key under the PIN; its bytes are of the same class and length as the key itself. */
export interface HiddenSecret {
  readonly class: HiddenClass;
  readonly bytes: Bytes;
}

/** Texts that are permuted among each other, of one length each time. */
export interface TextClass {
  /** As it stands before a keystream. */
  readonly number: number;
  readonly has: (text: Uint8Array) => boolean;
  /** Bytes of the symbols, in the order of their indices. */
  readonly alphabet: Uint8Array;
}

/** Forwards the rounds of a step add, backwards they subtract. */
type Direction = 'forwards' | 'backwards';

const BYTE_VALUES = 256;
const KEY_BITS = 256;
const HEADER_BYTES = 4;
const ROUNDS: Readonly<Record<Direction, readonly number[]>> = {
  forwards: [0, 1, 2, 3],
  backwards: [3, 2, 1, 0],
};
const BYTES = Uint8Array.from({ length: BYTE_VALUES }, (_, byte) => byte);
const LETTERS_AND_DIGITS = asciiBytes(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
);
const CLASSES: Readonly<Record<HiddenClass, TextClass>> = {
  1: { number: 1, has: (text) => classOf(text) === 1, alphabet: BYTES },
  2: { number: 2, has: (text) => classOf(text) === 2, alphabet: LETTERS_AND_DIGITS },
};

/** Derives the HMAC-SHA-256 key of all such accounts from the PIN root. */
export function otherKey(root: CryptoKey): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(0),
      info: asciiBytes('tessera/vault/v2/other'),
    },
    root,
    { name: 'HMAC', hash: 'SHA-256', length: KEY_BITS },
    false,
    ['sign'],
  );
}

/**
 * Puts a key of class 1 or 2 under the PIN; `key` is `otherKey`'s. The caller overwrites `secret`.
 * @throws TesseraError WRONG_STATE for a key of class 0; VAULT_DAMAGED unless it opens again
 */
export async function sealSecret(key: CryptoKey, secret: Uint8Array): Promise<HiddenSecret> {
  const kind = classOf(secret);
  if (kind === 0) throw new TesseraError('WRONG_STATE');
  const hidden = { class: kind, bytes: await walk(key, CLASSES[kind], secret, 'forwards') };
  const opened = await openSecret(key, hidden);
  const isSame = equal(opened, secret);
  opened.fill(0);
  if (!isSame) throw new TesseraError('VAULT_DAMAGED');
  return hidden;
}

/**
 * Returns the key, or under a wrong PIN another one of its class and length. The caller overwrites
 * it after use.
 * @throws TesseraError VAULT_DAMAGED for bytes that are not of their class
 */
export async function openSecret(key: CryptoKey, hidden: HiddenSecret): Promise<Bytes> {
  const textClass = CLASSES[hidden.class];
  // From outside the class, the walk might never come to it.
  if (!textClass.has(hidden.bytes)) throw new TesseraError('VAULT_DAMAGED');
  return walk(key, textClass, hidden.bytes, 'backwards');
}

/**
 * Permutes until the text is of the class again, which makes it a permutation of the class alone: a
 * wrong opening outside the class would tell that the PIN is wrong. Returns a copy.
 */
export async function walk(
  key: CryptoKey,
  textClass: TextClass,
  start: Uint8Array,
  direction: Direction,
): Promise<Bytes> {
  const text = Uint8Array.from(start);
  do await permute(key, textClass, text, direction);
  while (!textClass.has(text));
  return text;
}

/** Four rounds of a Feistel network, in place. */
async function permute(
  key: CryptoKey,
  textClass: TextClass,
  text: Uint8Array,
  direction: Direction,
): Promise<void> {
  const { number, alphabet } = textClass;
  const half = Math.floor(text.length / 2);
  const [left, right] = [text.subarray(0, half), text.subarray(half)];
  for (const round of ROUNDS[direction]) {
    const [changed, other] = round % 2 === 0 ? [left, right] : [right, left];
    const header = Uint8Array.of(number, text.length, round, 0);
    const stream = await keystream(key, header, other, {
      width: changed.length,
      size: alphabet.length,
    });
    for (const [i, byte] of changed.entries()) {
      const shift = direction === 'forwards' ? stream[i]! : alphabet.length - stream[i]!;
      changed[i] = alphabet[(alphabet.indexOf(byte) + shift) % alphabet.length]!;
    }
    stream.fill(0);
  }
}

/**
 * Returns `width` indices of an alphabet of `size` symbols, each equally likely: bytes beyond the
 * last whole multiple of the size are skipped. `header`: class, length, round and block, a byte
 * each.
 */
export async function keystream(
  key: CryptoKey,
  header: Uint8Array,
  half: Uint8Array,
  { width, size }: { readonly width: number; readonly size: number },
): Promise<Bytes> {
  const limit = BYTE_VALUES - (BYTE_VALUES % size);
  const message = concat(header, half);
  const stream = new Uint8Array(width);
  for (let filled = 0; filled < width; message[HEADER_BYTES - 1]!++) {
    const block = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
    for (const byte of block) if (byte < limit && filled < width) stream[filled++] = byte % size;
    block.fill(0);
  }
  message.fill(0);
  return stream;
}
