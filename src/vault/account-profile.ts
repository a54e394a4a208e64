/** What is shown of an account before any PIN, sealed under the device key (docs/vault.md). */
import type { Account } from '../core/account.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { fromBase64url, fromHex, toBase64url, toHex } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import type { OtpAlgorithm, OtpPolicy } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';

/** An account without what its row and the settings say about it. */
export type Profile = Omit<Account, 'id' | 'state' | 'replaces' | 'position' | 'clockOffset'>;

/** The two keys that work without a PIN, 32 bytes each. */
export interface OpenKeys {
  readonly channel: Bytes;
  readonly service: Bytes;
}

const KEY = {
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
const ALGORITHMS: readonly unknown[] = ['SHA1', 'SHA256', 'SHA512'];

export function encodeProfile(profile: Profile, keys: OpenKeys): CborMap {
  const map = new Map<CborValue, CborValue>([
    [KEY.issuerName, profile.issuerName],
    [KEY.issuerKey, fromHex(profile.issuerKey)],
    [KEY.issuerVerified, profile.issuerVerified],
    [KEY.label, profile.label],
    [KEY.serial, profile.serial],
    [KEY.sequence, profile.sequence],
    [
      KEY.otp,
      new Map<CborValue, CborValue>([
        [1, profile.otp.algorithm],
        [2, profile.otp.digits],
        [3, profile.otp.period],
      ]),
    ],
    [KEY.ocraSuite, profile.ocraSuite],
    [KEY.channel, keys.channel],
    [KEY.service, keys.service],
  ]);
  if (profile.ownName) map.set(KEY.ownName, profile.ownName);
  if (profile.serviceUrl !== undefined) map.set(KEY.serviceUrl, profile.serviceUrl);
  if (profile.vapidKey !== undefined) map.set(KEY.vapidKey, fromBase64url(profile.vapidKey));
  return map;
}

/**
 * Decodes the profile without its keys: the result has no secret.
 * @throws TesseraError VAULT_DAMAGED
 */
export function decodeProfile(value: CborValue): Profile {
  const map = mapOf(value);
  const ownName = optional(map, KEY.ownName, text);
  const serviceUrl = optional(map, KEY.serviceUrl, text);
  const vapidKey = optional(map, KEY.vapidKey, bytes);
  return {
    issuerName: text(map, KEY.issuerName),
    issuerKey: toHex(bytes(map, KEY.issuerKey)),
    issuerVerified: map.get(KEY.issuerVerified) === true,
    label: text(map, KEY.label),
    serial: text(map, KEY.serial),
    sequence: count(map, KEY.sequence),
    otp: otpPolicy(mapOf(map.get(KEY.otp))),
    ocraSuite: text(map, KEY.ocraSuite),
    ...(ownName !== undefined && { ownName }),
    ...(serviceUrl !== undefined && { serviceUrl }),
    ...(vapidKey !== undefined && { vapidKey: toBase64url(vapidKey) }),
  };
}

/** Returns copies that the caller overwrites. @throws TesseraError VAULT_DAMAGED */
export function decodeOpenKeys(value: CborValue): OpenKeys {
  const map = mapOf(value);
  return { channel: bytes(map, KEY.channel).slice(), service: bytes(map, KEY.service).slice() };
}

function otpPolicy(map: CborMap): OtpPolicy {
  const algorithm = map.get(1);
  if (!ALGORITHMS.includes(algorithm)) throw new TesseraError('VAULT_DAMAGED');
  return { algorithm: algorithm as OtpAlgorithm, digits: count(map, 2), period: count(map, 3) };
}

function optional<T>(
  map: CborMap,
  key: number,
  decode: (map: CborMap, key: number) => T,
): T | undefined {
  return map.has(key) ? decode(map, key) : undefined;
}

function mapOf(value: CborValue | undefined): CborMap {
  if (!isCborMap(value)) throw new TesseraError('VAULT_DAMAGED');
  return value;
}

function text(map: CborMap, key: number): string {
  const value = map.get(key);
  if (typeof value !== 'string') throw new TesseraError('VAULT_DAMAGED');
  return value;
}

function count(map: CborMap, key: number): number {
  const value = map.get(key);
  if (typeof value !== 'number' || value < 0) throw new TesseraError('VAULT_DAMAGED');
  return value;
}

function bytes(map: CborMap, key: number): Bytes {
  const value = map.get(key);
  if (!(value instanceof Uint8Array)) throw new TesseraError('VAULT_DAMAGED');
  return value as Bytes;
}
