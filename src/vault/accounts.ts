/** Changes of accounts: accepted, discarded, renamed, ordered, removed (docs/protocol.md §6). */
import { isShowable } from '../core/codec/validators.ts';
import { TesseraError } from '../core/errors.ts';
import type { Profile } from './account-profile.ts';
import { decodeOpenKeys, decodeProfile, encodeProfile } from './account-profile.ts';
import { accountAddress, intactRows, rowOf } from './account-rows.ts';
import { ANSWER_STORE, ledgerDrops } from './answer-rows.ts';
import { HISTORY_STORE, historyDrops } from './history-rows.ts';
import { openRecord, sealRecord } from './record-cipher.ts';
import type { AccountRow } from './schema.ts';
import { accountSettings, clockChange, replacedChanges, replacedDrops } from './settings.ts';
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
    const { replaces, ...rest } = row;
    const replaced = intactRows(loaded).find((other) => other.id === replaces)?.row;
    const active: AccountRow = {
      ...rest,
      state: 'active',
      position: replaced?.position ?? row.position,
    };
    return {
      changes: [
        ...(replaces === undefined
          ? []
          : [
              ...removalChanges(loaded, replaces),
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
    return { changes: removalChanges(loaded, id) };
  });
}

export function removeAccount(store: Store, id: string): Promise<void> {
  return store.change(ACCOUNT_STORES, (loaded) => ({
    changes: loaded.rows(ACCOUNT_STORE).has(id) ? removalChanges(loaded, id) : [],
  }));
}

/**
 * Sets the person's own name of an account; an empty one removes it.
 * @throws TesseraError OUT_OF_RANGE, UNKNOWN_ACCOUNT
 */
export async function renameAccount(store: Store, id: string, name: string): Promise<void> {
  if (!isShowable(name, 0, MAX_NAME_LENGTH)) throw new TesseraError('OUT_OF_RANGE');
  return store.change([ACCOUNT_STORE], async (loaded) => {
    const row = rowOf(loaded, id);
    const profile = await openRecord(loaded.deviceKey, accountAddress(id), row.profile, (value) => {
      const renamed: Profile = { ...decodeProfile(value), ownName: name };
      const keys = decodeOpenKeys(value);
      return sealRecord(loaded.deviceKey, accountAddress(id), encodeProfile(renamed, keys)).finally(
        () => {
          keys.channel.fill(0);
          keys.service.fill(0);
        },
      );
    });
    return { changes: [{ put: { ...row, profile }, store: ACCOUNT_STORE, key: id }] };
  });
}

/** Orders accounts as given; those that are not named follow in their former order. */
export function reorderAccounts(store: Store, ids: readonly string[]): Promise<void> {
  return store.change([ACCOUNT_STORE], (loaded) => {
    const rows = intactRows(loaded);
    const rank = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    rows.sort((a, b) => rank(a.id) - rank(b.id) || a.row.position - b.row.position);
    const changes = rows.flatMap(({ id, row }, position): RowWrite[] =>
      row.position === position
        ? []
        : [{ put: { ...row, position }, store: ACCOUNT_STORE, key: id }],
    );
    return { changes };
  });
}

export function setClockOffset(store: Store, id: string, seconds: number): Promise<void> {
  return store.change([ACCOUNT_STORE, 'settings'], async (loaded) => {
    rowOf(loaded, id);
    return { changes: [await clockChange(loaded, id, seconds)] };
  });
}

/** Removes everything that is kept of an account, and every reference to it. */
function removalChanges(loaded: Loaded, id: string): RowWrite[] {
  const requests = [...loaded.rows('requests').keys()].filter((key) => key.startsWith(`${id}/`));
  const orphans = intactRows(loaded).flatMap(
    ({ id: other, row: { replaces, ...row } }): RowWrite[] =>
      replaces === id ? [{ put: row, store: ACCOUNT_STORE, key: other }] : [],
  );
  return [
    { drop: true, store: ACCOUNT_STORE, key: id },
    { drop: true, store: 'activations', key: id },
    ...accountSettings(id).map((key): RowWrite => ({ drop: true, store: 'settings', key })),
    ...replacedDrops(loaded, id),
    ...ledgerDrops(loaded, id),
    ...historyDrops(loaded, id),
    ...requests.map((key): RowWrite => ({ drop: true, store: 'requests', key })),
    ...orphans,
  ];
}
