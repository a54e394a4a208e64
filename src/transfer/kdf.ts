/**
 * Keys from a file's password: PBKDF2 (RFC 8018), scrypt (RFC 7914), Argon2id (RFC 9106). A file
 * says how much work that is, so that each has a ceiling, which is checked before any work.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { HashName } from '../protocol/hmac.ts';
import { pbkdf2 } from '../protocol/pbkdf2.ts';

interface KdfInput {
  /** UTF-8; overwritten by whoever made it. */
  readonly password: Bytes;
  readonly salt: Bytes;
}

interface FilePbkdf2Input extends KdfInput {
  readonly hash: HashName;
  readonly iterations: number;
}

export interface ScryptInput extends KdfInput {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

export interface Argon2Input extends KdfInput {
  readonly passes: number;
  readonly memoryKib: number;
  readonly lanes: number;
}

/** Each gives a key of 32 bytes, which the caller overwrites. */
export interface KeyDerivation {
  readonly pbkdf2: (input: FilePbkdf2Input) => Promise<Bytes>;
  readonly scrypt: (input: ScryptInput) => Promise<Bytes>;
  readonly argon2id: (input: Argon2Input) => Promise<Bytes>;
}

export const KEY_BYTES = 32;
/** Bitwarden's own ceiling. */
const MAX_PBKDF2_ITERATIONS = 2_000_000;
/** N · r · p: N = 2^17 with r = 8, which is 128 MiB. */
export const MAX_SCRYPT_WORK = 2 ** 20;
/** 128 MiB. */
const MAX_ARGON2_KIB = 128 * 1024;
/** 128 MiB, four times. */
const MAX_ARGON2_WORK_KIB = 4 * MAX_ARGON2_KIB;
const MAX_ARGON2_LANES = 16;
/** RFC 9106 §3.1. */
const MIN_ARGON2_KIB_A_LANE = 8;
const MIN_ARGON2_SALT_BYTES = 8;

/** @throws TesseraError FILE_DAMAGED, FILE_TOO_COSTLY */
export function requireBearablePbkdf2({ iterations }: Pick<FilePbkdf2Input, 'iterations'>): void {
  requirePositive(iterations);
  requireAtMost(iterations, MAX_PBKDF2_ITERATIONS);
}

/** @throws TesseraError FILE_DAMAGED, FILE_TOO_COSTLY */
export function requireBearableScrypt({ n, r, p }: Pick<ScryptInput, 'n' | 'r' | 'p'>): void {
  requirePositive(n, r, p);
  requireAtMost(n * r * p, MAX_SCRYPT_WORK);
  if (n < 2 || !Number.isInteger(Math.log2(n))) throw new TesseraError('FILE_DAMAGED');
}

/** @throws TesseraError FILE_DAMAGED, FILE_TOO_COSTLY */
export function requireBearableArgon2(input: Omit<Argon2Input, 'password'>): void {
  const { passes, memoryKib, lanes, salt } = input;
  requirePositive(passes, memoryKib, lanes);
  requireAtMost(memoryKib, MAX_ARGON2_KIB);
  requireAtMost(passes * memoryKib, MAX_ARGON2_WORK_KIB);
  requireAtMost(lanes, MAX_ARGON2_LANES);
  if (memoryKib < MIN_ARGON2_KIB_A_LANE * lanes || salt.length < MIN_ARGON2_SALT_BYTES)
    throw new TesseraError('FILE_DAMAGED');
}

/** By WebCrypto where it can, else by a library that is loaded for it. */
export const keyDerivation: KeyDerivation = {
  async pbkdf2(input) {
    requireBearablePbkdf2(input);
    return pbkdf2({ ...input, length: KEY_BYTES });
  },
  async scrypt({ password, salt, n, r, p }) {
    requireBearableScrypt({ n, r, p });
    const { scrypt } = await import('./packages/noble-scrypt.ts');
    return withMemory(() => scrypt(password, salt, { N: n, r, p, dkLen: KEY_BYTES }));
  },
  async argon2id(input) {
    requireBearableArgon2(input);
    const { password, salt, passes, memoryKib, lanes } = input;
    const { argon2id } = await import('./packages/noble-argon2.ts');
    const how = { t: passes, m: memoryKib, p: lanes, dkLen: KEY_BYTES };
    return withMemory(() => argon2id(password, salt, how));
  },
};

function requirePositive(...values: readonly number[]): void {
  if (!values.every((value) => Number.isSafeInteger(value) && value > 0))
    throw new TesseraError('FILE_DAMAGED');
}

function requireAtMost(value: number, most: number): void {
  if (value > most) throw new TesseraError('FILE_TOO_COSTLY');
}

/** Every engine throws a RangeError where it cannot allocate a buffer. */
function withMemory(derive: () => Uint8Array): Bytes {
  try {
    return ownBytes(derive());
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TesseraError('FILE_NO_MEMORY', { cause });
  }
}
