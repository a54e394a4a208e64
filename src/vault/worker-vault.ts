/** The vault's reading door, for the service worker: profiles, open keys and requests; no PIN, no DOM (docs/vault.md, "Stores"). */
import type { Account } from '../core/account.ts';
import { openDatabase } from '../platform/database.ts';
import { openChannel, withLock } from '../platform/locks.ts';
import { createAccountReader } from './account-rows.ts';
import { DATABASE, readyToRead } from './lifecycle.ts';
import { channelKey, serviceKey } from './open-keys.ts';
import { keepRequest, readRequests } from './request-store.ts';
import type { KeptRequest, OpenedRequest } from './request-store.ts';
import { ITERATIONS_FLOOR } from './schema.ts';
import { readSettings } from './settings.ts';
import { createStore } from './store.ts';

export interface WorkerVault {
  accounts(): Promise<readonly Account[]>;
  /** AES-GCM, not extractable: opens an account's requests. */
  channelKey(accountId: string): Promise<CryptoKey>;
  /** HMAC-SHA-256, not extractable: signs tokens for the issuer's service. */
  serviceKey(accountId: string): Promise<CryptoKey>;
  /** @throws TesseraError UNKNOWN_ACCOUNT, REQUEST_REUSED */
  keepRequest(request: OpenedRequest): Promise<KeptRequest>;
  /** What is kept and has not expired, answered or not. */
  requests(): Promise<readonly KeptRequest[]>;
  close(): void;
}

const NAME = 'tessera/vault';

/** @throws TesseraError STORAGE_BLOCKED, STORAGE_FULL, VAULT_NEWER, WRONG_STATE (a vault to be migrated first), VAULT_DAMAGED */
export async function openWorkerVault(): Promise<WorkerVault> {
  const database = await openDatabase(DATABASE);
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => withLock(NAME, work);
  await exclusively(() => readyToRead(database)).catch((thrown: unknown) => {
    database.close();
    throw thrown;
  });
  const channel = openChannel(NAME, () => undefined);
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
      const { clockOffsets } = await readSettings(loaded);
      return (await reader.list(loaded, clockOffsets)).accounts;
    },
    channelKey: (id) => channelKey(store, id),
    serviceKey: (id) => serviceKey(store, id),
    keepRequest: (request) => keepRequest(store, request, Date.now()),
    requests: async () => readRequests(await store.load(['requests', 'settings']), Date.now()),
    close() {
      channel.close();
      database.close();
    },
  };
}
