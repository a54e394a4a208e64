/** Requests that were fetched or pushed, sealed until they expire, and what was answered (docs/protocol.md §7). No code is ever kept. */
import { type Bytes, equal, ownBytes, toHex } from '../core/bytes.ts';
import { type CborValue, isCborMap } from '../core/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { sha256 } from '../protocol/hmac.ts';
import { FORMAT, sealedRow } from './rows.ts';
import { open, seal } from './seal.ts';
import { readSettings } from './settings.ts';
import type { Change, Loaded, Store } from './store.ts';

/** A request's message and what its reader found in it. */
export interface OpenedRequest {
  readonly accountId: string;
  /** 8 bytes. */
  readonly requestId: Uint8Array;
  /** The whole message, as it was scanned, pushed or fetched. */
  readonly message: Uint8Array;
  /** Issuer's clock, seconds since 1970. */
  readonly expiresAt: number;
}

export type Decision = 'approved' | 'denied';

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
}

const STORE = 'requests';
const STORES = ['accounts', STORE, 'settings'] as const;
const KEY = { expiresAt: 1, hash: 2, message: 3, decision: 4 } as const;

/**
 * Keeps a request that arrived. What was answered stays answered.
 * @throws TesseraError UNKNOWN_ACCOUNT; REQUEST_REUSED: another message came under this request id
 */
export async function keepRequest(
  store: Store,
  request: OpenedRequest,
  now: number,
): Promise<KeptRequest> {
  return record(store, request, undefined, now);
}

/** Remembers an answer before it is shown or sent. @throws TesseraError UNKNOWN_ACCOUNT, REQUEST_REUSED */
export async function answerRequest(
  store: Store,
  request: OpenedRequest,
  decision: Decision,
  now: number,
): Promise<KeptRequest> {
  return record(store, request, decision, now);
}

/** What has not expired, by the issuer's clock as far as it is known. */
export async function readRequests(loaded: Loaded, now: number): Promise<KeptRequest[]> {
  const { clockOffsets } = await readSettings(loaded);
  const kept = [];
  for (const key of loaded.rows(STORE).keys()) {
    const request = await readRow(loaded, key);
    if (!request) continue;
    const time = now / 1000 + (clockOffsets.get(request.accountId) ?? 0);
    if (time <= request.expiresAt) kept.push(request);
  }
  return kept;
}

async function record(
  store: Store,
  { accountId, requestId, message, expiresAt }: OpenedRequest,
  decision: Decision | undefined,
  now: number,
): Promise<KeptRequest> {
  const hash = await sha256(message);
  const id = toHex(requestId);
  let kept: KeptRequest = { accountId, requestId: id, expiresAt, hash };
  kept = decision ? { ...kept, decision } : { ...kept, message: ownBytes(message.slice()) };
  await store.change(STORES, async (loaded) => {
    if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
    const alive = await readRequests(loaded, now);
    const held = alive.find((other) => other.accountId === accountId && other.requestId === id);
    if (held && !equal(held.hash, hash)) throw new TesseraError('REQUEST_REUSED');
    if (held && (held.decision !== undefined || decision === undefined)) {
      kept = held;
      return { changes: [] };
    }
    return { changes: [...expired(loaded, alive), await put(loaded, kept)] };
  });
  return kept;
}

function expired(loaded: Loaded, alive: readonly KeptRequest[]): Change[] {
  const keys = new Set(alive.map(keyOf));
  return [...loaded.rows(STORE).keys()]
    .filter((key) => !keys.has(key))
    .map((key) => ({ drop: true, store: STORE, key }));
}

async function put(loaded: Loaded, request: KeptRequest): Promise<Change> {
  const map = new Map<CborValue, CborValue>([
    [KEY.expiresAt, request.expiresAt],
    [KEY.hash, request.hash],
  ]);
  if (request.message) map.set(KEY.message, request.message);
  if (request.decision) map.set(KEY.decision, request.decision);
  const key = keyOf(request);
  return { put: await seal(loaded.deviceKey, place(key), map), store: STORE, key };
}

async function readRow(loaded: Loaded, key: string): Promise<KeptRequest | undefined> {
  try {
    const row = sealedRow(loaded.rows(STORE).get(key));
    return await open(loaded.deviceKey, place(key), row, (value) => decode(key, value));
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}

function decode(key: string, value: CborValue): KeptRequest | undefined {
  if (!isCborMap(value)) return undefined;
  const [accountId, requestId] = key.split('/');
  const [expiresAt, hash] = [value.get(KEY.expiresAt), value.get(KEY.hash)];
  const [message, decision] = [value.get(KEY.message), value.get(KEY.decision)];
  if (accountId === undefined || requestId === undefined) return undefined;
  if (typeof expiresAt !== 'number' || !(hash instanceof Uint8Array)) return undefined;
  return {
    accountId,
    requestId,
    expiresAt,
    hash: ownBytes(hash.slice()),
    ...(message instanceof Uint8Array && { message: ownBytes(message.slice()) }),
    ...((decision === 'approved' || decision === 'denied') && { decision }),
  };
}

function keyOf({ accountId, requestId }: KeptRequest): string {
  return `${accountId}/${requestId}`;
}

function place(id: string) {
  return { store: STORE, id, format: FORMAT };
}
