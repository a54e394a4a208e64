/** Requests and what was answered, sealed until they expire (docs/protocol.md §7). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import type { Decision } from '../core/request-answer.ts';
import { sha256 } from '../protocol/hmac.ts';
import type { RecordAddress } from './record-cipher.ts';
import { openRecord, sealRecord } from './record-cipher.ts';
import { FORMAT, parseSealedRow } from './schema.ts';
import { fetchedChange, readSettings } from './settings.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

/** A request's message and what was read from it. No code is ever kept. */
export interface OpenedRequest {
  readonly accountId: string;
  /** 8 bytes. */
  readonly requestId: Uint8Array;
  /** The whole message as it was scanned, pushed or fetched. */
  readonly message: Uint8Array;
  /** Issuer's clock, seconds since 1970. */
  readonly expiresAt: number;
}

export interface KeptRequest {
  readonly accountId: string;
  /** Hex. */
  readonly requestId: string;
  readonly expiresAt: number;
  /** SHA-256 of the message. */
  readonly hash: Bytes;
  /** Absent once answered. */
  readonly message?: Bytes;
  readonly decision?: Decision;
  /** The issuer's service listed it: it is dropped when it is listed no longer. */
  readonly listed?: true;
}

const REQUEST_STORE = 'requests';
const REQUEST_STORES = ['accounts', REQUEST_STORE, 'settings'] as const;
const REQUEST_KEY = { expiresAt: 1, hash: 2, message: 3, decision: 4, listed: 5 } as const;
/** Open requests that are kept of one account. */
const MAX_OPEN_REQUESTS = 64;

/**
 * Keeps a request that was received. What was answered stays answered.
 * @throws TesseraError UNKNOWN_ACCOUNT; REQUEST_REUSED: another message came under this request id
 */
export async function keepRequest(
  store: Store,
  request: OpenedRequest,
  now: number,
): Promise<KeptRequest> {
  return recordRequest(store, request, undefined, now);
}

/**
 * Remembers an answer, just before its code is on the screen or once the service has accepted it.
 * Nothing is queued here for sending. An answer is never changed.
 * @throws TesseraError UNKNOWN_ACCOUNT, REQUEST_REUSED
 */
export async function answerRequest(
  store: Store,
  request: OpenedRequest,
  decision: Decision,
  now: number,
): Promise<KeptRequest> {
  return recordRequest(store, request, decision, now);
}

/** Returns requests that have not expired by the issuer's clock, as far as it is known. */
export async function readRequests(loaded: Loaded, now: number): Promise<KeptRequest[]> {
  const { clockOffsets } = await readSettings(loaded);
  const kept = [];
  for (const key of loaded.rows(REQUEST_STORE).keys()) {
    const request = await openRow(loaded, key);
    if (!request) continue;
    const time = now / 1000 + (clockOffsets.get(request.accountId) ?? 0);
    if (time <= request.expiresAt) kept.push(request);
  }
  return kept;
}

/** All requests that an account's service lists. */
export interface Listing {
  readonly accountId: string;
  readonly requests: readonly OpenedRequest[];
}

/**
 * Takes over what an account's service lists, and drops what it listed before and was not answered;
 * what is known by scan or push alone stays. Returns how many were left out: another message came
 * under a known id, or there are too many.
 * @throws TesseraError UNKNOWN_ACCOUNT
 */
export async function listRequests(
  store: Store,
  { accountId, requests }: Listing,
  now: number,
): Promise<number> {
  const received = await Promise.all(requests.slice(0, MAX_OPEN_REQUESTS).map(toKept));
  let leftOut = 0;
  await store.change(REQUEST_STORES, async (loaded) => {
    if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
    const alive = await readRequests(loaded, now);
    const mine = new Map(
      alive.filter((each) => each.accountId === accountId).map((each) => [each.requestId, each]),
    );
    const known = new Map(mine);
    leftOut = requests.length - received.length;
    const changes = [...expiredDrops(loaded, alive), await fetchedChange(loaded, accountId, now)];
    for (const request of received) {
      // An earlier entry of this list counts as known: a second message under its id is refused
      // too.
      const earlier = known.get(request.requestId);
      mine.delete(request.requestId);
      if (earlier && !equal(earlier.hash, request.hash)) leftOut += 1;
      else if (earlier?.decision === undefined && !earlier?.listed) {
        const listed = { ...request, listed: true } as const;
        known.set(request.requestId, listed);
        changes.push(await putChange(loaded, listed));
      }
    }
    for (const gone of mine.values())
      if (gone.listed && gone.decision === undefined) changes.push(dropChange(gone));
    return { changes };
  });
  return leftOut;
}

/** Drops a request that its issuer no longer waits for. An answer stays remembered. */
export async function dropRequest(store: Store, accountId: string, id: string): Promise<void> {
  return store.change(REQUEST_STORES, async (loaded) => {
    const kept = await openRow(loaded, `${accountId}/${id}`);
    return { changes: kept && kept.decision === undefined ? [dropChange(kept)] : [] };
  });
}

async function toKept({
  accountId,
  requestId,
  message,
  expiresAt,
}: OpenedRequest): Promise<KeptRequest> {
  const hash = await sha256(message);
  return {
    accountId,
    requestId: toHex(requestId),
    expiresAt,
    hash,
    message: ownBytes(message.slice()),
  };
}

async function recordRequest(
  store: Store,
  request: OpenedRequest,
  decision: Decision | undefined,
  now: number,
): Promise<KeptRequest> {
  const { message, ...known } = await toKept(request);
  const { accountId, requestId: id, hash } = known;
  let kept: KeptRequest = decision ? { ...known, decision } : { ...known, message: message! };
  await store.change(REQUEST_STORES, async (loaded) => {
    if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
    const alive = await readRequests(loaded, now);
    const earlier = alive.find((each) => each.accountId === accountId && each.requestId === id);
    if (earlier && !equal(earlier.hash, hash)) throw new TesseraError('REQUEST_REUSED');
    if (earlier && (earlier.decision !== undefined || decision === undefined)) {
      kept = earlier;
      return { changes: [] };
    }
    if (
      !decision &&
      alive.filter((other) => other.accountId === accountId && other.message).length >=
        MAX_OPEN_REQUESTS
    )
      return { changes: expiredDrops(loaded, alive) };
    return { changes: [...expiredDrops(loaded, alive), await putChange(loaded, kept)] };
  });
  return kept;
}

function expiredDrops(loaded: Loaded, alive: readonly KeptRequest[]): RowWrite[] {
  const keys = new Set(alive.map(keyOf));
  return [...loaded.rows(REQUEST_STORE).keys()]
    .filter((key) => !keys.has(key))
    .map((key) => ({ drop: true, store: REQUEST_STORE, key }));
}

function dropChange(request: KeptRequest): RowWrite {
  return { drop: true, store: REQUEST_STORE, key: keyOf(request) };
}

async function putChange(loaded: Loaded, request: KeptRequest): Promise<RowWrite> {
  const map = new Map<CborValue, CborValue>([
    [REQUEST_KEY.expiresAt, request.expiresAt],
    [REQUEST_KEY.hash, request.hash],
  ]);
  if (request.message) map.set(REQUEST_KEY.message, request.message);
  if (request.decision) map.set(REQUEST_KEY.decision, request.decision);
  if (request.listed) map.set(REQUEST_KEY.listed, true);
  const key = keyOf(request);
  return {
    put: await sealRecord(loaded.deviceKey, recordAddress(key), map),
    store: REQUEST_STORE,
    key,
  };
}

async function openRow(loaded: Loaded, key: string): Promise<KeptRequest | undefined> {
  try {
    const row = parseSealedRow(loaded.rows(REQUEST_STORE).get(key));
    return await openRecord(loaded.deviceKey, recordAddress(key), row, (value) =>
      decodeRequest(key, value),
    );
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}

function decodeRequest(key: string, value: CborValue): KeptRequest | undefined {
  if (!isCborMap(value)) return undefined;
  const [accountId, requestId] = key.split('/');
  const [expiresAt, hash] = [value.get(REQUEST_KEY.expiresAt), value.get(REQUEST_KEY.hash)];
  const [message, decision] = [value.get(REQUEST_KEY.message), value.get(REQUEST_KEY.decision)];
  if (accountId === undefined || requestId === undefined) return undefined;
  if (typeof expiresAt !== 'number' || !(hash instanceof Uint8Array)) return undefined;
  return {
    accountId,
    requestId,
    expiresAt,
    hash: ownBytes(hash.slice()),
    ...(message instanceof Uint8Array && { message: ownBytes(message.slice()) }),
    ...((decision === 'approved' || decision === 'denied') && { decision }),
    ...(value.get(REQUEST_KEY.listed) === true && { listed: true as const }),
  };
}

function keyOf({ accountId, requestId }: KeptRequest): string {
  return `${accountId}/${requestId}`;
}

function recordAddress(id: string): RecordAddress {
  return { store: REQUEST_STORE, id, format: FORMAT };
}
