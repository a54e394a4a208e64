/** Changes of settings: the person's, and those of accounts (docs/vault.md, "Stores"). */
import { TesseraError } from '../core/errors.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { Setting } from './settings.ts';
import {
  ALARM_SETTING,
  CLOCK_SETTING,
  COUNTER_SETTING,
  FETCHED_SETTING,
  MOVED_SETTING,
  numberSetting,
  PICTURE_DUE_SETTING,
  readSetting,
  REPLACED_SETTING,
  settingChange,
  SETTINGS_STORE,
  SHOWN_SETTING,
  SIGNED_IN_SETTING,
  SUBSCRIBED_SETTING,
} from './settings.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

/** Settings of an account, each named by a prefix and the account's id. */
const ACCOUNT_SETTINGS = [SUBSCRIBED_SETTING, ALARM_SETTING, SIGNED_IN_SETTING, MOVED_SETTING];
/** The stored time of the last fetch is at most so much older, in seconds. */
const FETCHED_EXACT_SECONDS = 60;

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
  if (numberSetting(name) !== undefined) throw new TesseraError('WRONG_STATE');
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

/** Returns the names of an account's settings, which go with it. */
export function accountSettings(id: string): readonly string[] {
  return [...ACCOUNT_SETTINGS, CLOCK_SETTING, COUNTER_SETTING, SHOWN_SETTING, FETCHED_SETTING].map(
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

/** Uses a counter up: the code of `taken` is made here once this is written. */
export async function takenChanges(
  loaded: Loaded,
  accountId: string,
  taken: number,
): Promise<RowWrite[]> {
  return [
    await counterChange(loaded, accountId, taken + 1),
    await settingChange(loaded, SHOWN_SETTING + accountId, taken),
  ];
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

/** Returns the counter of the account's last code if this phone made it, else undefined. */
export async function readShown(loaded: Loaded, accountId: string): Promise<number | undefined> {
  const next = await readCounter(loaded, accountId);
  const shown = await readSetting(loaded, SHOWN_SETTING + accountId);
  return shown === next - 1 ? shown : undefined;
}

export function pictureDueChange(loaded: Loaded): Promise<RowWrite> {
  return settingChange(loaded, PICTURE_DUE_SETTING, true);
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
