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

interface Alphabet {
  /** How many symbols there are. */
  readonly size: number;
  /** Bytes of the text, in the order of their indices. */
  readonly byteOf: Uint8Array;
  /** Indices, by byte of the text. */
  readonly indexOf: Uint8Array;
}

/** One step of the permutation: the key's rounds forwards add, backwards they subtract. */
type Step = 'forwards' | 'backwards';

const BYTE_VALUES = 256;
const KEY_BITS = 256;
const HEADER_BYTES = 4;
const ROUNDS: Readonly<Record<Step, readonly number[]>> = {
  forwards: [0, 1, 2, 3],
  backwards: [3, 2, 1, 0],
};
const ALPHABETS: Readonly<Record<HiddenClass, Alphabet>> = {
  1: alphabetOf(Uint8Array.from({ length: BYTE_VALUES }, (_, byte) => byte)),
  2: alphabetOf(asciiBytes('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')),
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
  const hidden = { class: kind, bytes: await walk(key, kind, secret, 'forwards') };
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
  // Beginning outside the class, the walk might never come to it.
  if (classOf(hidden.bytes) !== hidden.class) throw new TesseraError('VAULT_DAMAGED');
  return walk(key, hidden.class, hidden.bytes, 'backwards');
}

/**
 * Permutes until the text is of the class again, which makes it a permutation of the class alone.
 * A wrong opening outside the class would tell that the PIN is wrong.
 */
async function walk(
  key: CryptoKey,
  kind: HiddenClass,
  start: Uint8Array,
  step: Step,
): Promise<Bytes> {
  const text = Uint8Array.from(start);
  do await permute(key, kind, text, step);
  while (classOf(text) !== kind);
  return text;
}

/** Four rounds of an unbalanced Feistel network, in place. */
async function permute(
  key: CryptoKey,
  kind: HiddenClass,
  text: Uint8Array,
  step: Step,
): Promise<void> {
  const { size, byteOf, indexOf } = ALPHABETS[kind];
  const half = Math.floor(text.length / 2);
  const [left, right] = [text.subarray(0, half), text.subarray(half)];
  for (const round of ROUNDS[step]) {
    const [changed, other] = round % 2 === 0 ? [left, right] : [right, left];
    const header = { class: kind, length: text.length, round };
    const stream = await keystream(key, header, other, changed.length);
    for (const [i, byte] of changed.entries()) {
      const shift = step === 'forwards' ? stream[i]! : size - stream[i]!;
      changed[i] = byteOf[(indexOf[byte]! + shift) % size]!;
    }
    stream.fill(0);
  }
}

/** What stands before the other half in each block of a keystream; one byte each. */
interface KeystreamHeader {
  readonly class: HiddenClass;
  /** Bytes of the whole key. */
  readonly length: number;
  readonly round: number;
}

/**
 * Returns `width` indices, each equally likely: bytes beyond the last whole multiple of the
 * alphabet's size are skipped.
 */
export async function keystream(
  key: CryptoKey,
  { class: kind, length, round }: KeystreamHeader,
  half: Uint8Array,
  width: number,
): Promise<Bytes> {
  const { size } = ALPHABETS[kind];
  const limit = BYTE_VALUES - (BYTE_VALUES % size);
  const message = concat(Uint8Array.of(kind, length, round, 0), half);
  const stream = new Uint8Array(width);
  for (let filled = 0; filled < width; message[HEADER_BYTES - 1]!++) {
    const block = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
    for (const byte of block) if (byte < limit && filled < width) stream[filled++] = byte % size;
    block.fill(0);
  }
  message.fill(0);
  return stream;
}

function alphabetOf(byteOf: Uint8Array): Alphabet {
  const indexOf = new Uint8Array(BYTE_VALUES);
  for (const [index, byte] of byteOf.entries()) indexOf[byte] = index;
  return { size: byteOf.length, byteOf, indexOf };
}
