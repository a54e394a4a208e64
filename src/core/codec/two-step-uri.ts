/**
 * privacyIDEA's two-step code: a Key URI whose secret is the server's part of the key, and that has
 * three numbers besides.
 */
import { TesseraError } from '../errors.ts';
import type { OathEntry } from '../oath-entry.ts';
import { accountText } from './account-text.ts';
import { isOathEntry } from './oath-fields.ts';
import { readOtpauth } from './otpauth.ts';
import { readQuery } from './query.ts';

/** What the server asks of the phone. */
export interface TwoStepNumbers {
  /** Bytes that the phone draws, 1–64. */
  readonly saltLength: number;
  /** Bytes of the key: 20, 32 or 64. */
  readonly keyLength: number;
  /** Rounds of PBKDF2, 1–1,000,000. */
  readonly iterations: number;
}

export interface TwoStepCode {
  /** Its secret is the server's part alone: no codes come of it. Overwrite it after use. */
  readonly entry: OathEntry;
  readonly numbers: TwoStepNumbers;
  readonly serial?: string;
}

const KEY_LENGTHS: readonly number[] = [20, 32, 64];
const MAX_SALT_BYTES = 64;
const MAX_ITERATIONS = 1_000_000;
const MAX_SERIAL = 60;
/** Any of the three marks the flow. */
const NUMBER = /2step_[^=&]*=[^&]*&?/gi;

/**
 * @throws TesseraError NOT_OURS for another text; OUT_OF_RANGE unless all three numbers are there
 * and everything is within its bounds; WEAK_KEY where the server's part is empty or the same byte
 * all the way through; DAMAGED where it cannot be decoded
 */
export function readTwoStep(text: string): TwoStepCode {
  const [path = '', ...rest] = text.trim().split('?');
  const queryText = rest.join('?');
  const query = readQuery(queryText);
  if (![...query.keys()].some((name) => name.startsWith('2step_')))
    throw new TesseraError('NOT_OURS');
  const numbers = readNumbers(query);
  if ((query.get('secret') ?? '') === '') throw new TesseraError('WEAK_KEY');
  const entry = readOtpauth(`${path}?${queryText.replace(NUMBER, '')}`);
  if (!isOathEntry(entry)) throw new TesseraError(refusalOf(entry.why));
  if (entry.secret.every((byte) => byte === entry.secret[0])) throw new TesseraError('WEAK_KEY');
  const serial = accountText(query.get('serial') ?? '', MAX_SERIAL);
  return { entry, numbers, ...(serial !== '' && { serial }) };
}

function refusalOf(why: string): 'WEAK_KEY' | 'DAMAGED' | 'OUT_OF_RANGE' {
  if (why === 'weak') return 'WEAK_KEY';
  return why === 'key' || why === 'form' ? 'DAMAGED' : 'OUT_OF_RANGE';
}

function readNumbers(query: ReadonlyMap<string, string>): TwoStepNumbers {
  const numbers: TwoStepNumbers = {
    saltLength: readNumber(query.get('2step_salt'), MAX_SALT_BYTES),
    keyLength: readNumber(query.get('2step_output'), Math.max(...KEY_LENGTHS)),
    iterations: readNumber(query.get('2step_difficulty'), MAX_ITERATIONS),
  };
  if (!KEY_LENGTHS.includes(numbers.keyLength)) throw new TesseraError('OUT_OF_RANGE');
  return numbers;
}

function readNumber(text: string | undefined, max: number): number {
  const number = text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > max) throw new TesseraError('OUT_OF_RANGE');
  return number;
}
