/** Encodes and decodes the payloads of both activation messages (docs/protocol.md §2, §5). */
import type { Bytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { encodeCbor } from './cbor.ts';
import {
  bytesField,
  formField,
  inRange,
  mapField,
  refuseCritical,
  sealedMap,
  textField,
  uintField,
} from './cbor-fields.ts';
import type { FirstMessage, OtpAlgorithm, OtpPolicy, SecondMessage } from './messages.ts';
import { isResponseSuite, isSerial, isServiceUrl } from './validators.ts';

const KIND = { first: 1, second: 2 } as const;

/** @throws TesseraError OUT_OF_RANGE: a writer keeps the limits that a reader checks. */
export function encodeFirstPayload(message: FirstMessage): Bytes {
  const map = new Map<CborValue, CborValue>([
    [1, KIND.first],
    [2, message.activationId],
    [3, message.secret],
    [4, message.issuerKey],
    [5, message.expiresAt],
    [6, message.issuerName],
    [8, message.issuedAt],
  ]);
  if (message.label !== undefined) map.set(7, message.label);
  if (message.replaces !== undefined) map.set(9, message.replaces);
  firstFields(map);
  return encodeCbor(map);
}

/**
 * Key 4 alone: the signature is verified before the other limits.
 * @throws TesseraError OUT_OF_RANGE
 */
export function issuerKeyField(map: CborMap): Bytes {
  return bytesField(map, 4, 33);
}

/** @throws TesseraError OUT_OF_RANGE */
export function firstFields(map: CborMap): FirstMessage {
  refuseCritical(map);
  inRange(map.get(1) === KIND.first);
  const issuedAt = uintField(map, 8);
  const expiresAt = uintField(map, 5);
  inRange(issuedAt <= expiresAt);
  return {
    activationId: bytesField(map, 2, 8),
    secret: bytesField(map, 3, 16),
    issuerKey: issuerKeyField(map),
    expiresAt,
    issuerName: textField(map, 6, 1, 40),
    ...(map.has(7) && { label: textField(map, 7, 0, 60) }),
    issuedAt,
    ...(map.has(9) && { replaces: formField(map, 9, isSerial) }),
  };
}

/** @throws TesseraError OUT_OF_RANGE */
export function encodeSecondPayload(message: SecondMessage): Bytes {
  const { algorithm, digits, period } = message.otp;
  const map = new Map<CborValue, CborValue>([
    [1, KIND.second],
    [10, message.serial],
    [11, message.sequence],
    [
      12,
      new Map<CborValue, CborValue>([
        [1, algorithm],
        [2, digits],
        [3, period],
      ]),
    ],
    [13, message.ocraSuite],
    [14, message.time],
  ]);
  if (message.label !== undefined) map.set(7, message.label);
  if (message.serviceUrl !== undefined) map.set(15, message.serviceUrl);
  if (message.vapidKey !== undefined) map.set(16, message.vapidKey);
  secondFields(map);
  return encodeCbor(map);
}

/** @throws TesseraError OUT_OF_RANGE, for malformed content too. */
export function decodeSecondPayload(plaintext: Uint8Array): SecondMessage {
  return secondFields(sealedMap(plaintext));
}

function secondFields(map: CborMap): SecondMessage {
  refuseCritical(map);
  inRange(map.get(1) === KIND.second);
  return {
    ...(map.has(7) && { label: textField(map, 7, 0, 60) }),
    serial: formField(map, 10, isSerial),
    sequence: uintField(map, 11, 2 ** 32 - 1),
    otp: otpPolicy(mapField(map, 12)),
    ocraSuite: formField(map, 13, isResponseSuite),
    time: uintField(map, 14),
    ...(map.has(15) && { serviceUrl: formField(map, 15, isServiceUrl) }),
    ...(map.has(16) && { vapidKey: bytesField(map, 16, 65) }),
  };
}

function otpPolicy(map: CborMap): OtpPolicy {
  const digits = uintField(map, 2, 8);
  const period = uintField(map, 3, 120);
  inRange(digits >= 6 && period >= 15);
  return { algorithm: formField(map, 1, isAlgorithm) as OtpAlgorithm, digits, period };
}

function isAlgorithm(text: string): text is OtpAlgorithm {
  return text === 'SHA1' || text === 'SHA256' || text === 'SHA512';
}
