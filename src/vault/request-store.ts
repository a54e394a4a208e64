/** Requests and what was answered, remembered past their end (docs/protocol.md §7). */
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Decision } from '../core/request-answer.ts';
import { sha256 } from '../protocol/hmac.ts';
import type { AnswerRow } from './answer-rows.ts';
import { ANSWER_STORE, answerChanges, openAnswer } from './answer-rows.ts';
import type { KeptSubject } from './history-rows.ts';
import { HISTORY_STORE, historyChanges, isHistoryOn } from './history-rows.ts';
import type { KeptRequest } from './request-rows.ts';
import { openRequestRow, REQUEST_STORE, requestChange, requestKey } from './request-rows.ts';
import { fetchedChanges } from './setting-changes.ts';
import type { Settings } from './settings.ts';
import { issuerTimes, readSettings } from './settings.ts';
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
  /** What may be kept of it once it is answered. */
  readonly subject?: KeptSubject;
}

/** The stores that `readRequests` reads. */
export const SHOWN_STORES = [REQUEST_STORE, 'settings', ANSWER_STORE] as const;
const CHANGED_STORES = ['accounts', ...SHOWN_STORES] as const;
const ANSWERED_STORES = [...CHANGED_STORES, HISTORY_STORE] as const;
/** Open requests that are kept of one account. */
const MAX_OPEN_REQUESTS = 64;
/** Seconds for which a request's id, hash and decision are remembered after its end. */
const REMEMBERED_SECONDS = 48 * 3600;

/**
 * Keeps a request that was received. What was answered stays answered.
 * @throws TesseraError UNKNOWN_ACCOUNT; REQUEST_REUSED: another message came under this request id
 */
export async function keepRequest(
  store: Store,
  request: OpenedRequest,
  now: number,
): Promise<KeptRequest> {
  return recordRequest(store, request, undefined, { now, historyDays: 0 });
}

/**
 * Remembers an answer, just before its code is on the screen or once the service has accepted it;
 * an approval in the ledger besides, and either in the history where that is switched on. Nothing
 * is queued here for sending. An answer is never changed.
 * @throws TesseraError UNKNOWN_ACCOUNT, REQUEST_REUSED
 */
export async function answerRequest(
  store: Store,
  request: OpenedRequest,
  decision: Decision,
  times: AnswerTimes,
): Promise<KeptRequest> {
  return recordRequest(store, request, decision, times);
}

export interface AnswerTimes {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** For which an answer stays in the history. */
  readonly historyDays: number;
}

/** Returns requests that have not expired by the issuer's clock, as far as it is known. */
export async function readRequests(loaded: Loaded, now: number): Promise<KeptRequest[]> {
  const { remembered, issuerTime } = await readMemory(loaded, now);
  const shown = [...remembered.values()].filter(
    (each) => (each.message ?? each.decision) !== undefined && issuerTime(each) <= each.expiresAt,
  );
  return Promise.all(
    shown.map(async (each) => withAnswer(each, await openAnswer(loaded, requestKey(each)))),
  );
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
  await store.change(CHANGED_STORES, async (loaded) => {
    if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
    const { remembered, drops } = await readMemory(loaded, now);
    const known = new Map(remembered);
    const gone = new Map(
      [...remembered].filter(([, { accountId: of, listed }]) => of === accountId && listed),
    );
    leftOut = requests.length - received.length;
    const changes = [...drops, ...(await fetchedChanges(loaded, accountId, now))];
    for (const request of received) {
      // An earlier entry of this list counts as known: a second message under its id is refused
      // too.
      const key = requestKey(request);
      const earlier = known.get(key);
      gone.delete(key);
      if (isReused(request, [earlier, await openAnswer(loaded, key)])) leftOut += 1;
      else if (earlier?.decision === undefined && !earlier?.listed) {
        const listed = { ...request, listed: true } as const;
        known.set(key, listed);
        changes.push(await requestChange(loaded, listed));
      }
    }
    for (const each of gone.values()) changes.push(...(await overChanges(loaded, each)));
    return { changes };
  });
  return leftOut;
}

/**
 * Drops the message of a request that its issuer no longer waits for. Its id and hash stay
 * remembered, and so does an answer.
 */
export async function dropRequest(store: Store, accountId: string, id: string): Promise<void> {
  return store.change([REQUEST_STORE], async (loaded) => {
    const kept = await openRequestRow(loaded, requestKey({ accountId, requestId: id }));
    return { changes: kept ? await overChanges(loaded, kept) : [] };
  });
}

async function toKept({
  accountId,
  requestId,
  message,
  expiresAt,
}: OpenedRequest): Promise<KeptRequest & Required<Pick<KeptRequest, 'message'>>> {
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
  { now, historyDays }: AnswerTimes,
): Promise<KeptRequest> {
  const received = await toKept(request);
  const { accountId, requestId, expiresAt, hash } = received;
  const answered = { accountId, requestId, expiresAt, hash };
  const key = requestKey(received);
  let kept: KeptRequest = received;
  const stores = decision ? ANSWERED_STORES : CHANGED_STORES;
  await store.change(stores, async (loaded) => {
    if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
    const { remembered, drops, issuerTime, settings } = await readMemory(loaded, now);
    const earlier = remembered.get(key);
    const answer = await openAnswer(loaded, key);
    if (isReused(received, [earlier, answer])) throw new TesseraError('REQUEST_REUSED');
    if (decision === 'denied' && answer) throw new TesseraError('REQUEST_GONE');
    if (earlier && (earlier.decision ?? (decision ? undefined : earlier.message)) !== undefined) {
      kept = withAnswer(earlier, answer);
      return { changes: [] };
    }
    if (!decision) {
      kept = withAnswer(received, answer);
      const open = [...remembered.values()].filter(
        (other) =>
          other.accountId === accountId && other.message && issuerTime(other) <= other.expiresAt,
      );
      const hasRoom = open.length < MAX_OPEN_REQUESTS;
      return { changes: hasRoom ? [...drops, await requestChange(loaded, received)] : drops };
    }
    const answeredAt = Math.floor(issuerTime(received));
    kept = { ...answered, decision, answeredAt };
    const given = { hash, state: 'given', at: answer?.at ?? answeredAt } as const;
    const noted = decision === 'approved' ? await answerChanges(loaded, key, given) : [];
    const entry = request.subject && { ...request.subject, accountId, requestId, decision };
    const isListed = entry && historyDays > 0 && isHistoryOn(settings);
    const listed = isListed
      ? await historyChanges(loaded, { ...entry, at: answeredAt }, historyDays)
      : [];
    return { changes: [...drops, await requestChange(loaded, kept), ...noted, ...listed] };
  });
  return kept;
}

interface Memory {
  /** By key. */
  readonly remembered: ReadonlyMap<string, KeptRequest>;
  /** The rows that need not be remembered any longer. */
  readonly drops: readonly RowWrite[];
  /** The issuer's time of an account, as far as it is known, seconds since 1970. */
  readonly issuerTime: (request: KeptRequest) => number;
  readonly settings: Settings;
}

/**
 * Reads what is remembered: until 48 hours after the end, by the later of the phone's time and the
 * issuer's.
 */
async function readMemory(loaded: Loaded, now: number): Promise<Memory> {
  const { clockOffsets, settings } = await readSettings(loaded);
  const timeAt = issuerTimes(now, clockOffsets);
  function issuerTime({ accountId }: KeptRequest): number {
    return timeAt(accountId);
  }
  const remembered = new Map<string, KeptRequest>();
  const drops: RowWrite[] = [];
  for (const key of loaded.rows(REQUEST_STORE).keys()) {
    const row = await openRequestRow(loaded, key);
    if (row && Math.max(now / 1000, issuerTime(row)) <= row.expiresAt + REMEMBERED_SECONDS)
      remembered.set(key, row);
    else drops.push({ drop: true, store: REQUEST_STORE, key });
  }
  return { remembered, drops, issuerTime, settings };
}

/** Adds what the ledger says of the request. */
function withAnswer(request: KeptRequest, answer: AnswerRow | undefined): KeptRequest {
  return answer ? { ...request, answer: answer.state } : request;
}

/** Returns true if another message came under the request's id before. */
function isReused(
  { hash }: KeptRequest,
  before: readonly (Pick<KeptRequest, 'hash'> | undefined)[],
): boolean {
  return before.some((known) => known && !equal(known.hash, hash));
}

/** The request is over: its id and hash stay. */
async function overChanges(loaded: Loaded, request: KeptRequest): Promise<RowWrite[]> {
  const { accountId, requestId, expiresAt, hash, message } = request;
  return message ? [await requestChange(loaded, { accountId, requestId, expiresAt, hash })] : [];
}
