/** What is shown of another server's account before any PIN (docs/vault.md, "Stores"). */
import type { OathAccount, OathPolicy, OathType } from '../core/account.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import type { OtpAlgorithm } from '../core/codec/messages.ts';
import { isOathPolicy } from '../core/codec/oath-bounds.ts';
import { TesseraError } from '../core/errors.ts';
import { PROFILE_KEY } from './account-profile.ts';
import { countAt, mapOf, optional, textAt } from './profile-fields.ts';

/** An account without what its row and the settings say about it, and without its key. */
export type OathProfile = Omit<
  OathAccount,
  | 'id'
  | 'kind'
  | 'state'
  | 'position'
  | 'clockOffset'
  | 'issuerHue'
  | 'counter'
  | 'showsAgain'
  | 'unhidden'
>;

export const OATH_KEY = {
  // Both kinds of profile are read and renamed by these.
  issuerName: PROFILE_KEY.issuerName,
  label: PROFILE_KEY.label,
  ownName: PROFILE_KEY.ownName,
  serial: PROFILE_KEY.serial,
  otp: PROFILE_KEY.otp,
  ocraSuite: PROFILE_KEY.ocraSuite,
  type: 14,
  secret: 15,
  addedAt: 16,
} as const;

const TYPES: readonly unknown[] = ['totp', 'hotp', 'steam', 'ocra2'] satisfies OathType[];

/**
 * Decodes a profile without the account's key.
 * @param hidden whether the key lies under the PIN: it lies there or in the profile, never in both
 * @throws TesseraError VAULT_DAMAGED
 */
export function decodeOathProfile(value: CborValue, hidden: boolean): OathProfile {
  const map = mapOf(value);
  if (map.has(OATH_KEY.secret) === hidden) throw new TesseraError('VAULT_DAMAGED');
  const ownName = optional(map, OATH_KEY.ownName, textAt);
  const serial = optional(map, OATH_KEY.serial, textAt);
  const type = textAt(map, OATH_KEY.type) as OathType;
  if (!TYPES.includes(type)) throw new TesseraError('VAULT_DAMAGED');
  return {
    issuerName: textAt(map, OATH_KEY.issuerName),
    label: textAt(map, OATH_KEY.label),
    type,
    addedAt: countAt(map, OATH_KEY.addedAt),
    ...(ownName !== undefined && { ownName }),
    ...(serial !== undefined && { serial }),
    ...(type === 'ocra2'
      ? { ocraSuite: textAt(map, OATH_KEY.ocraSuite) }
      : { otp: decodePolicy(mapOf(map.get(OATH_KEY.otp)), type) }),
  };
}

function decodePolicy(map: CborMap, type: OathType): OathPolicy {
  const period = optional(map, 3, countAt);
  const policy = {
    algorithm: map.get(1) as OtpAlgorithm,
    digits: countAt(map, 2),
    ...(period !== undefined && { period }),
  };
  if (!isOathPolicy(type, policy)) throw new TesseraError('VAULT_DAMAGED');
  return policy;
}
