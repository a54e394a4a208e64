/** Opens the service as it is configured: storage, keys of each brand, and the applications. */
import { join } from 'node:path';

import type { IssuerOptions } from '../issuer/issuer-options.ts';
import type { SealedStore } from '../issuer/stores/sql-store.ts';
import type { PushServiceAnswer, VapidKeys } from '../issuer/web-push.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Configuration } from './configuration.ts';
import { newKey } from './keys.ts';
import type { Log } from './log.ts';
import { SCOPES } from './schemas.ts';
import type { BrandStore, Service } from './service.ts';
import { createService } from './service.ts';
import { openStorage, readOrMake } from './storage.ts';
import { VERSION } from './version.ts';

/** In `DATA_FOLDER`, where nothing is configured. */
const API_KEY_FILE = 'api-key';
const IDEMPOTENCY_SECRET_BYTES = 32;
const MIN_REDIRECT_STATUS = 300;
/** A subscription that has ended is no failure. */
const ENDED_STATUSES = [404, 410];

export interface Opened {
  readonly service: Service;
  readonly close: () => Promise<void>;
}

/** @throws StoreError, TesseraError, or Error with a sentence for whoever started it */
export async function openService(configuration: Configuration, log: Log): Promise<Opened> {
  const { store, keyFile } = await openStorage(configuration);
  try {
    if (keyFile !== undefined)
      log.warn({ file: keyFile }, 'The store key is in this file: keep it apart from the data.');
    const push = await openPush(store, configuration, log);
    const service = createService({
      configuration,
      brands: await Promise.all(configuration.brands.map((each) => openBrandStore(store, each))),
      idempotencySecret: await store.secret('service/idempotency', () =>
        Promise.resolve(randomBytes(IDEMPOTENCY_SECRET_BYTES)),
      ),
      log,
      version: VERSION,
      connections: store.connections,
      ...(push && { push }),
    });
    if (configuration.isDevelopment) await makeFirstKey(service, configuration, log);
    service.start();
    return {
      service,
      async close() {
        await service.close();
        await store.close();
      },
    };
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}

/** The rows of one brand, and its signing keys. */
async function openBrandStore(
  store: SealedStore,
  brand: Configuration['brands'][number],
): Promise<BrandStore> {
  const own = store.brand(brand.brand);
  return { ...brand, store: own, keys: await own.issuerKeys() };
}

/** Development needs a key at once, and has nobody to make it. */
async function makeFirstKey(
  { services }: Service,
  { store: { folder } }: Configuration,
  log: Log,
): Promise<void> {
  const [main] = services.brands.values();
  const { items } = await main!.store.serviceRows('keys', { limit: 1 });
  if (items.length > 0) return;
  const made = newKey({ name: 'development', scopes: SCOPES }, services.now());
  const file = join(folder, API_KEY_FILE);
  // A folder that has lost its database has the key of another one.
  if ((await readOrMake(file, () => made.key)) !== made.key) return;
  await main!.store.commit([{ table: 'keys', row: made.row }]);
  log.warn({ file }, 'An API key with every scope is in this file, for development.');
}

async function openPush(
  store: SealedStore,
  { vapidContact }: Configuration,
  log: Log,
): Promise<IssuerOptions['push']> {
  if (vapidContact === undefined) return undefined;
  const { createWebPush, generateVapidKeys } = await import('../issuer/web-push.ts');
  const kept = await store.secret('vapid-keys', () =>
    Promise.resolve(new TextEncoder().encode(JSON.stringify(generateVapidKeys()))),
  );
  const keys = JSON.parse(new TextDecoder().decode(kept)) as VapidKeys;
  const onAnswer = ({ service, status = 0 }: PushServiceAnswer): void => {
    const isRefused = status >= MIN_REDIRECT_STATUS && !ENDED_STATUSES.includes(status);
    if (status === 0 || isRefused) log.warn({ service, status }, 'A push service refused.');
  };
  return createWebPush({ keys, subject: vapidContact, onAnswer });
}
