/** Reads `accounts` rows: what may be shown of each without a PIN (docs/vault.md, "Stores"). */
import type { Account, DamagedAccount } from '../core/account.ts';
import { equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Profile } from './account-profile.ts';
import { decodeProfile } from './account-profile.ts';
import { issuerHue, nameHue } from './issuer-hue.ts';
import type { OathProfile } from './oath-profile.ts';
import { decodeOathProfile } from './oath-profile.ts';
import type { RecordAddress } from './record-cipher.ts';
import { openRecord } from './record-cipher.ts';
import type { AccountRow, AnyAccountRow, OathRow } from './schema.ts';
import { OATH_PROFILE_FORMAT, parseAccountRow, parseDamagedRow, RECORD_FORMAT } from './schema.ts';
import type { AccountNumbers } from './settings.ts';
import { OTHERS } from './settings.ts';
import type { Loaded } from './store.ts';

const ACCOUNT_STORE = 'accounts';

/** @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
export function rowOf(loaded: Loaded, id: string): AnyAccountRow {
  const row = loaded.rows(ACCOUNT_STORE).get(id);
  if (row === undefined) throw new TesseraError('UNKNOWN_ACCOUNT');
  return parseAccountRow(row);
}

/** Opens the part of a profile that may stay in memory. @throws TesseraError VAULT_DAMAGED */
export function openProfile(loaded: Loaded, id: string, row: AccountRow): Promise<Profile> {
  return openRecord(loaded.deviceKey, profileAddress(id, row), row.profile, decodeProfile);
}

/** The same of another server's account. @throws TesseraError VAULT_DAMAGED */
export function openOathProfile(loaded: Loaded, id: string, row: OathRow): Promise<OathProfile> {
  return openRecord(loaded.deviceKey, profileAddress(id, row), row.profile, (value) =>
    decodeOathProfile(value, row.secret !== undefined),
  );
}

/** Returns the rows that parse: a damaged row must not be in the way of the others. */
export function intactRows(loaded: Loaded): { readonly id: string; readonly row: AnyAccountRow }[] {
  return [...loaded.rows(ACCOUNT_STORE)].flatMap(([id, stored]) => {
    try {
      return [{ id, row: parseAccountRow(stored) }];
    } catch {
      return [];
    }
  });
}

export function profileAddress(id: string, { kind }: Pick<AnyAccountRow, 'kind'>): RecordAddress {
  return { store: ACCOUNT_STORE, id, format: kind ? OATH_PROFILE_FORMAT : RECORD_FORMAT };
}

export interface AccountList {
  /** In the person's order. */
  readonly accounts: readonly Account[];
  /** Accounts whose rows do not open: they can only be removed and activated again. */
  readonly damaged: readonly DamagedAccount[];
}

/** A row of an account with its profile. */
export type OpenedAccount =
  | { readonly kind: 'issuer'; readonly row: AccountRow; readonly profile: Profile }
  | { readonly kind: 'oath'; readonly row: OathRow; readonly profile: OathProfile };

export interface AccountReader {
  /**
   * Opens a profile once and then remembers it.
   * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED
   */
  readonly open: (loaded: Loaded, id: string) => Promise<OpenedAccount>;
  /** Lists the accounts with these ids, or all. */
  readonly list: (
    loaded: Loaded,
    numbers: AccountNumbers,
    ids?: readonly string[],
  ) => Promise<AccountList>;
}

export function createAccountReader(): AccountReader {
  const opened = new Map<string, OpenedAccount>();

  /** By the issuer's key, or by a colon and the name of one that has none. */
  const hues = new Map<string, number>();

  async function open(loaded: Loaded, id: string): Promise<OpenedAccount> {
    const row = rowOf(loaded, id);
    const known = opened.get(id);
    if (known && equal(known.row.profile.iv, row.profile.iv))
      return { ...known, row } as OpenedAccount;
    const account: OpenedAccount = row.kind
      ? { kind: 'oath', row, profile: await openOathProfile(loaded, id, row) }
      : { kind: 'issuer', row, profile: await openProfile(loaded, id, row) };
    opened.set(id, account);
    return account;
  }

  async function hueOf({ kind, profile }: OpenedAccount): Promise<number> {
    const source = kind === 'issuer' ? profile.issuerKey : `:${profile.issuerName}`;
    const hue =
      hues.get(source) ??
      (await (kind === 'issuer' ? issuerHue(source) : nameHue(profile.issuerName)));
    hues.set(source, hue);
    return hue;
  }

  async function find(
    loaded: Loaded,
    id: string,
    numbers: AccountNumbers,
  ): Promise<Account | undefined> {
    try {
      const account = await open(loaded, id);
      return toAccount(id, account, await hueOf(account), numbers);
    } catch (thrown) {
      if (!(thrown instanceof TesseraError) || thrown.code !== 'VAULT_DAMAGED') throw thrown;
      return undefined;
    }
  }

  async function list(
    loaded: Loaded,
    numbers: AccountNumbers,
    ids: readonly string[] = [...loaded.rows(ACCOUNT_STORE).keys()],
  ): Promise<AccountList> {
    // All at once: one after the other, a thousand would take twice as long.
    const found = await Promise.all(ids.map((id) => find(loaded, id, numbers)));
    return {
      accounts: found
        .filter((account) => account !== undefined)
        .sort((a, b) => a.position - b.position),
      damaged: ids
        .filter((_, i) => found[i] === undefined)
        .map((id) => ({ id, ...parseDamagedRow(loaded.rows(ACCOUNT_STORE).get(id)) })),
    };
  }

  return { open, list };
}

function toAccount(
  id: string,
  { kind, row, profile }: OpenedAccount,
  hue: number,
  { clockOffsets, counters, shown: made }: AccountNumbers,
): Account {
  const { state, position } = row;
  const shown = { id, state, position, issuerHue: hue };
  if (kind === 'issuer') {
    const clockOffset = clockOffsets.get(id) ?? 0;
    const { replaces } = row;
    return { kind, ...profile, ...shown, clockOffset, ...(replaces !== undefined && { replaces }) };
  }
  const counter = counters.get(id);
  return {
    kind,
    ...profile,
    ...shown,
    clockOffset: clockOffsets.get(OTHERS) ?? 0,
    ...(counter !== undefined && { counter }),
    ...(counter !== undefined && made.get(id) === counter - 1 && { showsAgain: true }),
    ...(row.secret === undefined && { unhidden: true }),
  };
}
