/** What is shown of an account before any PIN, sealed under the device key (docs/vault.md). */
import type { IssuerAccount } from '../core/account.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { fromBase64url, fromHex, toBase64url, toHex } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import type { OtpAlgorithm, OtpPolicy } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import { ALGORITHMS, bytesAt, countAt, mapOf, optional, textAt } from './profile-fields.ts';

/** An account without what its row and the settings say about it. */
export type Profile = Omit<
  IssuerAccount,
  'id' | 'kind' | 'state' | 'replaces' | 'position' | 'clockOffset' | 'issuerHue'
>;

/** The two keys that work without a PIN, 32 bytes each. */
export interface OpenKeys {
  readonly channel: Bytes;
  readonly service: Bytes;
}

export const PROFILE_KEY = {
  issuerName: 1,
  issuerKey: 2,
  issuerVerified: 3,
  label: 4,
  ownName: 5,
  serial: 6,
  sequence: 7,
  otp: 8,
  ocraSuite: 9,
  channel: 10,
  service: 11,
  serviceUrl: 12,
  vapidKey: 13,
} as const;

export function encodeProfile(profile: Profile, keys: OpenKeys): CborMap {
  const map = new Map<CborValue, CborValue>([
    [PROFILE_KEY.issuerName, profile.issuerName],
    [PROFILE_KEY.issuerKey, fromHex(profile.issuerKey)],
    [PROFILE_KEY.issuerVerified, profile.issuerVerified],
    [PROFILE_KEY.label, profile.label],
    [PROFILE_KEY.serial, profile.serial],
    [PROFILE_KEY.sequence, profile.sequence],
    [
      PROFILE_KEY.otp,
      new Map<CborValue, CborValue>([
        [1, profile.otp.algorithm],
        [2, profile.otp.digits],
        [3, profile.otp.period],
      ]),
    ],
    [PROFILE_KEY.ocraSuite, profile.ocraSuite],
    [PROFILE_KEY.channel, keys.channel],
    [PROFILE_KEY.service, keys.service],
  ]);
  if (profile.ownName) map.set(PROFILE_KEY.ownName, profile.ownName);
  if (profile.serviceUrl !== undefined) map.set(PROFILE_KEY.serviceUrl, profile.serviceUrl);
  if (profile.vapidKey !== undefined)
    map.set(PROFILE_KEY.vapidKey, fromBase64url(profile.vapidKey));
  return map;
}

/**
 * Decodes the profile without its keys: the result has no secret.
 * @throws TesseraError VAULT_DAMAGED
 */
export function decodeProfile(value: CborValue): Profile {
  const map = mapOf(value);
  const ownName = optional(map, PROFILE_KEY.ownName, textAt);
  const serviceUrl = optional(map, PROFILE_KEY.serviceUrl, textAt);
  const vapidKey = optional(map, PROFILE_KEY.vapidKey, bytesAt);
  return {
    issuerName: textAt(map, PROFILE_KEY.issuerName),
    issuerKey: toHex(bytesAt(map, PROFILE_KEY.issuerKey)),
    issuerVerified: map.get(PROFILE_KEY.issuerVerified) === true,
    label: textAt(map, PROFILE_KEY.label),
    serial: textAt(map, PROFILE_KEY.serial),
    sequence: countAt(map, PROFILE_KEY.sequence),
    otp: otpPolicy(mapOf(map.get(PROFILE_KEY.otp))),
    ocraSuite: textAt(map, PROFILE_KEY.ocraSuite),
    ...(ownName !== undefined && { ownName }),
    ...(serviceUrl !== undefined && { serviceUrl }),
    ...(vapidKey !== undefined && { vapidKey: toBase64url(vapidKey) }),
  };
}

/** Returns copies that the caller overwrites. @throws TesseraError VAULT_DAMAGED */
export function decodeOpenKeys(value: CborValue): OpenKeys {
  const map = mapOf(value);
  return {
    channel: bytesAt(map, PROFILE_KEY.channel).slice(),
    service: bytesAt(map, PROFILE_KEY.service).slice(),
  };
}

function otpPolicy(map: CborMap): OtpPolicy {
  const algorithm = map.get(1);
  if (!ALGORITHMS.includes(algorithm)) throw new TesseraError('VAULT_DAMAGED');
  return { algorithm: algorithm as OtpAlgorithm, digits: countAt(map, 2), period: countAt(map, 3) };
}
