/** Small things that are remembered, each sealed: the person's settings, and what belongs to accounts; read here, changed in settings-changes.ts, since Home only reads. */
import type { CborValue } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { FORMAT, sealedRow } from './schema.ts';
import { openRecord } from './record-cipher.ts';
import type { Loaded } from './store.ts';

export type Setting = string | number | boolean;
export type Settings = Readonly<Record<string, Setting>>;

export const SETTINGS_STORE = 'settings';
/** Before an account's id: seconds to add to this phone's clock. */
export const CLOCK = 'clock/';
/** Before an account's id: a fingerprint of the push subscription that its issuer was told of. It goes with its account. */
export const SUBSCRIBED = 'push/';
/** Before an account's id: when its requests were last fetched, seconds since 1970 on this phone's clock. */
export const FETCHED = 'fetched/';
/** Before an account's id, a slash, and the id of the instance that it replaced: an image for that one can be told from a stranger's. */
export const REPLACED = 'replaced/';

/** Settings that do not open are as good as never set. */
export async function readSettings(
  loaded: Loaded,
): Promise<{ readonly settings: Settings; readonly clockOffsets: ReadonlyMap<string, number> }> {
  const settings: Record<string, Setting> = {};
  const clockOffsets = new Map<string, number>();
  for (const name of loaded.rows(SETTINGS_STORE).keys()) {
    const value = await readSetting(loaded, name);
    if (value === undefined) continue;
    if (!name.startsWith(CLOCK)) settings[name] = value;
    else if (typeof value === 'number') clockOffsets.set(name.slice(CLOCK.length), value);
  }
  return { settings, clockOffsets };
}

async function readSetting(loaded: Loaded, name: string): Promise<Setting | undefined> {
  try {
    const row = sealedRow(loaded.rows(SETTINGS_STORE).get(name));
    return await openRecord(loaded.deviceKey, settingAddress(name), row, asSetting);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}

function asSetting(value: CborValue): Setting | undefined {
  return typeof value === 'object' ? undefined : value;
}

export function settingAddress(id: string) {
  return { store: SETTINGS_STORE, id, format: FORMAT };
}
