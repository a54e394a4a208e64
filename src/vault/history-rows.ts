/** The `history` rows: what the person answered, kept where that is switched on (docs/vault.md). */
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import type { RequestKind } from '../core/codec/messages.ts';
import { isRequestKind } from '../core/codec/messages.ts';
import type { Decision } from '../core/request-answer.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Settings } from './settings.ts';
import type { Loaded, RowWrite } from './store.ts';

/** One answer, in the row `account id / request id`, both in hex. */
export interface HistoryEntry {
  readonly accountId: string;
  /** Hex. */
  readonly requestId: string;
  /** Issuer's clock, seconds since 1970, as far as it is known. */
  readonly at: number;
  readonly kind: RequestKind;
  /** Absent for a payment: its title says the amount. */
  readonly title?: string;
  readonly decision: Decision;
}

/** What may be kept of a request: neither amount and payee nor any other field, and no code. */
export type KeptSubject = Pick<HistoryEntry, 'kind' | 'title'>;

export const HISTORY_STORE = 'history';
/** The setting that says that answers are kept. */
export const HISTORY_SETTING = 'earlier';
/** Answers that are kept at most, of all accounts; older ones go first. */
const MAX_ENTRIES = 512;
/** Old rows are looked for at each so many: to tell their age, all must be opened. */
const PRUNING_INTERVAL = 64;
const HISTORY_KEY = { at: 1, kind: 2, title: 3, decision: 4 } as const;
const SECONDS_A_DAY = 86_400;

export function isHistoryOn(settings: Settings): boolean {
  return settings[HISTORY_SETTING] === true;
}

/** Returns what is kept, the newest first; a row that does not open is none. */
export async function openHistory(loaded: Loaded): Promise<readonly HistoryEntry[]> {
  const keys = [...loaded.rows(HISTORY_STORE).keys()];
  const opened = await Promise.all(
    keys.map((id) =>
      openSealedRow(loaded, { store: HISTORY_STORE, id }, (value) => decodeEntry(id, value)),
    ),
  );
  return opened.filter((each) => each !== undefined).sort((a, b) => b.at - a.at);
}

/** Plans one more row, and at times drops old ones. `days`: for which rows stay. */
export async function historyChanges(
  loaded: Loaded,
  entry: HistoryEntry,
  days: number,
): Promise<RowWrite[]> {
  const key = `${entry.accountId}/${entry.requestId}`;
  const map = new Map<CborValue, CborValue>([
    [HISTORY_KEY.at, entry.at],
    [HISTORY_KEY.kind, entry.kind],
    [HISTORY_KEY.decision, entry.decision],
  ]);
  if (entry.title !== undefined) map.set(HISTORY_KEY.title, entry.title);
  const put = await sealRecord(loaded.deviceKey, historyAddress(key), map);
  return [...(await oldDrops(loaded, entry, days)), { put, store: HISTORY_STORE, key }];
}

async function oldDrops(loaded: Loaded, { at }: HistoryEntry, days: number): Promise<RowWrite[]> {
  const { size } = loaded.rows(HISTORY_STORE);
  if (size === 0 || size % PRUNING_INTERVAL > 0) return [];
  const kept = stillKept(await openHistory(loaded), { now: () => at, days });
  return staleDrops(loaded, kept.slice(0, MAX_ENTRIES - PRUNING_INTERVAL));
}

/** `now`: the issuer's time of an account, seconds since 1970. */
export function stillKept(
  entries: readonly HistoryEntry[],
  { now, days }: { readonly now: (accountId: string) => number; readonly days: number },
): readonly HistoryEntry[] {
  return entries.filter(({ accountId, at }) => at > now(accountId) - days * SECONDS_A_DAY);
}

/** Drops every row but those of the entries. */
export function staleDrops(loaded: Loaded, kept: readonly HistoryEntry[]): RowWrite[] {
  const keys = new Set(kept.map(({ accountId, requestId }) => `${accountId}/${requestId}`));
  return [...loaded.rows(HISTORY_STORE).keys()].filter((key) => !keys.has(key)).map(dropEntry);
}

/** Drops what is kept of an account: it goes with the account. */
export function historyDrops(loaded: Loaded, accountId: string): RowWrite[] {
  return [...loaded.rows(HISTORY_STORE).keys()]
    .filter((key) => key.startsWith(`${accountId}/`))
    .map(dropEntry);
}

function dropEntry(key: string): RowWrite {
  return { drop: true, store: HISTORY_STORE, key };
}

function decodeEntry(key: string, value: CborValue): HistoryEntry | undefined {
  if (!isCborMap(value)) return undefined;
  const [accountId, requestId] = key.split('/');
  const [at, kind] = [value.get(HISTORY_KEY.at), value.get(HISTORY_KEY.kind)];
  const [title, decision] = [value.get(HISTORY_KEY.title), value.get(HISTORY_KEY.decision)];
  if (accountId === undefined || requestId === undefined) return undefined;
  if (typeof at !== 'number' || !isRequestKind(kind)) return undefined;
  if (decision !== 'approved' && decision !== 'denied') return undefined;
  const named = typeof title === 'string' && { title };
  return { accountId, requestId, at, kind, ...named, decision };
}

function historyAddress(id: string) {
  return { store: HISTORY_STORE, id, format: RECORD_FORMAT };
}
