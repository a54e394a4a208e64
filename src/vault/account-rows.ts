/** Reads `accounts` rows: profiles, and the keys that need no PIN (docs/vault.md, "Stores"). */
import type { Account, IssuerAccount } from '../core/account.ts';
import { equal, ownBytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { OpenKeys, Profile } from './account-profile.ts';
import { decodeOpenKeys, decodeProfile } from './account-profile.ts';
import { issuerHue } from './issuer-hue.ts';
import type { RecordAddress, Sealed } from './record-cipher.ts';
import { openRecord } from './record-cipher.ts';
import type { AccountRow } from './schema.ts';
import { parseAccountRow, RECORD_FORMAT } from './schema.ts';
import type { Loaded, Store } from './store.ts';

const ACCOUNT_STORE = 'accounts';

/** @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
export function rowOf(loaded: Loaded, id: string): AccountRow {
  const row = loaded.rows(ACCOUNT_STORE).get(id);
  if (row === undefined) throw new TesseraError('UNKNOWN_ACCOUNT');
  return parseAccountRow(row);
}

/** Opens the part of a profile that may stay in memory. @throws TesseraError VAULT_DAMAGED */
export function openProfile(loaded: Loaded, id: string, row: AccountRow): Promise<Profile> {
  return openRecord(loaded.deviceKey, accountAddress(id), row.profile, decodeProfile);
}

/**
 * Returns the key of the account's channel (docs/protocol.md §4); AES-GCM, not extractable.
 * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED
 */
export async function channelKey(store: Store, accountId: string): Promise<CryptoKey> {
  const loaded = await store.pick(ACCOUNT_STORE, accountId);
  return useOpenKeys(loaded, accountId, ({ channel }) =>
    crypto.subtle.importKey('raw', ownBytes(channel), 'AES-GCM', false, ['encrypt', 'decrypt']),
  );
}

/**
 * Returns the key that signs the tokens of the issuer's service (docs/protocol.md §4);
 * HMAC-SHA-256, not extractable.
 * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED
 */
export async function serviceKey(store: Store, accountId: string): Promise<CryptoKey> {
  const loaded = await store.pick(ACCOUNT_STORE, accountId);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return useOpenKeys(loaded, accountId, ({ service }) =>
    crypto.subtle.importKey('raw', ownBytes(service), hmac, false, ['sign']),
  );
}

/** Passes the two raw keys that need no PIN to `use`, and overwrites them afterwards. */
async function useOpenKeys<T>(
  loaded: Loaded,
  id: string,
  use: (keys: OpenKeys) => Promise<T>,
): Promise<T> {
  const { profile } = rowOf(loaded, id);
  const keys = await openRecord(loaded.deviceKey, accountAddress(id), profile, decodeOpenKeys);
  try {
    return await use(keys);
  } finally {
    keys.channel.fill(0);
    keys.service.fill(0);
  }
}

function toAccount(
  id: string,
  { state, position, replaces }: AccountRow,
  details: Pick<IssuerAccount, keyof Profile | 'clockOffset' | 'issuerHue'>,
): IssuerAccount {
  return {
    kind: 'issuer',
    ...details,
    id,
    state,
    position,
    ...(replaces !== undefined && { replaces }),
  };
}

/** Returns the rows that parse: a damaged row must not be in the way of the others. */
export function intactRows(loaded: Loaded): { readonly id: string; readonly row: AccountRow }[] {
  return [...loaded.rows(ACCOUNT_STORE)].flatMap(([id, stored]) => {
    try {
      return [{ id, row: parseAccountRow(stored) }];
    } catch {
      return [];
    }
  });
}

export function accountAddress(id: string): RecordAddress {
  return { store: ACCOUNT_STORE, id, format: RECORD_FORMAT };
}

export interface AccountList {
  /** In the person's order. */
  readonly accounts: readonly Account[];
  /** Ids of accounts whose rows do not open: they can only be removed and activated again. */
  readonly damaged: readonly string[];
}

export interface AccountReader {
  /**
   * Opens a profile once and then remembers it.
   * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED
   */
  readonly profile: (loaded: Loaded, id: string) => Promise<Profile>;
  readonly list: (
    loaded: Loaded,
    clockOffsets: ReadonlyMap<string, number>,
  ) => Promise<AccountList>;
}

export function createAccountReader(): AccountReader {
  const opened = new Map<string, { readonly sealed: Sealed; readonly profile: Profile }>();

  /** By the issuer's key. */
  const hues = new Map<string, number>();

  async function profile(loaded: Loaded, id: string): Promise<Profile> {
    const row = rowOf(loaded, id);
    const known = opened.get(id);
    if (known && equal(known.sealed.iv, row.profile.iv)) return known.profile;
    const fresh = await openProfile(loaded, id, row);
    opened.set(id, { sealed: row.profile, profile: fresh });
    return fresh;
  }

  async function hueOf(issuerKey: string): Promise<number> {
    const hue = hues.get(issuerKey) ?? (await issuerHue(issuerKey));
    hues.set(issuerKey, hue);
    return hue;
  }

  async function list(
    loaded: Loaded,
    clockOffsets: ReadonlyMap<string, number>,
  ): Promise<AccountList> {
    const accounts: Account[] = [];
    const damaged: string[] = [];
    for (const id of loaded.rows(ACCOUNT_STORE).keys()) {
      try {
        const shown = await profile(loaded, id);
        const clockOffset = clockOffsets.get(id) ?? 0;
        const hue = await hueOf(shown.issuerKey);
        const details = { ...shown, clockOffset, issuerHue: hue };
        accounts.push(toAccount(id, rowOf(loaded, id), details));
      } catch (thrown) {
        if (!(thrown instanceof TesseraError) || thrown.code !== 'VAULT_DAMAGED') throw thrown;
        damaged.push(id);
      }
    }
    return { accounts: accounts.sort((a, b) => a.position - b.position), damaged };
  }

  return { profile, list };
}
