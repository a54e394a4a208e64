/** Small things that are remembered, each sealed: the person's settings, and clock offsets of accounts. */
import type { CborValue } from '../core/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { FORMAT, sealedRow } from './rows.ts';
import { open, seal } from './seal.ts';
import type { Change, Loaded, Store } from './store.ts';

export type Setting = string | number | boolean;
export type Settings = Readonly<Record<string, Setting>>;

const STORE = 'settings';
const CLOCK = 'clock/';
/** Before an account's id: a fingerprint of the push subscription that its issuer was told of. It goes with its account. */
export const SUBSCRIBED = 'push/';
/** Before an account's id: when its requests were last fetched, seconds since 1970 on this phone's clock. */
export const FETCHED = 'fetched/';
/** Before an account's id, a slash, and the id of the instance that it replaced: an image for that one can be told from a stranger's. */
export const REPLACED = 'replaced/';

/** `undefined` forgets it. Numbers are integers. What belongs to an account is kept only while that is held. */
export async function setSetting(
  store: Store,
  name: string,
  value: Setting | undefined,
): Promise<void> {
  if (name.startsWith(CLOCK)) throw new TesseraError('WRONG_STATE');
  const owner = name.startsWith(SUBSCRIBED) ? name.slice(SUBSCRIBED.length) : undefined;
  return store.change(owner === undefined ? [STORE] : [STORE, 'accounts'], async (loaded) => {
    if (owner !== undefined && value !== undefined && !loaded.rows('accounts').has(owner))
      return { changes: [] };
    return { changes: [await settingChange(loaded, name, value)] };
  });
}

/** Settings that do not open are as good as never set. */
export async function readSettings(
  loaded: Loaded,
): Promise<{ readonly settings: Settings; readonly clockOffsets: ReadonlyMap<string, number> }> {
  const settings: Record<string, Setting> = {};
  const clockOffsets = new Map<string, number>();
  for (const name of loaded.rows(STORE).keys()) {
    const value = await readSetting(loaded, name);
    if (value === undefined) continue;
    if (!name.startsWith(CLOCK)) settings[name] = value;
    else if (typeof value === 'number') clockOffsets.set(name.slice(CLOCK.length), value);
  }
  return { settings, clockOffsets };
}

/** Seconds to add to this phone's clock. */
export function clockChange(loaded: Loaded, accountId: string, seconds: number): Promise<Change> {
  return settingChange(loaded, CLOCK + accountId, seconds === 0 ? undefined : Math.round(seconds));
}

/** `now` in milliseconds. */
export function fetchedChange(loaded: Loaded, accountId: string, now: number): Promise<Change> {
  return settingChange(loaded, FETCHED + accountId, Math.floor(now / 1000));
}

/** The instance that took another one's place. What that one itself had replaced is too old for any image that is still good. */
export async function replacedChanges(loaded: Loaded, id: string, old: string): Promise<Change[]> {
  return [
    ...replacedDrops(loaded, old),
    await settingChange(loaded, `${REPLACED}${id}/${old}`, true),
  ];
}

export function replacedDrops(loaded: Loaded, id: string): Change[] {
  return [...loaded.rows(STORE).keys()]
    .filter((key) => key.startsWith(`${REPLACED}${id}/`))
    .map((key) => ({ drop: true, store: STORE, key }));
}

async function settingChange(
  loaded: Loaded,
  name: string,
  value: Setting | undefined,
): Promise<Change> {
  if (value === undefined) return { drop: true, store: STORE, key: name };
  return { put: await seal(loaded.deviceKey, place(name), value), store: STORE, key: name };
}

async function readSetting(loaded: Loaded, name: string): Promise<Setting | undefined> {
  try {
    const row = sealedRow(loaded.rows(STORE).get(name));
    return await open(loaded.deviceKey, place(name), row, asSetting);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}

function asSetting(value: CborValue): Setting | undefined {
  return typeof value === 'object' ? undefined : value;
}

function place(id: string) {
  return { store: STORE, id, format: FORMAT };
}
