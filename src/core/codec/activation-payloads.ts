/** Encodes and decodes the payloads of both activation messages (docs/protocol.md §2, §5). */
import type { Bytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { encodeCbor } from './cbor.ts';
import {
  checkRange,
  decodeSealedMap,
  readBytesField,
  readFormField,
  readMapField,
  readTextField,
  readTimeField,
  readUintField,
  refuseCritical,
} from './cbor-fields.ts';
import type { FirstMessage, OtpAlgorithm, OtpPolicy, SecondMessage } from './messages.ts';
import { TEXT_RULES } from './text-rules.ts';
import { isResponseSuite, isSerial, isServiceUrl } from './validators.ts';
import { checkWritten } from './written-text.ts';

const ACTIVATION_KIND = { first: 1, second: 2 } as const;

/** @throws TesseraError OUT_OF_RANGE: a writer keeps the limits that a reader checks. */
export function encodeFirstPayload(message: FirstMessage): Bytes {
  checkWritten(message.issuerName, TEXT_RULES.issuerName);
  if (message.label !== undefined) checkWritten(message.label, TEXT_RULES.label);
  const map = new Map<CborValue, CborValue>([
    [1, ACTIVATION_KIND.first],
    [2, message.activationId],
    [3, message.secret],
    [4, message.issuerKey],
    [5, message.expiresAt],
    [6, message.issuerName],
    [8, message.issuedAt],
  ]);
  if (message.label !== undefined) map.set(7, message.label);
  if (message.replaces !== undefined) map.set(9, message.replaces);
  readFirstFields(map);
  return encodeCbor(map);
}

/**
 * Key 4 alone: the signature is verified before the other limits.
 * @throws TesseraError OUT_OF_RANGE
 */
export function readIssuerKeyField(map: CborMap): Bytes {
  return readBytesField(map, 4, 33);
}

/** @throws TesseraError OUT_OF_RANGE */
export function readFirstFields(map: CborMap): FirstMessage {
  refuseCritical(map);
  checkRange(map.get(1) === ACTIVATION_KIND.first);
  const issuedAt = readUintField(map, 8);
  const expiresAt = readUintField(map, 5);
  checkRange(issuedAt <= expiresAt);
  return {
    activationId: readBytesField(map, 2, 8),
    secret: readBytesField(map, 3, 16),
    issuerKey: readIssuerKeyField(map),
    expiresAt,
    issuerName: readTextField(map, 6, TEXT_RULES.issuerName),
    ...(map.has(7) && { label: readTextField(map, 7, TEXT_RULES.label) }),
    issuedAt,
    ...(map.has(9) && { replaces: readFormField(map, 9, isSerial) }),
  };
}

/** @throws TesseraError OUT_OF_RANGE */
export function encodeSecondPayload(message: SecondMessage): Bytes {
  if (message.label !== undefined) checkWritten(message.label, TEXT_RULES.label);
  const { algorithm, digits, period } = message.otp;
  const map = new Map<CborValue, CborValue>([
    [1, ACTIVATION_KIND.second],
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
  readSecondFields(map);
  return encodeCbor(map);
}

/** @throws TesseraError OUT_OF_RANGE, for malformed content too. */
export function decodeSecondPayload(plaintext: Uint8Array): SecondMessage {
  return readSecondFields(decodeSealedMap(plaintext));
}

function readSecondFields(map: CborMap): SecondMessage {
  refuseCritical(map);
  checkRange(map.get(1) === ACTIVATION_KIND.second);
  return {
    ...(map.has(7) && { label: readTextField(map, 7, TEXT_RULES.label) }),
    serial: readFormField(map, 10, isSerial),
    sequence: readUintField(map, 11, 2 ** 32 - 1),
    otp: readOtpPolicy(readMapField(map, 12)),
    ocraSuite: readFormField(map, 13, isResponseSuite),
    time: readTimeField(map, 14),
    ...(map.has(15) && { serviceUrl: readFormField(map, 15, isServiceUrl) }),
    ...(map.has(16) && { vapidKey: readBytesField(map, 16, 65) }),
  };
}

function readOtpPolicy(map: CborMap): OtpPolicy {
  const digits = readUintField(map, 2, 8);
  const period = readUintField(map, 3, 120);
  checkRange(digits >= 6 && period >= 15);
  return { algorithm: readFormField(map, 1, isAlgorithm) as OtpAlgorithm, digits, period };
}

function isAlgorithm(text: string): text is OtpAlgorithm {
  return text === 'SHA1' || text === 'SHA256' || text === 'SHA512';
}
