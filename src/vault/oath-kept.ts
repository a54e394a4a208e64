/** The accounts of other servers that are kept, and which of them are the same (rule 15). */
import type { OathPolicy, OathType } from '../core/account.ts';
import { equal, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { intactRows } from './account-rows.ts';
import type { OathProfile } from './oath-profile.ts';
import type { KeptSecret } from './oath-secrets.ts';
import { openOathRow } from './oath-secrets.ts';
import type { OathRow } from './schema.ts';
import { readCounter } from './setting-changes.ts';
import type { Loaded } from './store.ts';

/** An account that is kept. */
export interface KeptOath {
  readonly id: string;
  readonly row: OathRow;
  readonly profile: OathProfile;
  /** The caller calls `wipeKept`. */
  readonly secret: KeptSecret;
  /** Of codes by counter. */
  readonly counter?: number;
}

/** What makes two accounts the same: neither names nor counter. */
export interface OathIdentity {
  readonly secret: KeptSecret;
  readonly type: OathType;
  readonly otp?: OathPolicy;
  readonly ocraSuite?: string;
}

/** Reads those that open, in the person's order. `loaded` has accounts and settings. */
export async function readKept(loaded: Loaded): Promise<readonly KeptOath[]> {
  const rows = intactRows(loaded).sort((a, b) => a.row.position - b.row.position);
  const kept = await Promise.all(
    rows.flatMap(({ id, row }) =>
      row.kind ? [openKeptRow(loaded, id, row).catch(unlessDamaged)] : [],
    ),
  );
  return kept.filter((each) => each !== undefined);
}

async function openKeptRow(loaded: Loaded, id: string, row: OathRow): Promise<KeptOath> {
  const opened = await openOathRow(loaded.deviceKey, id, row);
  const counter = await readCounter(loaded, id).catch(() => undefined);
  return { id, row, ...opened, ...(counter !== undefined && { counter }) };
}

/** Leaves out what is damaged: it must not be in the way of the others. */
export function unlessDamaged(thrown: unknown): undefined {
  if (!(thrown instanceof TesseraError) || thrown.code !== 'VAULT_DAMAGED') throw thrown;
}

/** Accounts by their keys, which are compared as they are kept. */
export interface KeyIndex<T extends OathIdentity> {
  readonly add: (account: T) => void;
  /** Returns the accounts with this key, whatever their parameters. */
  readonly withKey: (secret: KeptSecret) => readonly T[];
}

export function createKeyIndex<T extends OathIdentity>(accounts: Iterable<T>): KeyIndex<T> {
  const groups = new Map<string, T[]>();
  const index: KeyIndex<T> = {
    add(account) {
      const name = groupName(account.secret);
      const group = groups.get(name);
      if (group) group.push(account);
      else groups.set(name, [account]);
    },
    withKey: (secret) =>
      (groups.get(groupName(secret)) ?? []).filter((each) =>
        equal(each.secret.bytes, secret.bytes),
      ),
  };
  for (const account of accounts) index.add(account);
  return index;
}

/** Of a key that is not under the PIN the length alone: a text of it could not be overwritten. */
function groupName({ class: kind, bytes }: KeptSecret): string {
  return `${kind}/${kind === 0 ? bytes.length : toHex(bytes)}`;
}

/** Whether two accounts that have one key are the same. */
export function haveSameParameters(a: OathIdentity, b: OathIdentity): boolean {
  return (
    a.type === b.type &&
    a.ocraSuite === b.ocraSuite &&
    a.otp?.algorithm === b.otp?.algorithm &&
    a.otp?.digits === b.otp?.digits &&
    a.otp?.period === b.otp?.period
  );
}
