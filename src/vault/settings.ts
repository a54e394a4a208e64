/** Settings, each sealed: the person's, and those of accounts (docs/vault.md, "Stores"). */
import type { CborValue } from '../core/codec/cbor.ts';
import type { RecordAddress } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Loaded, RowWrite } from './store.ts';

export type Setting = string | number | boolean;
export type Settings = Readonly<Record<string, Setting>>;

export const SETTINGS_STORE = 'settings';
/** Before an account's id, or `OTHERS`: seconds to add to this phone's clock. */
export const CLOCK_SETTING = 'clock/';
/** The language of the words, BCP 47; absent until the person chooses one. */
export const LANGUAGE_SETTING = 'language';
/** In the place of an account's id: all accounts of other servers. */
export const OTHERS = 'others';
/** Before an account's id: the counter of its next code. It goes with its account. */
export const COUNTER_SETTING = 'counter/';
/**
 * Before an account's id: the counter of the code that this phone made last, written before it is
 * made. It goes with its account, and means nothing once the next counter is another.
 */
export const SHOWN_SETTING = 'shown/';
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

const NUMBER_SETTINGS = [CLOCK_SETTING, COUNTER_SETTING, SHOWN_SETTING] as const;
type NumberSetting = (typeof NUMBER_SETTINGS)[number];

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
  /** The counter of the code that this phone made last. */
  readonly shown: ReadonlyMap<string, number>;
}

/** Settings that do not open are as good as never set. */
export async function readSettings(
  loaded: Loaded,
): Promise<AccountNumbers & { readonly settings: Settings }> {
  const settings: Record<string, Setting> = {};
  const numbers = Object.fromEntries(
    NUMBER_SETTINGS.map((prefix) => [prefix, new Map<string, number>()]),
  ) as Record<NumberSetting, Map<string, number>>;
  for (const name of loaded.rows(SETTINGS_STORE).keys()) {
    const value = await readSetting(loaded, name);
    if (value === undefined) continue;
    const prefix = numberSetting(name);
    if (prefix === undefined) settings[name] = value;
    else if (typeof value === 'number') numbers[prefix].set(name.slice(prefix.length), value);
  }
  return {
    settings,
    clockOffsets: numbers[CLOCK_SETTING],
    counters: numbers[COUNTER_SETTING],
    shown: numbers[SHOWN_SETTING],
  };
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

/** Returns the prefix of a number of an account, which no setting of the person has. */
export function numberSetting(name: string): NumberSetting | undefined {
  return NUMBER_SETTINGS.find((prefix) => name.startsWith(prefix));
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

export function forgetDropped(loaded: Loaded): RowWrite[] {
  if (!loaded.rows(SETTINGS_STORE).has(DROPPED_SETTING)) return [];
  return [{ drop: true, store: SETTINGS_STORE, key: DROPPED_SETTING }];
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

export function readSetting(loaded: Loaded, name: string): Promise<Setting | undefined> {
  return openSealedRow(loaded, { store: SETTINGS_STORE, id: name }, toSetting);
}

function toSetting(value: CborValue): Setting | undefined {
  return typeof value === 'object' ? undefined : value;
}

function settingAddress(id: string): RecordAddress {
  return { store: SETTINGS_STORE, id, format: RECORD_FORMAT };
}
