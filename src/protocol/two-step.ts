/**
 * privacyIDEA's two-step enrolment: the text that the phone shows, and the key of both parts. The
 * page's code is a key URI that has three numbers besides.
 */
import { toBase32 } from '../core/codec/base32.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, ownBytes, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { refuseWeakKey } from './key-strength.ts';
import { pbkdf2 } from './pbkdf2.ts';

/** What the server asks of the phone. */
export interface TwoStepNumbers {
  /** Bytes that the phone draws, 1–64. */
  readonly saltLength: number;
  /** Bytes of the key: 20, 32 or 64. */
  readonly keyLength: number;
  /** Rounds of PBKDF2, 1–1,000,000. */
  readonly rounds: number;
}

const KEY_LENGTHS: readonly number[] = [20, 32, 64];
const MAX_SALT_BYTES = 64;
const MAX_ROUNDS = 1_000_000;
const MAX_SERVER_BYTES = 128;
const CHECK_BYTES = 4;
const FIELDS = { saltLength: '2step_salt', keyLength: '2step_output', rounds: '2step_difficulty' };

/** Returns true if any of the three numbers is there: such a code holds no finished key. */
export function isTwoStep(fields: ReadonlyMap<string, string>): boolean {
  return Object.values(FIELDS).some((name) => fields.has(name));
}

/** @throws TesseraError OUT_OF_RANGE unless all three are there and within their bounds */
export function readTwoStepNumbers(fields: ReadonlyMap<string, string>): TwoStepNumbers {
  const numbers: TwoStepNumbers = {
    saltLength: readNumber(fields.get(FIELDS.saltLength), MAX_SALT_BYTES),
    keyLength: readNumber(fields.get(FIELDS.keyLength), Math.max(...KEY_LENGTHS)),
    rounds: readNumber(fields.get(FIELDS.rounds), MAX_ROUNDS),
  };
  if (!KEY_LENGTHS.includes(numbers.keyLength)) throw new TesseraError('OUT_OF_RANGE');
  return numbers;
}

/**
 * What the person types into the page: base32 of a checksum and the phone's part. The page takes
 * no blanks and no hyphens.
 */
export async function twoStepText(phonePart: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', ownBytes(phonePart)));
  return toBase32(concat(hash.subarray(0, CHECK_BYTES), phonePart));
}

export interface TwoStepParts extends TwoStepNumbers {
  /** The server's part: the URI's secret, at most 128 bytes. */
  readonly server: Uint8Array;
  readonly phonePart: Uint8Array;
}

/**
 * Derives the account's key. The password is the server's part in lower-case hexadecimal, and the
 * hash is SHA-1 whatever the account's is.
 * @throws TesseraError WEAK_KEY where the server's part can be guessed, OUT_OF_RANGE where it is
 * too long
 */
export async function deriveTwoStepKey(parts: TwoStepParts): Promise<Bytes> {
  const { server, phonePart, rounds, keyLength } = parts;
  refuseWeakKey(server);
  if (server.length > MAX_SERVER_BYTES) throw new TesseraError('OUT_OF_RANGE');
  const password = asciiBytes(toHex(server));
  try {
    return await pbkdf2({ hash: 'SHA-1', password, salt: phonePart, rounds, length: keyLength });
  } finally {
    password.fill(0);
  }
}

function readNumber(text: string | undefined, max: number): number {
  const number = text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > max) throw new TesseraError('OUT_OF_RANGE');
  return number;
}
