/** The rows of the vault as IndexedDB keeps them, each checked when it is read (docs/vault.md). */
import type { DamagedAccount } from '../core/account.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Sealed } from './record-cipher.ts';
import type { HiddenSecret } from './secret-permutation.ts';

/** The format of the vault as a whole: of its stores, of rows in the clear, of what is sealed. */
export const VAULT_FORMAT = 2;

/** The format in every sealed record's AAD. A record of an older vault need not be sealed again. */
export const RECORD_FORMAT = 1;

/** In the AAD of the profile of another server's account: neither kind opens as the other. */
export const OATH_PROFILE_FORMAT = 2;

/** The least number of PBKDF2 iterations of a vault. */
export const ITERATIONS_FLOOR = 600_000;

export const STORES = [
  'keys',
  'accounts',
  'activations',
  'requests',
  'settings',
  'attempts',
  'answers',
  'history',
] as const;
export type StoreName = (typeof STORES)[number];

/** Keys of the rows in `keys`, and of the only one in `attempts`. */
export const ROW = { vault: 'vault', device: 'device', pin: 'pin', slot: 'biometrics' } as const;

/** `keys`/`vault`: what every change checks and advances. */
export interface VaultRow {
  readonly format: number;
  /** One more at each change. */
  readonly revision: number;
  /** One more when the PIN root becomes another one: a first PIN, an erasure. */
  readonly epoch: number;
  /** 8 random bytes, drawn with the vault: one that begins anew is another one. Format 1: empty. */
  readonly id: Bytes;
  /** 8 random bytes of the last change: a change recognises itself after a lost connection. */
  readonly change: Bytes;
}

/** `keys`/`pin`. Without `check` the row is prepared and no PIN has been chosen. */
export interface PinRow {
  readonly length: number;
  /** 16 bytes. */
  readonly salt: Bytes;
  readonly rounds: number;
  /** 0–15. */
  readonly check?: number;
  /** `length` digits each; the last one is in use, the others belong to earlier PINs. */
  readonly offsets: readonly string[];
  /** From the first account of another server on, over erasures too. */
  readonly others?: true;
}

/** `keys`/`biometrics`. */
export interface SlotRow {
  readonly credentialId: Bytes;
  /** 32 bytes. */
  readonly prfSalt: Bytes;
  readonly iv: Bytes;
  /** Base and PIN root, and a tag of 16 bytes. */
  readonly wrapped: Bytes;
}

interface AccountRowBase {
  readonly profile: Sealed;
  readonly state: 'waiting' | 'active';
  readonly position: number;
}

/** `accounts`/activation id in hexadecimal: an account that was activated with an issuer. */
export interface AccountRow extends AccountRowBase {
  readonly kind?: undefined;
  readonly secret: Secret;
  readonly replaces?: string;
}

/** `accounts`/16 hexadecimal digits that were drawn for it: another server's account. */
export interface OathRow extends AccountRowBase {
  readonly kind: 'oath';
  /** Absent for a key of class 0, which lies in the profile. */
  readonly secret?: HiddenSecret;
}

export type AnyAccountRow = AccountRow | OathRow;

/** `otp ‖ sign` under the account key; written once in the life of the account. */
export interface Secret {
  /** 16 bytes: the initial counter block, all 128 bits counting. */
  readonly counter: Bytes;
  /** 64 bytes. */
  readonly bytes: Bytes;
}

/** `attempts`/`pin`. */
export interface AttemptsRow {
  /** Wrong PINs in a row; a right one halves it. */
  readonly wrong: number;
  /** Milliseconds since 1970 before which no PIN is tried; 0 for none. */
  readonly notBefore: number;
}

export function parseVaultRow(row: unknown): VaultRow {
  const { format, revision, epoch, change, id = NO_ID } = rowFields(row);
  requireSound(isCount(format) && isCount(revision) && isCount(epoch) && isBytes(change, 8, 8));
  requireSound(isBytes(id, format === VAULT_FORMAT ? 8 : 0, 8));
  return { format, revision, epoch, change, id };
}

export function parseDeviceKey(row: unknown): CryptoKey {
  const { key } = rowFields(row);
  requireSound(key instanceof CryptoKey && key.algorithm.name === 'AES-GCM' && !key.extractable);
  return key;
}

/** @param floor fewer rounds are refused: whoever can write rows must not make guessing cheap */
export function parsePinRow(row: unknown, floor: number): PinRow {
  const { length, salt, rounds, check: stored, offsets, others } = rowFields(row);
  requireSound(isCount(length) && isPinLength(length));
  requireSound(
    isBytes(salt, 16, 16) && isCount(rounds) && rounds >= floor && rounds <= MAX_ITERATIONS,
  );
  requireSound(Array.isArray(offsets) && offsets.length > 0);
  requireSound(offsets.every((offset) => isDigits(offset, length)));
  requireSound(stored === undefined || (isCount(stored) && stored < 16));
  requireSound(others === undefined || others === true);
  return {
    length,
    salt,
    rounds,
    offsets: offsets as string[],
    ...(stored !== undefined && { check: stored }),
    ...(others === true && { others }),
  };
}

export function parseSlotRow(row: unknown): SlotRow {
  const { credentialId, prfSalt, iv, wrapped } = rowFields(row);
  requireSound(isBytes(credentialId, 1, 1023) && isBytes(prfSalt, 32, 32));
  requireSound(isBytes(iv, 12, 12) && isBytes(wrapped, 4 + 32 + 16, 8 + 32 + 16));
  return { credentialId, prfSalt, iv, wrapped };
}

export function parseAccountRow(row: unknown): AnyAccountRow {
  const { kind, profile, secret, state, replaces, position } = rowFields(row);
  requireSound(isState(state) && isCount(position));
  const kept = { profile: parseSealedRow(profile), state, position };
  if (kind !== undefined) {
    requireSound(kind === 'oath' && replaces === undefined);
    return { kind, ...kept, ...(secret !== undefined && { secret: parseHiddenSecret(secret) }) };
  }
  const { counter, bytes } = rowFields(secret);
  requireSound(isBytes(counter, 16, 16) && isBytes(bytes, 64, 64));
  requireSound(replaces === undefined || isAccountId(replaces));
  return { ...kept, secret: { counter, bytes }, ...(replaces !== undefined && { replaces }) };
}

/** Returns what the row of an account that does not open says, as far as it is sound. */
export function parseDamagedRow(row: unknown): Omit<DamagedAccount, 'id'> {
  const { kind = 'issuer', position } = Object(row) as { readonly [name: string]: unknown };
  if (!isCount(position) || (kind !== 'issuer' && kind !== 'oath')) return {};
  return { kind, position };
}

export function parseSealedRow(row: unknown): Sealed {
  const { iv, bytes } = rowFields(row);
  requireSound(isBytes(iv, 12, 12) && isBytes(bytes, 17, MAX_SEALED_BYTES));
  return { iv, bytes };
}

/** A damaged counter must neither lock a person out for good nor give free tries. */
export function parseAttemptsRow(row: unknown): AttemptsRow {
  if (row === undefined) return { wrong: 0, notBefore: 0 };
  const { wrong, notBefore } = Object(row) as { readonly [name: string]: unknown };
  return isCount(wrong) && isCount(notBefore)
    ? { wrong, notBefore }
    : { wrong: DAMAGED_COUNT, notBefore: 0 };
}

export function isPinLength(length: number): boolean {
  return Number.isInteger(length) && length >= 4 && length <= 8;
}

export function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}

const NO_ID = new Uint8Array(0);
const MAX_ITERATIONS = 100_000_000;
const MAX_SEALED_BYTES = 65_536;
const DAMAGED_COUNT = 5;

/** Whether the bytes are of their class is asked where they are opened. */
function parseHiddenSecret(secret: unknown): HiddenSecret {
  const { class: kind, bytes } = rowFields(secret);
  requireSound(kind === 1 || kind === 2);
  requireSound(isBytes(bytes, kind === 1 ? 10 : 20, kind === 1 ? 128 : 20));
  return { class: kind, bytes };
}

function rowFields(row: unknown): { readonly [name: string]: unknown } {
  requireSound(typeof row === 'object' && row !== null);
  return row as { readonly [name: string]: unknown };
}

function requireSound(condition: boolean): asserts condition {
  if (!condition) throw new TesseraError('VAULT_DAMAGED');
}

function isState(value: unknown): value is AccountRow['state'] {
  return value === 'waiting' || value === 'active';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isBytes(value: unknown, min: number, max: number): value is Bytes {
  return value instanceof Uint8Array && value.length >= min && value.length <= max;
}

function isDigits(value: unknown, length: number): boolean {
  return typeof value === 'string' && value.length === length && /^[0-9]+$/.test(value);
}
