/** Another server's account as a code, a text or a file gives it, before anything is kept. */
import type { OathPolicy, OathType } from './account.ts';
import type { Bytes } from './codec/bytes.ts';

/** Accounts of one scan, paste or file: kept in the runner's memory and overwritten after use. */
export interface OathEntry {
  readonly type: Exclude<OathType, 'ocra2'>;
  /** At most 200 code points, controls and bidi marks removed; it may be empty, as may `label`. */
  readonly issuer: string;
  readonly label: string;
  /** The person's own name, 1–60 code points. */
  readonly ownName?: string;
  /** The HMAC key, 1–128 bytes; whoever keeps or drops the entry overwrites it. */
  readonly secret: Bytes;
  /** Steam: SHA1, 5, 30. */
  readonly otp: OathPolicy;
  /** `hotp`: the next one to use. */
  readonly counter?: number;
  /** Where the source says it: seconds since 1970. */
  readonly addedAt?: number;
}

/** Why one account of a source cannot be brought in. */
export type UnreadableReason =
  /** Its kind of code is not known, or needs a secret of the person's besides the key. */
  | 'kind'
  /** A hash that is not SHA-1, SHA-256 or SHA-512. */
  | 'algorithm'
  /** Digits, period or counter beyond what is allowed. */
  | 'range'
  /** No key, or one that cannot be decoded. */
  | 'key'
  /** A key of zeros alone. */
  | 'weak'
  /** What stands there is no account at all. */
  | 'form';

/** An account of a source that cannot be brought in, named as the source names it. */
export interface UnreadableEntry {
  readonly issuer: string;
  readonly label: string;
  readonly why: UnreadableReason;
}

/** What was found in a code, a text or a file. */
export interface OathSource {
  readonly entries: readonly OathEntry[];
  readonly unreadable: readonly UnreadableEntry[];
  /** Entries that are no accounts of this kind, for example passwords. */
  readonly others: number;
}

/** The most accounts of other servers that a vault keeps. */
export const MAX_OATH_ACCOUNTS = 2000;

/**
 * Overwrites the keys of entries that nobody takes. A key that was transferred to a
 * worker is empty here, and cannot be filled.
 */
export function wipeSecrets(entries: readonly { readonly secret: Bytes }[]): void {
  for (const { secret } of entries) if (secret.length > 0) secret.fill(0);
}
