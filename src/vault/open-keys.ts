/** The two keys of an account that work without a PIN: its channel, and its issuer's service (docs/protocol.md §4). */
import { ownBytes } from '../core/codec/bytes.ts';
import { importChannelKey } from '../protocol/request.ts';
import { lendOpenKeys } from './account-rows.ts';
import type { Store } from './store.ts';

/** AES-GCM, not extractable. @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
export async function channelKey(store: Store, accountId: string): Promise<CryptoKey> {
  const loaded = await store.pick('accounts', accountId);
  return lendOpenKeys(loaded, accountId, ({ channel }) => importChannelKey(channel));
}

/** HMAC-SHA-256, not extractable, to sign the service's tokens. @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
export async function serviceKey(store: Store, accountId: string): Promise<CryptoKey> {
  const loaded = await store.pick('accounts', accountId);
  return lendOpenKeys(loaded, accountId, ({ service }) =>
    crypto.subtle.importKey('raw', ownBytes(service), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]),
  );
}
