/** The keys of an issuer's account that need no PIN (docs/protocol.md §4). */
import { ownBytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { OpenKeys } from './account-profile.ts';
import { decodeOpenKeys } from './account-profile.ts';
import { profileAddress, rowOf } from './account-rows.ts';
import { openRecord } from './record-cipher.ts';
import type { Loaded, Store } from './store.ts';

const ACCOUNT_STORE = 'accounts';

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
  const row = rowOf(loaded, id);
  if (row.kind) throw new TesseraError('UNKNOWN_ACCOUNT');
  const address = profileAddress(id, row);
  const keys = await openRecord(loaded.deviceKey, address, row.profile, decodeOpenKeys);
  try {
    return await use(keys);
  } finally {
    keys.channel.fill(0);
    keys.service.fill(0);
  }
}
