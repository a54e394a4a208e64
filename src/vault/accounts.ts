/** Changes of accounts: accepted, discarded, renamed, ordered, removed (docs/protocol.md §6). */
import type { CborMap } from '../core/codec/cbor.ts';
import { isShowable } from '../core/codec/validators.ts';
import { TesseraError } from '../core/errors.ts';
import { PROFILE_KEY } from './account-profile.ts';
import { intactRows, openOathProfile, openProfile, profileAddress, rowOf } from './account-rows.ts';
import { ANSWER_STORE, ledgerDrops } from './answer-rows.ts';
import { HISTORY_STORE, historyDrops } from './history-rows.ts';
import { mapOf } from './profile-fields.ts';
import { openRecord, sealRecord } from './record-cipher.ts';
import type { AnyAccountRow } from './schema.ts';
import { accountSettings, clockChange, replacedChanges, replacedDrops } from './setting-changes.ts';
import { OTHERS } from './settings.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

const ACCOUNT_STORE = 'accounts';
/** Length of a person's own name for an account, in code points. */
const MAX_NAME_LENGTH = 60;
/** The stores that a change of accounts reads. */
export const ACCOUNT_STORES = [
  ACCOUNT_STORE,
  'activations',
  'requests',
  'settings',
  ANSWER_STORE,
  HISTORY_STORE,
] as const;

/**
 * Accepts an account that its page says is active. It takes the position of the account that it
 * replaces, which is removed; its activation code is removed too.
 */
export function acceptAccount(store: Store, id: string): Promise<void> {
  return store.change(ACCOUNT_STORES, async (loaded) => {
    const row = rowOf(loaded, id);
    if (row.state === 'active') return { changes: [] };
    const { replaces, ...rest }: AnyAccountRow & { readonly replaces?: string } = row;
    const replaced = intactRows(loaded).find((other) => other.id === replaces)?.row;
    const active = {
      ...rest,
      state: 'active',
      position: replaced?.position ?? row.position,
    } satisfies AnyAccountRow;
    return {
      changes: [
        ...(replaces === undefined
          ? []
          : [
              ...removalChanges(loaded, [replaces]),
              ...(await replacedChanges(loaded, id, replaces)),
            ]),
        { put: active, store: ACCOUNT_STORE, key: id },
        { drop: true, store: 'activations', key: id },
      ],
    };
  });
}

/**
 * Discards an account whose code the page refused.
 * @throws TesseraError WRONG_STATE if it is active
 */
export function discardAccount(store: Store, id: string): Promise<void> {
  return store.change(ACCOUNT_STORES, (loaded) => {
    if (!loaded.rows(ACCOUNT_STORE).has(id)) return { changes: [] };
    if (rowOf(loaded, id).state !== 'waiting') throw new TesseraError('WRONG_STATE');
    return { changes: removalChanges(loaded, [id]) };
  });
}

/** Removes the accounts of these that are there, all at once. */
export function removeAccounts(store: Store, ids: readonly string[]): Promise<void> {
  return store.change(ACCOUNT_STORES, (loaded) => {
    const found = ids.filter((id) => loaded.rows(ACCOUNT_STORE).has(id));
    return { changes: removalChanges(loaded, found) };
  });
}

/**
 * Sets the person's own name of an account; an empty one removes it.
 * @throws TesseraError OUT_OF_RANGE, UNKNOWN_ACCOUNT
 */
export async function renameAccount(store: Store, id: string, name: string): Promise<void> {
  if (!isShowable(name, 0, MAX_NAME_LENGTH)) throw new TesseraError('OUT_OF_RANGE');
  return store.change([ACCOUNT_STORE], async (loaded) => {
    const row = rowOf(loaded, id);
    await (row.kind ? openOathProfile(loaded, id, row) : openProfile(loaded, id, row));
    const { deviceKey } = loaded;
    const address = profileAddress(id, row);
    // The keys in it are views of the opened record, which is overwritten.
    const profile = await openRecord(deviceKey, address, row.profile, (value) =>
      sealRecord(deviceKey, address, withName(mapOf(value), name)),
    );
    return { changes: [{ put: { ...row, profile }, store: ACCOUNT_STORE, key: id }] };
  });
}

function withName(profile: CborMap, name: string): CborMap {
  const renamed = new Map(profile);
  if (name) renamed.set(PROFILE_KEY.ownName, name);
  else renamed.delete(PROFILE_KEY.ownName);
  return renamed;
}

/** Orders accounts as given; those that are not named follow in their former order. */
export function reorderAccounts(store: Store, ids: readonly string[]): Promise<void> {
  return store.change([ACCOUNT_STORE], (loaded) => {
    const rows = intactRows(loaded);
    const ranks = new Map(ids.map((id, rank) => [id, rank]));
    const rank = (id: string): number => ranks.get(id) ?? ids.length;
    rows.sort((a, b) => rank(a.id) - rank(b.id) || a.row.position - b.row.position);
    const changes = rows.flatMap(({ id, row }, position): RowWrite[] =>
      row.position === position
        ? []
        : [{ put: { ...row, position }, store: ACCOUNT_STORE, key: id }],
    );
    return { changes };
  });
}

/** @throws TesseraError WRONG_STATE for another server's account: those have one clock for all */
export function setClockOffset(store: Store, id: string, seconds: number): Promise<void> {
  return store.change([ACCOUNT_STORE, 'settings'], async (loaded) => {
    if (rowOf(loaded, id).kind) throw new TesseraError('WRONG_STATE');
    return { changes: [await clockChange(loaded, id, seconds)] };
  });
}

/** Sets the clock of all accounts of other servers; 0 is this phone's. */
export function setOthersClock(store: Store, seconds: number): Promise<void> {
  return store.change(['settings'], async (loaded) => ({
    changes: [await clockChange(loaded, OTHERS, seconds)],
  }));
}

/** Removes everything that is kept of accounts, and every reference to them. */
function removalChanges(loaded: Loaded, ids: readonly string[]): RowWrite[] {
  const orphans = intactRows(loaded).flatMap(({ id, row }): RowWrite[] => {
    if (row.kind || row.replaces === undefined) return [];
    const { replaces, ...rest } = row;
    const isOrphan = ids.includes(replaces) && !ids.includes(id);
    return isOrphan ? [{ put: rest, store: ACCOUNT_STORE, key: id }] : [];
  });
  return [...ids.flatMap((id) => drops(loaded, id)), ...orphans];
}

function drops(loaded: Loaded, id: string): RowWrite[] {
  const requests = [...loaded.rows('requests').keys()].filter((key) => key.startsWith(`${id}/`));
  const settings = accountSettings(id).filter((key) => loaded.rows('settings').has(key));
  const isPending = loaded.rows('activations').has(id);
  return [
    { drop: true, store: ACCOUNT_STORE, key: id },
    ...(isPending ? [{ drop: true, store: 'activations', key: id } as const] : []),
    ...settings.map((key): RowWrite => ({ drop: true, store: 'settings', key })),
    ...replacedDrops(loaded, id),
    ...ledgerDrops(loaded, id),
    ...historyDrops(loaded, id),
    ...requests.map((key): RowWrite => ({ drop: true, store: 'requests', key })),
  ];
}
