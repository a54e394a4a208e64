/** The `answers` rows: approvals of this phone, and since when it keeps them (docs/vault.md). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import type { RecordAddress } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Loaded, RowWrite } from './store.ts';

/**
 * `leaving`: it may be on its way to the service, or have arrived there. `given`: the service took
 * it, or its code was shown.
 */
export type AnswerState = 'leaving' | 'given';

/** One approval, in the row `account id / request id`, both in hex. */
export interface AnswerRow {
  /** SHA-256 of the message. */
  readonly hash: Bytes;
  readonly state: AnswerState;
  /** Issuer's clock, seconds since 1970. */
  readonly at: number;
  /** The vault's revision when the row was first written: later ones are newer. */
  readonly revision: number;
}

/** One account's ledger, in the row named like the account. */
export interface LedgerRow {
  /** Issuer's clock, seconds since 1970: approvals after it are in the ledger. */
  readonly since: number;
  /** First 4 bytes of request ids that the person knows of; newest last. */
  readonly acknowledged: readonly Bytes[];
}

export const ANSWER_STORE = 'answers';
/** The ledger of a new account: nothing was approved with its keys before. */
export const NEW_LEDGER: LedgerRow = { since: 0, acknowledged: [] };
/** How many approvals an account's ledger keeps whatever their age. */
const KEPT_ANSWERS = 256;
/** How long it keeps all: 13 months, in seconds. */
const KEPT_SECONDS = 396 * 86_400;
/** Old rows are looked for at each so many: to tell their age, all must be opened. */
const PRUNING_INTERVAL = 64;
const ANSWER_KEY = { hash: 1, state: 2, at: 3, revision: 4 } as const;
const LEDGER_KEY = { since: 1, acknowledged: 2 } as const;

export function answerKey(accountId: string, requestId: Uint8Array): string {
  return `${accountId}/${toHex(requestId)}`;
}

/** Returns undefined for a row that does not open, too. */
export function openAnswer(loaded: Loaded, key: string): Promise<AnswerRow | undefined> {
  return openSealedRow(loaded, { store: ANSWER_STORE, id: key }, decodeAnswer);
}

export function openLedger(loaded: Loaded, accountId: string): Promise<LedgerRow | undefined> {
  return openSealedRow(loaded, { store: ANSWER_STORE, id: accountId }, decodeLedger);
}

/** Plans a row; a new one besides drops what the account's ledger need not keep any longer. */
export async function answerChanges(
  loaded: Loaded,
  key: string,
  answer: Omit<AnswerRow, 'revision'>,
): Promise<RowWrite[]> {
  const known = await openAnswer(loaded, key);
  const revision = known?.revision ?? loaded.vault.revision + 1;
  const map = new Map<CborValue, CborValue>([
    [ANSWER_KEY.hash, answer.hash],
    [ANSWER_KEY.state, answer.state],
    [ANSWER_KEY.at, answer.at],
    [ANSWER_KEY.revision, revision],
  ]);
  const put = await sealRecord(loaded.deviceKey, answerAddress(key), map);
  const change: RowWrite = { put, store: ANSWER_STORE, key };
  return known ? [change] : [change, ...(await oldDrops(loaded, key, answer.at))];
}

export async function ledgerChange(
  loaded: Pick<Loaded, 'deviceKey'>,
  accountId: string,
  { since, acknowledged }: LedgerRow,
): Promise<RowWrite> {
  const map = new Map<CborValue, CborValue>([[LEDGER_KEY.since, since]]);
  if (acknowledged.length > 0) map.set(LEDGER_KEY.acknowledged, [...acknowledged]);
  const put = await sealRecord(loaded.deviceKey, answerAddress(accountId), map);
  return { put, store: ANSWER_STORE, key: accountId };
}

export function dropAnswer(key: string): RowWrite {
  return { drop: true, store: ANSWER_STORE, key };
}

/** Drops an account's ledger: it goes with the account. */
export function ledgerDrops(loaded: Loaded, accountId: string): RowWrite[] {
  return [accountId, ...answerKeys(loaded, `${accountId}/`)].map(dropAnswer);
}

/** Returns true if an id that begins so is in the account's ledger, or acknowledged. */
export function isKnownApproval(
  loaded: Loaded,
  accountId: string,
  { ledger, idPrefix }: { readonly ledger: LedgerRow; readonly idPrefix: Uint8Array },
): boolean {
  return (
    answerKeys(loaded, answerKey(accountId, idPrefix)).length > 0 ||
    ledger.acknowledged.some((known) => equal(known, idPrefix))
  );
}

/**
 * Drops what is neither among the newest nor younger than 13 months, by the time of the answer that
 * is being recorded: the phone's clock decides nothing.
 */
async function oldDrops(loaded: Loaded, key: string, now: number): Promise<RowWrite[]> {
  const keys = answerKeys(loaded, key.slice(0, key.indexOf('/') + 1));
  if (keys.length < KEPT_ANSWERS || keys.length % PRUNING_INTERVAL > 0) return [];
  const rows = await Promise.all(
    keys.map(async (each) => ({ each, row: await openAnswer(loaded, each) })),
  );
  return rows
    .sort((a, b) => (b.row?.revision ?? 0) - (a.row?.revision ?? 0))
    .slice(KEPT_ANSWERS)
    .filter(({ row }) => !row || row.at < now - KEPT_SECONDS)
    .map(({ each }) => dropAnswer(each));
}

function answerKeys(loaded: Loaded, prefix: string): string[] {
  return [...loaded.rows(ANSWER_STORE).keys()].filter((key) => key.startsWith(prefix));
}

function decodeAnswer(value: CborValue): AnswerRow | undefined {
  if (!isCborMap(value)) return undefined;
  const [hash, state] = [value.get(ANSWER_KEY.hash), value.get(ANSWER_KEY.state)];
  const [at, revision] = [value.get(ANSWER_KEY.at), value.get(ANSWER_KEY.revision)];
  if (!(hash instanceof Uint8Array) || (state !== 'leaving' && state !== 'given')) return undefined;
  if (typeof at !== 'number' || typeof revision !== 'number') return undefined;
  return { hash: ownBytes(hash.slice()), state, at, revision };
}

function decodeLedger(value: CborValue): LedgerRow | undefined {
  if (!isCborMap(value)) return undefined;
  const since = value.get(LEDGER_KEY.since);
  const acknowledged = value.get(LEDGER_KEY.acknowledged) ?? [];
  if (typeof since !== 'number' || !Array.isArray(acknowledged)) return undefined;
  const prefixes = acknowledged.filter((each) => each instanceof Uint8Array);
  return { since, acknowledged: prefixes.map((each) => ownBytes(each.slice())) };
}

function answerAddress(id: string): RecordAddress {
  return { store: ANSWER_STORE, id, format: RECORD_FORMAT };
}
