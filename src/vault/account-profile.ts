/** What is shown of an account before any PIN, sealed under the device key (docs/vault.md). */
import type { IssuerAccount } from '../core/account.ts';
import { toBase64url, toHex } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import type { OtpPolicy } from '../core/codec/messages.ts';
import { OTP_ALGORITHMS } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import { bytesAt, countAt, mapOf, optional, textAt } from './profile-fields.ts';

/** An account without what its row and the settings say about it. */
export type Profile = Omit<
  IssuerAccount,
  'id' | 'kind' | 'state' | 'replaces' | 'position' | 'clockOffset' | 'issuerHue'
>;

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

function otpPolicy(map: CborMap): OtpPolicy {
  const algorithm = OTP_ALGORITHMS.find((each) => each === map.get(1));
  if (algorithm === undefined) throw new TesseraError('VAULT_DAMAGED');
  return { algorithm, digits: countAt(map, 2), period: countAt(map, 3) };
}
