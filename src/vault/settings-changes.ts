/** Small things remembered and forgotten again: the person's settings, and what goes with its account (docs/vault.md, "Stores"). */
import { TesseraError } from '../core/errors.ts';
import { sealRecord } from './record-cipher.ts';
import {
  CLOCK,
  FETCHED,
  REPLACED,
  SETTINGS_STORE,
  SUBSCRIBED,
  settingAddress,
} from './settings.ts';
import type { Setting } from './settings.ts';
import type { RowWrite, Loaded, Store } from './store.ts';

/** `undefined` forgets it. Numbers are integers. What belongs to an account is kept only while that is held. */
export async function setSetting(
  store: Store,
  name: string,
  value: Setting | undefined,
): Promise<void> {
  if (name.startsWith(CLOCK)) throw new TesseraError('WRONG_STATE');
  const owner = name.startsWith(SUBSCRIBED) ? name.slice(SUBSCRIBED.length) : undefined;
  return store.change(
    owner === undefined ? [SETTINGS_STORE] : [SETTINGS_STORE, 'accounts'],
    async (loaded) => {
      if (owner !== undefined && value !== undefined && !loaded.rows('accounts').has(owner))
        return { changes: [] };
      return { changes: [await settingChange(loaded, name, value)] };
    },
  );
}

/** Seconds to add to this phone's clock. */
export function clockChange(loaded: Loaded, accountId: string, seconds: number): Promise<RowWrite> {
  return settingChange(loaded, CLOCK + accountId, seconds === 0 ? undefined : Math.round(seconds));
}

/** `now` in milliseconds. */
export function fetchedChange(loaded: Loaded, accountId: string, now: number): Promise<RowWrite> {
  return settingChange(loaded, FETCHED + accountId, Math.floor(now / 1000));
}

/** The instance that took another one's place. What that one itself had replaced is too old for any image that is still good. */
export async function replacedChanges(
  loaded: Loaded,
  id: string,
  old: string,
): Promise<RowWrite[]> {
  return [
    ...replacedDrops(loaded, old),
    await settingChange(loaded, `${REPLACED}${id}/${old}`, true),
  ];
}

export function replacedDrops(loaded: Loaded, id: string): RowWrite[] {
  return [...loaded.rows(SETTINGS_STORE).keys()]
    .filter((key) => key.startsWith(`${REPLACED}${id}/`))
    .map((key) => ({ drop: true, store: SETTINGS_STORE, key }));
}

async function settingChange(
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
