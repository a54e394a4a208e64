/** Keys of other servers' accounts: under the PIN, or in the profile (docs/vault.md, "Classes"). */
import type { OathPolicy } from '../core/account.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import type { OtpAlgorithm } from '../core/codec/messages.ts';
import type { HashName } from '../protocol/hmac.ts';
import { hashOf } from '../protocol/hmac.ts';
import { parseSuite } from '../protocol/ocra.ts';
import type { OpenedAccount } from './account-rows.ts';
import { profileAddress } from './account-rows.ts';
import type { OathProfile } from './oath-profile.ts';
import { decodeOathProfile, OATH_KEY } from './oath-profile.ts';
import { bytesAt, mapOf } from './profile-fields.ts';
import { openRecord } from './record-cipher.ts';
import type { OathRow } from './schema.ts';
import { classOf, trimSecret } from './secret-classes.ts';
import type { HiddenSecret } from './secret-permutation.ts';
import { openSecret, otherKey, sealSecret } from './secret-permutation.ts';

/** A key as it is kept: under the PIN, or as it is. */
export type KeptSecret = HiddenSecret | { readonly class: 0; readonly bytes: Bytes };

type OpenedOath = Extract<OpenedAccount, { kind: 'oath' }>;

/**
 * Puts a key where its bytes alone say that it lies; `key` is `otherKey`'s. The caller overwrites
 * `secret`, and the result with `wipeKept`.
 * @throws TesseraError WEAK_KEY
 */
export async function keepSecret(
  key: CryptoKey,
  secret: Uint8Array,
  algorithm: OtpAlgorithm,
): Promise<KeptSecret> {
  const trimmed = trimSecret(secret, algorithm);
  if (classOf(trimmed) === 0) return { class: 0, bytes: trimmed };
  try {
    return await sealSecret(key, trimmed);
  } finally {
    trimmed.fill(0);
  }
}

/** Overwrites a key that is not under the PIN. */
export function wipeKept(kept: KeptSecret): void {
  if (kept.class === 0) kept.bytes.fill(0);
}

/** Returns the key itself, a copy that the caller overwrites. @throws TesseraError VAULT_DAMAGED */
export async function openKept(key: CryptoKey, kept: KeptSecret): Promise<Bytes> {
  return kept.class === 0 ? kept.bytes.slice() : openSecret(key, kept);
}

/**
 * Opens the profile with what lies there of the key; the caller calls `wipeKept`.
 * @throws TesseraError VAULT_DAMAGED
 */
export function openOathRow(
  deviceKey: CryptoKey,
  id: string,
  row: OathRow,
): Promise<{ readonly profile: OathProfile; readonly secret: KeptSecret }> {
  return openRecord(deviceKey, profileAddress(id, row), row.profile, (value) => ({
    profile: decodeOathProfile(value, row.secret !== undefined),
    secret: row.secret ?? { class: 0, bytes: bytesAt(mapOf(value), OATH_KEY.secret).slice() },
  }));
}

/**
 * Returns the key for codes, which the caller overwrites, and its hash.
 * @throws TesseraError VAULT_DAMAGED
 */
export async function openOathKey(
  root: CryptoKey,
  {
    id,
    row,
    profile,
    deviceKey,
  }: OpenedOath & { readonly id: string; readonly deviceKey: CryptoKey },
): Promise<{ readonly hash: HashName; readonly secret: Bytes }> {
  const { secret } = await openOathRow(deviceKey, id, row);
  try {
    const opened = await openKept(await otherKey(root), secret);
    return { hash: hashOf(algorithmOf(profile)), secret: opened };
  } finally {
    wipeKept(secret);
  }
}

/** The hash of an account's policy, or of its suite. */
export function algorithmOf({
  otp,
  ocraSuite = '',
}: {
  readonly otp?: OathPolicy;
  readonly ocraSuite?: string;
}): OtpAlgorithm {
  if (otp) return otp.algorithm;
  return parseSuite(ocraSuite).hash.replace('-', '') as OtpAlgorithm;
}
