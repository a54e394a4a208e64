/** A new account, sealed once in its life (docs/vault.md, "Keys"; docs/protocol.md §6). */
import { fromBase64url, fromHex, toBase64url, toHex } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import type { FirstMessage, SecondMessage } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import type { Profile } from './account-profile.ts';
import { PROFILE_KEY } from './account-profile.ts';
import { intactRows, openProfile, profileAddress, rowOf } from './account-rows.ts';
import { encryptSecret } from './account-secrets.ts';
import { ledgerChange, NEW_LEDGER } from './answer-rows.ts';
import type { OpenKeys } from './open-keys.ts';
import { findPending, sealCode } from './pending-activation.ts';
import { sealRecord } from './record-cipher.ts';
import type { AccountRow } from './schema.ts';
import { isAccountId } from './schema.ts';
import { clockChange } from './setting-changes.ts';
import type { Loaded, Plan } from './store.ts';

/** An account from the second message that is not sealed yet. */
export interface NewAccount {
  readonly first: FirstMessage;
  readonly second: SecondMessage;
  /** 32 bytes each; overwritten once the account is sealed. */
  readonly keys: OpenKeys & {
    readonly otp: Uint8Array;
    readonly sign: Uint8Array;
    readonly confirm: Uint8Array;
  };
  /** 8 digits. */
  readonly activationCode: string;
  readonly issuerVerified: boolean;
  /** Seconds to add to this phone's clock. */
  readonly clockOffset: number;
  /** Id of the account that this one replaces once it is active. */
  readonly replaces?: string;
}

const ACCOUNT_STORE = 'accounts';

/**
 * Plans the changes that seal an account under a PIN root; none where a second tap or another tab
 * has sealed it already.
 * @throws TesseraError UNKNOWN_ACTIVATION when its pending activation is gone
 */
export async function sealingPlan(
  loaded: Loaded,
  root: CryptoKey,
  account: NewAccount,
  now: number,
): Promise<Plan> {
  const id = toHex(account.first.activationId);
  if (loaded.rows(ACCOUNT_STORE).has(id)) return { changes: [] };
  if ((await findPending(loaded, now))?.id !== id) throw new TesseraError('UNKNOWN_ACTIVATION');
  const replaced =
    account.replaces === undefined ? undefined : await findAccount(loaded, account.replaces);
  const profile = profileOf(account, replaced?.profile.ownName);
  const row: AccountRow = {
    profile: await sealRecord(
      loaded.deviceKey,
      profileAddress(id, {}),
      encodeProfile(profile, account.keys),
    ),
    secret: await encryptSecret(root, id, account.keys),
    state: 'waiting',
    ...(replaced && { replaces: account.replaces! }),
    position: nextPosition(loaded),
  };
  return {
    changes: [
      { put: row, store: ACCOUNT_STORE, key: id },
      { put: await sealCode(loaded, id, account.activationCode), store: 'activations', key: id },
      await clockChange(loaded, id, account.clockOffset),
      await ledgerChange(loaded, id, NEW_LEDGER),
    ],
  };
}

/** Overwrites the raw keys of an account that is sealed. */
export function wipeKeys({ keys }: NewAccount): void {
  for (const key of [keys.otp, keys.sign, keys.confirm, keys.channel, keys.service]) key.fill(0);
}

async function findAccount(loaded: Loaded, id: string): Promise<{ profile: Profile } | undefined> {
  if (!isAccountId(id) || !loaded.rows(ACCOUNT_STORE).has(id)) return undefined;
  const row = rowOf(loaded, id);
  return row.kind ? undefined : { profile: await openProfile(loaded, id, row) };
}

function profileOf(account: NewAccount, ownName: string | undefined): Profile {
  const { first, second } = account;
  return {
    issuerName: first.issuerName,
    issuerKey: toHex(first.issuerKey),
    issuerVerified: account.issuerVerified,
    label: second.label ?? first.label ?? '',
    serial: second.serial,
    sequence: second.sequence,
    otp: second.otp,
    ocraSuite: second.ocraSuite,
    ...(ownName !== undefined && { ownName }),
    ...(second.serviceUrl !== undefined && { serviceUrl: second.serviceUrl }),
    ...(second.vapidKey !== undefined && { vapidKey: toBase64url(second.vapidKey) }),
  };
}

function encodeProfile(profile: Profile, keys: OpenKeys): CborMap {
  const map = new Map<CborValue, CborValue>([
    [PROFILE_KEY.issuerName, profile.issuerName],
    [PROFILE_KEY.issuerKey, fromHex(profile.issuerKey)],
    [PROFILE_KEY.issuerVerified, profile.issuerVerified],
    [PROFILE_KEY.label, profile.label],
    [PROFILE_KEY.serial, profile.serial],
    [PROFILE_KEY.sequence, profile.sequence],
    [
      PROFILE_KEY.otp,
      new Map<CborValue, CborValue>([
        [1, profile.otp.algorithm],
        [2, profile.otp.digits],
        [3, profile.otp.period],
      ]),
    ],
    [PROFILE_KEY.ocraSuite, profile.ocraSuite],
    [PROFILE_KEY.channel, keys.channel],
    [PROFILE_KEY.service, keys.service],
  ]);
  if (profile.ownName) map.set(PROFILE_KEY.ownName, profile.ownName);
  if (profile.serviceUrl !== undefined) map.set(PROFILE_KEY.serviceUrl, profile.serviceUrl);
  if (profile.vapidKey !== undefined)
    map.set(PROFILE_KEY.vapidKey, fromBase64url(profile.vapidKey));
  return map;
}

/** The position after all others. */
export function nextPosition(loaded: Loaded): number {
  return Math.max(-1, ...intactRows(loaded).map(({ row }) => row.position)) + 1;
}
