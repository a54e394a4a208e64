/** Encodes and decodes the payloads of requests and deactivations (docs/protocol.md §7). */
import type { Bytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { encodeCbor } from './cbor.ts';
import {
  checkRange,
  decodeSealedMap,
  readBytesField,
  readText,
  readTextField,
  readUintField,
  refuseCritical,
} from './cbor-fields.ts';
import type { Deactivation, Request } from './messages.ts';
import { isRequestKind, REQUEST_FLAGS } from './messages.ts';
import { TEXT_RULES } from './text-rules.ts';
import { checkWritten } from './written-text.ts';

const CHANNEL_KIND = { request: 3, deactivation: 4 } as const;
/** A request is valid for at most a day, in seconds. */
const MAX_REQUEST_SECONDS = 24 * 3600;

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
    [26, request.pinRequired ? REQUEST_FLAGS.pinRequired : 0],
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
  const issuedAt = readUintField(map, 21);
  if (kind === CHANNEL_KIND.deactivation) {
    return { kind: 'deactivation', deactivation: { requestId, issuedAt } };
  }
  const expiresAt = readUintField(map, 22);
  checkRange(issuedAt <= expiresAt && expiresAt - issuedAt <= MAX_REQUEST_SECONDS);
  const requestKind = map.get(23);
  checkRange(isRequestKind(requestKind));
  return {
    kind: 'request',
    request: {
      requestId,
      issuedAt,
      expiresAt,
      kind: requestKind,
      title: readTextField(map, 24, TEXT_RULES.title),
      fields: readRequestFields(map.get(25)),
      pinRequired: hasFlag(readUintField(map, 26), REQUEST_FLAGS.pinRequired),
    },
  };
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
