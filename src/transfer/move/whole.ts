/** The whole of a move: the account list, sealed to the one-time key as an age file. */
import { Decrypter, Encrypter } from 'age-encryption';

import type { Bytes } from '../../core/codec/bytes.ts';
import {
  asciiBytes,
  concat,
  equal,
  fromBase64url,
  ownBytes,
  toBase64url,
} from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import type { RandomBytes } from '../../protocol/random.ts';
import { randomBytes } from '../../protocol/random.ts';
import { deflated, inflated } from './deflate.ts';
import type { OneTimeKey } from './one-time-key.ts';
import { recipientOf } from './one-time-key.ts';
import { blocksOf, MAX_BLOCKS } from './part.ts';
import { digestOf } from './part-writer.ts';

/** First byte of the plaintext: how the rest is written. */
const PLAIN = 0;
const DEFLATED = 1;
/** Bytes of the secret from which the receipt is made. */
const RECEIPT_SECRET_BYTES = 16;
const FIRST_LINE = /^#tessera-move 1 ([1-9]\d{0,3}) ([A-Za-z0-9_-]{22})\n/;
const LONGEST_FIRST_LINE = 64;
/** One `X25519` stanza and no other: nothing else can open what was asked for. */
const HEADER =
  /^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/;
const LONGEST_HEADER = 256;

/** What a whole contains. */
export interface MoveContents {
  /** The account list's lines, without the first. */
  readonly list: Bytes;
  /** Accounts that the list is to have. */
  readonly count: number;
  readonly receiptSecret: Bytes;
}

/**
 * Seals a list of so many accounts to a one-time public key.
 * @throws TesseraError MOVE_TOO_LARGE, DAMAGED for a public key to which nothing can be sealed
 */
export async function sealWhole(
  { list, count }: Pick<MoveContents, 'list' | 'count'>,
  publicKey: Uint8Array,
  random: RandomBytes = randomBytes,
): Promise<{ readonly whole: Bytes; readonly receiptSecret: Bytes }> {
  const receiptSecret = ownBytes(random(RECEIPT_SECRET_BYTES));
  const first = asciiBytes(`#tessera-move 1 ${count} ${toBase64url(receiptSecret)}\n`);
  const text = concat(first, list);
  const small = await deflated(text);
  const isSmaller = small !== undefined && small.length < text.length;
  const plaintext = isSmaller
    ? concat(Uint8Array.of(DEFLATED), small)
    : concat(Uint8Array.of(PLAIN), text);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipientOf(publicKey));
  try {
    const whole = ownBytes(await encrypter.encrypt(plaintext));
    if (blocksOf(whole.length) > MAX_BLOCKS) throw new TesseraError('MOVE_TOO_LARGE');
    return { whole, receiptSecret };
  } catch (cause) {
    // A point of small order: everybody would know the secret that comes of it.
    throw cause instanceof TesseraError ? cause : new TesseraError('DAMAGED', { cause });
  } finally {
    for (const bytes of [first, text, small, plaintext]) bytes?.fill(0);
  }
}

/**
 * Opens a whole; the one that calls overwrites what it returns.
 * @throws TesseraError DAMAGED, MOVE_OTHER_PHONE where it is sealed to another key
 */
export async function openWhole(
  whole: Uint8Array,
  digest: Uint8Array,
  key: OneTimeKey,
): Promise<MoveContents> {
  if (!equal(await digestOf(whole), digest)) throw new TesseraError('DAMAGED');
  const plaintext = await opened(whole, key);
  let text: Bytes | undefined;
  try {
    text = await textOf(plaintext);
    return contentsOf(text);
  } finally {
    plaintext.fill(0);
    text?.fill(0);
  }
}

async function opened(whole: Uint8Array, key: OneTimeKey): Promise<Bytes> {
  const start = String.fromCharCode(...whole.subarray(0, LONGEST_HEADER));
  const header = HEADER.exec(start)?.[0];
  if (header === undefined) throw new TesseraError('DAMAGED');
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  await decrypter.decryptHeader(whole.slice(0, header.length)).then(
    (fileKey) => fileKey.fill(0),
    (cause: unknown) => {
      throw new TesseraError('MOVE_OTHER_PHONE', { cause });
    },
  );
  try {
    return ownBytes(await decrypter.decrypt(whole.slice()));
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
}

async function textOf(plaintext: Bytes): Promise<Bytes> {
  if (plaintext[0] === PLAIN) return plaintext.slice(1);
  if (plaintext[0] === DEFLATED) return inflated(plaintext.subarray(1));
  throw new TesseraError('DAMAGED');
}

function contentsOf(text: Bytes): MoveContents {
  const start = String.fromCharCode(...text.subarray(0, LONGEST_FIRST_LINE));
  const [line, count, secret] = FIRST_LINE.exec(start) ?? [];
  if (line === undefined) throw new TesseraError('DAMAGED');
  return {
    list: text.slice(line.length),
    count: Number(count),
    receiptSecret: fromBase64url(secret!),
  };
}
