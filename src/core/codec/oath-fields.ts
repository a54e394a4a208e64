/** Makes an account of what a code or a file says of it, or says why that is none. */
import type { OathType } from '../account.ts';
import { TesseraError } from '../errors.ts';
import type { OathEntry, OathSource, UnreadableEntry, UnreadableReason } from '../oath-entry.ts';
import { accountText } from './account-text.ts';
import { fromBase32 } from './base32.ts';
import type { Bytes } from './bytes.ts';
import type { OtpAlgorithm } from './messages.ts';
import {
  isOathNumber,
  isOathPolicy,
  MAX_OWN_NAME,
  MAX_SECRET_BYTES,
  STEAM,
} from './oath-bounds.ts';

/** What a source says, unchecked; what it leaves out has the value that all programs take. */
export interface OathFields {
  readonly type: Exclude<OathType, 'ocra2'>;
  readonly issuer?: string | undefined;
  readonly label?: string | undefined;
  readonly ownName?: string | undefined;
  /** The key's bytes, or its text in base32; overwritten where no account comes of it. */
  readonly secret: Bytes | string | undefined;
  /** SHA1 unless given, in any of the spellings in use. */
  readonly algorithm?: string | undefined;
  /** 6 unless given. */
  readonly digits?: number | undefined;
  /** Seconds; 30 unless given. */
  readonly period?: number | undefined;
  /** 0 unless given. */
  readonly counter?: number | undefined;
  readonly addedAt?: number | undefined;
}

const USUAL_DIGITS = 6;
const USUAL_PERIOD_SECONDS = 30;
/** An issuer of this name has codes of Steam's, whatever its type says. */
const STEAM_ISSUER = 'Steam';

/** Returns true for an account, false for one that cannot be brought in. */
export function isOathEntry(read: OathEntry | UnreadableEntry): read is OathEntry {
  return 'secret' in read;
}

/** Names an account that cannot be brought in. */
export function unreadableEntry(
  why: UnreadableReason,
  { issuer = '', label = '' }: Pick<OathFields, 'issuer' | 'label'> = {},
): UnreadableEntry {
  return { issuer: accountText(issuer), label: accountText(label), why };
}

/** Sorts what was read, each part in its order. */
export function toSource(read: readonly (OathEntry | UnreadableEntry)[], others = 0): OathSource {
  const unreadable = read.filter((each): each is UnreadableEntry => !isOathEntry(each));
  return { entries: read.filter(isOathEntry), unreadable, others };
}

/** Checks everything that is said of one account. */
export function toOathEntry(fields: OathFields): OathEntry | UnreadableEntry {
  const secret = secretOf(fields.secret);
  if (typeof secret === 'string') return unreadableEntry(secret, fields);
  const making = makingOf(fields);
  if (typeof making === 'string') {
    secret.fill(0);
    return unreadableEntry(making, fields);
  }
  const ownName = accountText(fields.ownName ?? '', MAX_OWN_NAME);
  const { addedAt } = fields;
  return {
    ...making,
    issuer: accountText(fields.issuer ?? ''),
    label: accountText(fields.label ?? ''),
    secret,
    ...(ownName !== '' && { ownName }),
    ...(isOathNumber(addedAt) && { addedAt }),
  };
}

/** How an entry makes its codes. */
type Making = Pick<OathEntry, 'type' | 'otp' | 'counter'>;

function makingOf(fields: OathFields): Making | 'algorithm' | 'range' {
  const { type, issuer, digits = USUAL_DIGITS, period = USUAL_PERIOD_SECONDS } = fields;
  if (type === 'steam' || (type === 'totp' && issuer?.trim() === STEAM_ISSUER))
    return { type: 'steam', otp: STEAM };
  const algorithm = algorithmOf(fields.algorithm);
  if (algorithm === undefined) return 'algorithm';
  const otp = { algorithm, digits, ...(type === 'totp' && { period }) };
  const { counter = 0 } = fields;
  if (!isOathPolicy(type, otp) || (type === 'hotp' && !isOathNumber(counter))) return 'range';
  return { type, otp, ...(type === 'hotp' && { counter }) };
}

/** The hash by any of its spellings: `sha1`, `SHA-256`, `HmacSHA512`, `Algorithm.sha1`. */
function algorithmOf(text = ''): OtpAlgorithm | undefined {
  switch (text.toUpperCase().replace(/^(ALGORITHM\.)?(HMAC)?-?|[-_\s]/g, '')) {
    case '':
    case 'SHA1':
      return 'SHA1';
    case 'SHA256':
      return 'SHA256';
    case 'SHA512':
      return 'SHA512';
    default:
      return undefined;
  }
}

function secretOf(given: Bytes | string | undefined): Bytes | 'key' | 'weak' {
  const secret = typeof given === 'string' ? decoded(given) : given;
  if (secret === undefined || secret.length === 0) return 'key';
  if (secret.length > MAX_SECRET_BYTES) {
    secret.fill(0);
    return 'key';
  }
  return secret.every((byte) => byte === 0) ? 'weak' : secret;
}

function decoded(text: string): Bytes | undefined {
  try {
    return fromBase32(text);
  } catch (thrown) {
    if (thrown instanceof TesseraError) return undefined;
    throw thrown;
  }
}
