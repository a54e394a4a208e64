/** Settings, each sealed: the person's, and those of accounts (docs/vault.md, "Stores"). */
import type { CborValue } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { RecordAddress } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

export type Setting = string | number | boolean;
export type Settings = Readonly<Record<string, Setting>>;

const SETTINGS_STORE = 'settings';
/** Before an account's id, or `OTHERS`: seconds to add to this phone's clock. */
const CLOCK_SETTING = 'clock/';
/** In the place of an account's id: all accounts of other servers. */
export const OTHERS = 'others';
/** Before an account's id: the counter of its next code. It goes with its account. */
const COUNTER_SETTING = 'counter/';
/**
 * Before an account's id: a fingerprint of the push subscription that its issuer was told of. It is
 * removed with its account.
 */
export const SUBSCRIBED_SETTING = 'push/';
/**
 * Before an account's id: when its requests were last fetched, seconds since 1970 on this phone's
 * clock, to the minute.
 */
export const FETCHED_SETTING = 'fetched/';
/** The stored time of the last fetch is at most so much older, in seconds. */
const FETCHED_EXACT_SECONDS = 60;
/**
 * Before an account's id: approvals with its keys that this phone did not give, until the person
 * says "It was me"; the first 4 bytes of each request's id in hex, a colon and its time at the
 * issuer, with blanks between them. It goes with its account.
 */
export const ALARM_SETTING = 'alarm/';
/**
 * Before an account's id: when its issuer last accepted a one-time password, seconds since 1970 on
 * the issuer's clock. It goes with its account.
 */
export const SIGNED_IN_SETTING = 'signed-in/';
/**
 * Before an account's id: the person says that a new phone has taken its place. It goes with its
 * account.
 */
export const MOVED_SETTING = 'moved/';
/** Settings of an account, each named by a prefix and the account's id. */
const ACCOUNT_SETTINGS = [SUBSCRIBED_SETTING, ALARM_SETTING, SIGNED_IN_SETTING, MOVED_SETTING];
/**
 * Before an account's id, a slash, and the id of the instance that it replaced: an image for that
 * one can be told from a stranger's.
 */
export const REPLACED_SETTING = 'replaced/';
/**
 * The pending activation that was dropped after a day, until the person has been told: its id, when
 * it was begun and when it was dropped, milliseconds since 1970, with blanks between them.
 */
export const DROPPED_SETTING = 'dropped';

/** True from the first PIN until the person has learnt its picture, which is never written. */
export const PICTURE_DUE_SETTING = 'picture-due';

/** A dropped activation. Times: milliseconds since 1970. */
export interface Dropped {
  readonly id: string;
  readonly begunAt: number;
  readonly droppedAt: number;
}

/** By account's id; the clock also by `OTHERS`. */
export interface AccountNumbers {
  /** Seconds to add to this phone's clock. */
  readonly clockOffsets: ReadonlyMap<string, number>;
  /** The counter of the next code. */
  readonly counters: ReadonlyMap<string, number>;
}

/** Settings that do not open are as good as never set. */
export async function readSettings(
  loaded: Loaded,
): Promise<AccountNumbers & { readonly settings: Settings }> {
  const settings: Record<string, Setting> = {};
  const [clockOffsets, counters] = [new Map<string, number>(), new Map<string, number>()];
  for (const name of loaded.rows(SETTINGS_STORE).keys()) {
    const value = await readSetting(loaded, name);
    if (value === undefined) continue;
    const numbers = name.startsWith(COUNTER_SETTING) ? counters : clockOffsets;
    if (!isNumberSetting(name)) settings[name] = value;
    else if (typeof value === 'number') numbers.set(name.slice(name.indexOf('/') + 1), value);
  }
  return { settings, clockOffsets, counters };
}

/**
 * Returns the issuer's time of an account, as far as it is known, seconds since 1970.
 * @param now milliseconds since 1970
 */
export function issuerTimes(
  now: number,
  clockOffsets: ReadonlyMap<string, number>,
): (accountId: string) => number {
  return (accountId) => now / 1000 + (clockOffsets.get(accountId) ?? 0);
}

/**
 * Sets a setting; `undefined` removes it. Numbers are integers. A setting of an account is kept
 * only while the account is there.
 * @throws TesseraError WRONG_STATE for a clock offset or counter, which have changes of their own
 */
export async function setSetting(
  store: Store,
  name: string,
  value: Setting | undefined,
): Promise<void> {
  if (isNumberSetting(name)) throw new TesseraError('WRONG_STATE');
  const prefix = ACCOUNT_SETTINGS.find((each) => name.startsWith(each));
  const owner = prefix === undefined ? undefined : name.slice(prefix.length);
  return store.change(
    owner === undefined ? [SETTINGS_STORE] : [SETTINGS_STORE, 'accounts'],
    async (loaded) => {
      if (owner !== undefined && value !== undefined && !loaded.rows('accounts').has(owner))
        return { changes: [] };
      return { changes: [await settingChange(loaded, name, value)] };
    },
  );
}

function isNumberSetting(name: string): boolean {
  return name.startsWith(CLOCK_SETTING) || name.startsWith(COUNTER_SETTING);
}

/** Returns the names of an account's settings, which go with it. */
export function accountSettings(id: string): readonly string[] {
  return [...ACCOUNT_SETTINGS, CLOCK_SETTING, COUNTER_SETTING, FETCHED_SETTING].map(
    (prefix) => prefix + id,
  );
}

/** `seconds` to add to this phone's clock. */
export function clockChange(loaded: Loaded, accountId: string, seconds: number): Promise<RowWrite> {
  return settingChange(
    loaded,
    CLOCK_SETTING + accountId,
    seconds === 0 ? undefined : Math.round(seconds),
  );
}

export function counterChange(loaded: Loaded, accountId: string, next: number): Promise<RowWrite> {
  return settingChange(loaded, COUNTER_SETTING + accountId, next);
}

/**
 * Returns the counter of an account's next code.
 * @throws TesseraError UNKNOWN_ACCOUNT where it has none, VAULT_DAMAGED where it does not open
 */
export async function readCounter(loaded: Loaded, accountId: string): Promise<number> {
  const name = COUNTER_SETTING + accountId;
  if (!loaded.rows(SETTINGS_STORE).has(name)) throw new TesseraError('UNKNOWN_ACCOUNT');
  const counter = await readSetting(loaded, name);
  if (typeof counter !== 'number' || counter < 0) throw new TesseraError('VAULT_DAMAGED');
  return counter;
}

/** Returns what the setting says of an activation that was dropped, if anything. */
export function droppedIn({ [DROPPED_SETTING]: setting }: Settings): Dropped | undefined {
  const [id, begunAt, droppedAt] = typeof setting === 'string' ? setting.split(' ') : [];
  if (id === undefined || begunAt === undefined || droppedAt === undefined) return undefined;
  return { id, begunAt: Number(begunAt), droppedAt: Number(droppedAt) };
}

/** `now` in milliseconds since 1970. */
export function droppedChange(
  loaded: Loaded,
  { id, createdAt }: { readonly id: string; readonly createdAt: number },
  now: number,
): Promise<RowWrite> {
  return settingChange(loaded, DROPPED_SETTING, `${id} ${createdAt} ${now}`);
}

export function pictureDueChange(loaded: Loaded): Promise<RowWrite> {
  return settingChange(loaded, PICTURE_DUE_SETTING, true);
}

export function forgetDropped(loaded: Loaded): RowWrite[] {
  if (!loaded.rows(SETTINGS_STORE).has(DROPPED_SETTING)) return [];
  return [{ drop: true, store: SETTINGS_STORE, key: DROPPED_SETTING }];
}

/**
 * Plans nothing where the stored time is exact enough: an app that looks by itself writes seldom.
 * @param now milliseconds since 1970
 */
export async function fetchedChanges(
  loaded: Loaded,
  accountId: string,
  now: number,
): Promise<RowWrite[]> {
  const name = FETCHED_SETTING + accountId;
  const [known, seconds] = [await readSetting(loaded, name), wholeSeconds(now)];
  const isNear = typeof known === 'number' && Math.abs(seconds - known) < FETCHED_EXACT_SECONDS;
  return isNear ? [] : [await settingChange(loaded, name, seconds)];
}

/**
 * Remembers the instance that `id` replaced. What that one itself had replaced is too old for any
 * image that is still good.
 */
export async function replacedChanges(
  loaded: Loaded,
  id: string,
  old: string,
): Promise<RowWrite[]> {
  return [
    ...replacedDrops(loaded, old),
    await settingChange(loaded, `${REPLACED_SETTING}${id}/${old}`, true),
  ];
}

export function replacedDrops(loaded: Loaded, id: string): RowWrite[] {
  return [...loaded.rows(SETTINGS_STORE).keys()]
    .filter((key) => key.startsWith(`${REPLACED_SETTING}${id}/`))
    .map((key) => ({ drop: true, store: SETTINGS_STORE, key }));
}

/** `undefined` removes it. */
export async function settingChange(
  loaded: Loaded,
  name: string,
  value: Setting | undefined,
): Promise<RowWrite> {
  if (value === undefined) return { drop: true, store: SETTINGS_STORE, key: name };
  return {
    put: await sealRecord(loaded.deviceKey, settingAddress(name), value),
    store: SETTINGS_STORE,
    key: name,
  };
}

function readSetting(loaded: Loaded, name: string): Promise<Setting | undefined> {
  return openSealedRow(loaded, { store: SETTINGS_STORE, id: name }, toSetting);
}

function toSetting(value: CborValue): Setting | undefined {
  return typeof value === 'object' ? undefined : value;
}

function settingAddress(id: string): RecordAddress {
  return { store: SETTINGS_STORE, id, format: RECORD_FORMAT };
}
