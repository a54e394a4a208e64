/** The four payload maps and the shapes that they carry, with every limit (docs/protocol.md §2, §5, §7). */
import type { Bytes } from './bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from './cbor.ts';
import { TesseraError } from './errors.ts';
import {
  bytesField,
  formField,
  inRange,
  isText,
  mapField,
  payloadMap,
  refuseCritical,
  textField,
  uintField,
} from './fields.ts';
import type {
  Deactivation,
  FirstMessage,
  OtpAlgorithm,
  OtpPolicy,
  Request,
  SecondMessage,
} from './messages.ts';
import { isResponseSuite, isSerial, isServiceUrl } from './text.ts';

const KIND = { first: 1, second: 2, request: 3, deactivation: 4 } as const;
const PIN_REQUIRED = 1;
/** A request lives at most a day. */
const MAX_REQUEST_LIFE = 24 * 3600;

/** What a channel message says once it is open. */
export type ChannelPayload =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'deactivation'; readonly deactivation: Deactivation };

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

/** Key 4 alone, for the signature is verified before the other limits. @throws TesseraError OUT_OF_RANGE */
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

/** @throws TesseraError OUT_OF_RANGE, for malformed content too: what was sealed by the issuer does not improve with another scan. */
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

/** @throws TesseraError OUT_OF_RANGE */
export function encodeChannelPayload(payload: ChannelPayload): Bytes {
  const map =
    payload.kind === 'request'
      ? requestMap(payload.request)
      : deactivationMap(payload.deactivation);
  channelFields(map);
  return encodeCbor(map);
}

function requestMap(request: Request): CborMap {
  return new Map<CborValue, CborValue>([
    [1, KIND.request],
    [20, request.requestId],
    [21, request.issuedAt],
    [22, request.expiresAt],
    [23, request.kind],
    [24, request.title],
    [25, request.fields],
    [26, request.pinRequired ? PIN_REQUIRED : 0],
  ]);
}

function deactivationMap(deactivation: Deactivation): CborMap {
  return new Map<CborValue, CborValue>([
    [1, KIND.deactivation],
    [20, deactivation.requestId],
    [21, deactivation.issuedAt],
  ]);
}

/** @throws TesseraError OUT_OF_RANGE, for malformed content too. */
export function decodeChannelPayload(plaintext: Uint8Array): ChannelPayload {
  return channelFields(sealedMap(plaintext));
}

function channelFields(map: CborMap): ChannelPayload {
  refuseCritical(map);
  const kind = map.get(1);
  inRange(kind === KIND.request || kind === KIND.deactivation);
  const requestId = bytesField(map, 20, 8);
  const issuedAt = uintField(map, 21);
  if (kind === KIND.deactivation)
    return { kind: 'deactivation', deactivation: { requestId, issuedAt } };
  const expiresAt = uintField(map, 22);
  inRange(issuedAt <= expiresAt && expiresAt - issuedAt <= MAX_REQUEST_LIFE);
  const requestKind = map.get(23);
  inRange(requestKind === 'login' || requestKind === 'transaction');
  return {
    kind: 'request',
    request: {
      requestId,
      issuedAt,
      expiresAt,
      kind: requestKind,
      title: textField(map, 24, 1, 60),
      fields: requestFields(map.get(25)),
      pinRequired: uintField(map, 26) % 2 === PIN_REQUIRED,
    },
  };
}

function requestFields(value: CborValue | undefined): Request['fields'] {
  inRange(Array.isArray(value) && value.length <= 16);
  return value.map((pair: CborValue): readonly [string, string] => {
    inRange(Array.isArray(pair) && pair.length === 2);
    const [label, text] = pair as readonly CborValue[];
    inRange(isText(label, 1, 40) && isText(text, 0, 120));
    return [label, text];
  });
}

function sealedMap(plaintext: Uint8Array): CborMap {
  try {
    return payloadMap(plaintext);
  } catch (cause) {
    throw new TesseraError('OUT_OF_RANGE', { cause });
  }
}
