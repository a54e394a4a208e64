/** The vault for the service worker: profiles, open keys, requests (docs/vault.md, "Stores"). */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import { openChannel } from '../platform/locks.ts';
import { createAccountReader, intactRows } from './account-rows.ts';
import { exclusively, openVaultDatabase, requireReadable, VAULT_NAME } from './lifecycle.ts';
import { channelKey, serviceKey } from './open-keys.ts';
import type { KeptRequest } from './request-rows.ts';
import type { OpenedRequest } from './request-store.ts';
import { keepRequest, readRequests, SHOWN_STORES } from './request-store.ts';
import { ITERATIONS_FLOOR } from './schema.ts';
import type { Settings } from './settings.ts';
import { readSettings } from './settings.ts';
import { createStore } from './store.ts';

/** No PIN code and no DOM: a worker has neither. */
export interface WorkerVault {
  readonly accounts: () => Promise<readonly IssuerAccount[]>;
  /** Returns the key that opens the account's requests; AES-GCM, not extractable. */
  readonly channelKey: (accountId: string) => Promise<CryptoKey>;
  /** Returns the key that signs the service's tokens; HMAC-SHA-256, not extractable. */
  readonly serviceKey: (accountId: string) => Promise<CryptoKey>;
  /** @throws TesseraError UNKNOWN_ACCOUNT, REQUEST_REUSED */
  readonly keepRequest: (request: OpenedRequest) => Promise<KeptRequest>;
  /** Returns the requests that have not expired, answered or not. */
  readonly requests: () => Promise<readonly KeptRequest[]>;
  readonly settings: () => Promise<Settings>;
  readonly close: () => void;
}

/**
 * @throws TesseraError STORAGE_BLOCKED, STORAGE_FULL, VAULT_NEWER, VAULT_DAMAGED,
 * WRONG_STATE (a vault that the app has to create or migrate first)
 */
export async function openWorkerVault(): Promise<WorkerVault> {
  const database = await openVaultDatabase(requireReadable, { existing: true });
  const channel = openChannel(VAULT_NAME, () => undefined);
  const store = createStore({
    database,
    exclusively,
    changed: () => {
      channel.post('changed');
    },
    roundsFloor: ITERATIONS_FLOOR,
  });
  const reader = createAccountReader();
  return {
    async accounts() {
      const loaded = await store.load(['accounts', 'settings']);
      // No request is for another server’s account: there may be a thousand, and they stay shut.
      const ids = intactRows(loaded).flatMap(({ id, row }) => (row.kind ? [] : [id]));
      return issuerAccounts((await reader.list(loaded, await readSettings(loaded), ids)).accounts);
    },
    channelKey: (id) => channelKey(store, id),
    serviceKey: (id) => serviceKey(store, id),
    keepRequest: (request) => keepRequest(store, request, Date.now()),
    requests: async () => readRequests(await store.load(SHOWN_STORES), Date.now()),
    settings: async () => (await readSettings(await store.load(['settings']))).settings,
    close() {
      channel.close();
      database.close();
    },
  };
}
