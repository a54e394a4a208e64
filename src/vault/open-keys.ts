/** The keys of an issuer's account that need no PIN (docs/protocol.md §4). */
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { PROFILE_KEY } from './account-profile.ts';
import { profileAddress, rowOf } from './account-rows.ts';
import { bytesAt, mapOf } from './profile-fields.ts';
import { openRecord } from './record-cipher.ts';
import type { Loaded, Store } from './store.ts';

/** The two keys that work without a PIN, 32 bytes each. */
export interface OpenKeys {
  readonly channel: Bytes;
  readonly service: Bytes;
}

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

/** Returns copies that the caller overwrites. @throws TesseraError VAULT_DAMAGED */
export function decodeOpenKeys(value: CborValue): OpenKeys {
  const map = mapOf(value);
  return {
    channel: bytesAt(map, PROFILE_KEY.channel).slice(),
    service: bytesAt(map, PROFILE_KEY.service).slice(),
  };
}
