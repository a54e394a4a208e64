/** The `requests` rows: what is kept of a request, sealed (docs/vault.md, "Stores"). */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import type { Decision } from '../core/request-answer.ts';
import type { AnswerState } from './answer-rows.ts';
import type { RecordAddress } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Loaded, RowWrite } from './store.ts';

export interface KeptRequest {
  readonly accountId: string;
  /** Hex. */
  readonly requestId: string;
  /** Issuer's clock, seconds since 1970. */
  readonly expiresAt: number;
  /** SHA-256 of the message. */
  readonly hash: Bytes;
  /** Absent once answered, or once the issuer no longer waits. */
  readonly message?: Bytes;
  readonly decision?: Decision;
  /** Issuer's clock, seconds since 1970, as far as it is known. */
  readonly answeredAt?: number;
  /** The issuer's service listed it: it is over when it is listed no longer. */
  readonly listed?: true;
  /** What the ledger says: this phone has approved it, and never offers that again. */
  readonly answer?: AnswerState;
}

export const REQUEST_STORE = 'requests';
const REQUEST_KEY = {
  expiresAt: 1,
  hash: 2,
  message: 3,
  decision: 4,
  listed: 5,
  answeredAt: 7,
} as const;

export function requestKey({
  accountId,
  requestId,
}: Pick<KeptRequest, 'accountId' | 'requestId'>): string {
  return `${accountId}/${requestId}`;
}

export async function requestChange(
  { deviceKey }: Pick<Loaded, 'deviceKey'>,
  request: KeptRequest,
): Promise<RowWrite> {
  const map = new Map<CborValue, CborValue>([
    [REQUEST_KEY.expiresAt, request.expiresAt],
    [REQUEST_KEY.hash, request.hash],
  ]);
  if (request.message) map.set(REQUEST_KEY.message, request.message);
  if (request.decision) map.set(REQUEST_KEY.decision, request.decision);
  if (request.listed) map.set(REQUEST_KEY.listed, true);
  if (request.answeredAt !== undefined) map.set(REQUEST_KEY.answeredAt, request.answeredAt);
  const key = requestKey(request);
  return { put: await sealRecord(deviceKey, requestAddress(key), map), store: REQUEST_STORE, key };
}

/** Returns undefined for a row that is not there or does not open. */
export function openRequestRow(loaded: Loaded, key: string): Promise<KeptRequest | undefined> {
  return openSealedRow(loaded, { store: REQUEST_STORE, id: key }, (value) =>
    decodeRequest(key, value),
  );
}

function decodeRequest(key: string, value: CborValue): KeptRequest | undefined {
  if (!isCborMap(value)) return undefined;
  const [accountId, requestId] = key.split('/');
  const [expiresAt, hash] = [value.get(REQUEST_KEY.expiresAt), value.get(REQUEST_KEY.hash)];
  const [message, decision] = [value.get(REQUEST_KEY.message), value.get(REQUEST_KEY.decision)];
  const answeredAt = value.get(REQUEST_KEY.answeredAt);
  if (accountId === undefined || requestId === undefined) return undefined;
  if (typeof expiresAt !== 'number' || !(hash instanceof Uint8Array)) return undefined;
  return {
    accountId,
    requestId,
    expiresAt,
    hash: ownBytes(hash.slice()),
    ...(message instanceof Uint8Array && { message: ownBytes(message.slice()) }),
    ...((decision === 'approved' || decision === 'denied') && { decision }),
    ...(typeof answeredAt === 'number' && { answeredAt }),
    ...(value.get(REQUEST_KEY.listed) === true && { listed: true as const }),
  };
}

function requestAddress(id: string): RecordAddress {
  return { store: REQUEST_STORE, id, format: RECORD_FORMAT };
}
