/** Encodes and decodes the payloads of requests and deactivations (docs/protocol.md §7). */
import type { Bytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { encodeCbor } from './cbor.ts';
import {
  checkRange,
  decodeSealedMap,
  readBytesField,
  readMapField,
  readText,
  readTextField,
  readTimeField,
  readUintField,
  refuseCritical,
} from './cbor-fields.ts';
import type {
  AcceptedApproval,
  Deactivation,
  LastAccepted,
  NumberDigits,
  PaymentFields,
  Request,
} from './messages.ts';
import {
  canBePayment,
  isRequestKind,
  LAST_ACCEPTED_LIMITS,
  NUMBER_DIGITS,
  REQUEST_FLAGS,
} from './messages.ts';
import { TEXT_RULES } from './text-rules.ts';
import { checkWritten } from './written-text.ts';

const CHANNEL_KIND = { request: 3, deactivation: 4 } as const;
/** A request is valid for at most a day, in seconds. */
const MAX_REQUEST_SECONDS = 24 * 3600;
/** What was accepted before may be this much later: an issuer's servers differ a little. */
const SKEW_SECONDS = 60;

/** What a channel message says once it is open. */
export type ChannelPayload =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'deactivation'; readonly deactivation: Deactivation };

/** @throws TesseraError OUT_OF_RANGE */
export function encodeChannelPayload(payload: ChannelPayload): Bytes {
  const map =
    payload.kind === 'request'
      ? toRequestMap(payload.request)
      : toDeactivationMap(payload.deactivation);
  readChannelFields(map);
  return encodeCbor(map);
}

function toRequestMap(request: Request): CborMap {
  checkWritten(request.title, TEXT_RULES.title);
  for (const [name, value] of request.fields) {
    checkWritten(name, TEXT_RULES.fieldName);
    checkWritten(value, TEXT_RULES.fieldValue);
  }
  return new Map<CborValue, CborValue>([
    [1, CHANNEL_KIND.request],
    [20, request.requestId],
    [21, request.issuedAt],
    [22, request.expiresAt],
    [23, request.kind],
    [24, request.title],
    [25, request.fields],
    [26, flagsOf(request)],
    ...optionalKeys(request),
  ]);
}

function flagsOf({ pinRequired, numberDigits }: Request): number {
  const number = numberDigits === undefined ? 0 : REQUEST_FLAGS.numberShown;
  return (pinRequired ? REQUEST_FLAGS.pinRequired : 0) + number;
}

function optionalKeys({
  lastAccepted,
  payment,
  numberDigits,
}: Request): readonly (readonly [CborValue, CborValue])[] {
  const last = lastAccepted && toLastAcceptedMap(lastAccepted);
  const hasDigits = numberDigits !== undefined && numberDigits !== NUMBER_DIGITS[0];
  return [
    ...(last && last.size > 0 ? [[27, last] as const] : []),
    ...(payment ? [[28, [payment.amount, payment.payee]] as const] : []),
    ...(hasDigits ? [[29, numberDigits] as const] : []),
  ];
}

function toLastAcceptedMap({ approvals, otpAt }: LastAccepted): CborMap {
  const pairs = approvals.map(({ idPrefix, at }) => [idPrefix, at] as const);
  return new Map<CborValue, CborValue>([
    ...(pairs.length > 0 ? [[1, pairs] as const] : []),
    ...(otpAt === undefined ? [] : [[2, otpAt] as const]),
  ]);
}

function toDeactivationMap(deactivation: Deactivation): CborMap {
  return new Map<CborValue, CborValue>([
    [1, CHANNEL_KIND.deactivation],
    [20, deactivation.requestId],
    [21, deactivation.issuedAt],
  ]);
}

/** @throws TesseraError OUT_OF_RANGE, for malformed content too. */
export function decodeChannelPayload(plaintext: Uint8Array): ChannelPayload {
  return readChannelFields(decodeSealedMap(plaintext));
}

function readChannelFields(map: CborMap): ChannelPayload {
  refuseCritical(map);
  const kind = map.get(1);
  checkRange(kind === CHANNEL_KIND.request || kind === CHANNEL_KIND.deactivation);
  const requestId = readBytesField(map, 20, 8);
  const issuedAt = readTimeField(map, 21);
  if (kind === CHANNEL_KIND.deactivation) {
    return { kind: 'deactivation', deactivation: { requestId, issuedAt } };
  }
  const expiresAt = readUintField(map, 22);
  checkRange(issuedAt <= expiresAt && expiresAt - issuedAt <= MAX_REQUEST_SECONDS);
  const requestKind = map.get(23);
  checkRange(isRequestKind(requestKind));
  const fields = readRequestFields(map.get(25));
  const flags = readUintField(map, 26);
  const hasNumber = hasFlag(flags, REQUEST_FLAGS.numberShown);
  const payment = map.has(28) ? readPaymentFields(map.get(28), fields) : undefined;
  checkRange(payment === undefined || canBePayment(requestKind));
  return {
    kind: 'request',
    request: {
      requestId,
      issuedAt,
      expiresAt,
      kind: requestKind,
      title: readTextField(map, 24, TEXT_RULES.title),
      fields,
      pinRequired: hasFlag(flags, REQUEST_FLAGS.pinRequired),
      ...(hasNumber && { numberDigits: readNumberDigits(map.get(29)) }),
      ...(map.has(27) && { lastAccepted: readLastAccepted(readMapField(map, 27), issuedAt) }),
      ...(payment && { payment }),
    },
  };
}

function readNumberDigits(value: CborValue | undefined): NumberDigits {
  if (value === undefined) return NUMBER_DIGITS[0];
  const digits = NUMBER_DIGITS.find((allowed) => allowed === value);
  checkRange(digits !== undefined);
  return digits;
}

function readLastAccepted(map: CborMap, issuedAt: number): LastAccepted {
  const list = map.get(1) ?? [];
  checkRange(Array.isArray(list) && list.length <= LAST_ACCEPTED_LIMITS.approvals);
  const approvals = list.map(readApproval);
  const otpAt = map.has(2) ? readTimeField(map, 2) : undefined;
  const times = [...approvals.map(({ at }) => at), otpAt ?? 0];
  checkRange(times.every((at) => at <= issuedAt + SKEW_SECONDS));
  return { approvals, ...(otpAt !== undefined && { otpAt }) };
}

function readApproval(pair: CborValue): AcceptedApproval {
  checkRange(Array.isArray(pair) && pair.length === 2);
  const [idPrefix, at] = pair as readonly CborValue[];
  const map: CborMap = new Map([
    [1, idPrefix!],
    [2, at!],
  ]);
  return {
    idPrefix: readBytesField(map, 1, LAST_ACCEPTED_LIMITS.idPrefixBytes),
    at: readTimeField(map, 2),
  };
}

function readPaymentFields(value: CborValue | undefined, fields: Request['fields']): PaymentFields {
  checkRange(Array.isArray(value) && value.length === 2);
  const [amount, payee] = value as readonly CborValue[];
  checkRange(isPosition(amount, fields) && isPosition(payee, fields) && amount !== payee);
  return { amount, payee };
}

/** A position in the fields whose value is not empty. */
function isPosition(value: CborValue | undefined, fields: Request['fields']): value is number {
  return typeof value === 'number' && (fields[value]?.[1] ?? '') !== '';
}

/** Reads one bit by division: flags may exceed the 32 bits that bitwise operators see. */
function hasFlag(flags: number, flag: number): boolean {
  return Math.floor(flags / flag) % 2 === 1;
}

function readRequestFields(value: CborValue | undefined): Request['fields'] {
  checkRange(Array.isArray(value) && value.length <= 16);
  return value.map((pair: CborValue): readonly [string, string] => {
    checkRange(Array.isArray(pair) && pair.length === 2);
    const [label, text] = pair as readonly CborValue[];
    return [readText(label, TEXT_RULES.fieldName), readText(text, TEXT_RULES.fieldValue)];
  });
}
