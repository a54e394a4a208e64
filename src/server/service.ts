/**
 * The service: three applications over one issuer a brand. A site may mount them in a server of its
 * own.
 */
import { setMaxListeners } from 'node:events';

import { createIssuer } from '../issuer/issuer.ts';
import type { IssuerOptions } from '../issuer/issuer-options.ts';
import type { IssuerStore } from '../issuer/store.ts';
import type { ConnectionCounts } from '../issuer/stores/database.ts';
import { createWebhookSender } from '../issuer/webhooks/sender.ts';
import { createCallerOf } from './addresses.ts';
import type { Answers } from './answers.ts';
import { createAnswers } from './answers.ts';
import { createApi } from './api.ts';
import type { Brand, Services } from './brands.ts';
import type { BrandConfiguration, Configuration } from './configuration.ts';
import { readHealth, withinLimit } from './health.ts';
import { createKeyReader } from './keys.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createMetrics } from './metrics.ts';
import { createOperations } from './operations.ts';
import { createPages, servicePath } from './pages.ts';
import type { Limiter } from './rates.ts';
import { createLimiter } from './rates.ts';
import { startSweeping } from './sweeping.ts';
import { timedStore } from './timed-store.ts';

/** What a brand's issuer is opened with. */
export interface BrandStore extends BrandConfiguration {
  readonly store: IssuerStore;
  readonly keys: Pick<IssuerOptions, 'key' | 'formerKeys'>;
}

export interface ServiceOptions {
  readonly configuration: Configuration;
  readonly brands: readonly BrandStore[];
  /** 32 bytes, the same at all servers. */
  readonly idempotencySecret: Uint8Array;
  readonly log: Log;
  readonly version: string;
  readonly push?: IssuerOptions['push'];
  /** How the database's connections are used. */
  readonly connections?: () => ConnectionCounts | undefined;
  /** What limits calls in this process. Default: the rates of `rates.ts`. */
  readonly limiter?: Limiter;
  /** Seconds since 1970 UTC; for tests. */
  readonly now?: () => number;
}

/** Answers requests, as Hono's applications do. */
export interface Application {
  /** @param env of the server: with `@hono/node-server` Node's own request and response */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
  /** Calls it without a server. */
  readonly request: (path: string, init?: RequestInit) => Response | Promise<Response>;
}

export interface Service {
  /** For phones and pages. */
  readonly pages: Application;
  readonly api: Application;
  readonly operations: Application;
  readonly services: Services;
  /** Begins to send events to endpoints, and to forget what has run out. */
  readonly start: () => void;
  /** From here on `/readyz` says no, and nothing new begins in the background. */
  readonly drain: () => void;
  /** Answers whoever waits for news, and ends streams. */
  readonly endWaits: () => void;
  /** Ends what goes on in the background. */
  readonly close: () => Promise<void>;
}

/** @throws TesseraError OUT_OF_RANGE for a name or a limit that no issuer can have */
export function createService(options: ServiceOptions): Service {
  const { configuration, log, version } = options;
  const { now = systemClock } = options;
  const answers = createAnswers(options.idempotencySecret);
  const metrics = createMetrics(version);
  const closing = new AbortController();
  // As many as wait for news at once.
  setMaxListeners(0, closing.signal);
  const brands = options.brands.map((brand) => openBrand(options, brand, { answers, metrics }));
  const services: Services = {
    brands: new Map(brands.map((each) => [each.brand, each])),
    now: () => Math.floor(now()),
    publicUrl: configuration.publicUrl,
    authenticator: configuration.authenticators[0],
    isWebhookPrivate: configuration.isWebhookPrivate,
  };
  const shared = {
    services,
    limiter: options.limiter ?? createLimiter(),
    log,
    metrics,
    signal: closing.signal,
    callerOf: createCallerOf(
      configuration.trustProxy,
      once(() =>
        log.warn(
          {},
          'X-Forwarded-For came from an address that TRUST_PROXY does not name: it does not count, ' +
            'and all who call through that address share its limits.',
        ),
      ),
    ),
  };
  const { issuer } = brands[0]!;
  let isDraining = false;
  let stopSweeping = (): Promise<void> => Promise.resolve();
  let stopped: Promise<unknown> | undefined;
  /** Ends sending and sweeping, which may take as long as the calls under way. */
  const drain = (): Promise<unknown> => {
    isDraining = true;
    stopped ??= Promise.all([stopSweeping(), ...senders.map((sender) => sender.stop())]);
    return stopped;
  };
  for (const each of brands) each.issuer.observe(metrics.called);
  addHealthGauges(metrics, brands);
  addStoreGauges(metrics, brands, options.connections);
  const senders = brands.map(({ store }) =>
    createWebhookSender({
      store,
      isPrivateAllowed: configuration.isWebhookPrivate,
      onTry: ({ endpoint, lag }) => metrics.sent(endpoint, lag),
      onError(thrown) {
        metrics.sendingFailed();
        log.thrown(thrown);
      },
    }),
  );

  return {
    pages: createPages({ ...shared, authenticators: configuration.authenticators }),
    api: createApi({ ...shared, keys: createKeyReader(services), answers, version }),
    operations: createOperations({
      metrics,
      health: () => readHealth(issuer, isDraining),
      log,
    }),
    services,
    start() {
      stopSweeping = startSweeping(brands, metrics, log);
      for (const sender of senders) sender.start();
    },
    drain: () => void drain().catch((thrown: unknown) => log.thrown(thrown)),
    endWaits: () => closing.abort(),
    async close() {
      const ended = drain();
      closing.abort();
      await ended;
      await Promise.all(brands.map((each) => each.issuer.close()));
    },
  };
}

function addHealthGauges(metrics: Metrics, brands: readonly Brand[]): void {
  const [main] = brands;
  metrics.gauge(
    'tessera_clock_offset_seconds',
    'Seconds by which our clock is ahead of the store’s.',
    async () => {
      const health = await withinLimit(main!.issuer.health());
      return health?.store === 'ok' ? [{ value: health.clockOffset }] : [];
    },
  );
  metrics.gauge('tessera_derivations', 'Slow derivations of this process.', async () => {
    const all = await Promise.all(
      brands.map(async ({ brand, issuer }) => {
        const health = await withinLimit(issuer.health());
        return Object.entries(health?.derivations ?? {}).map(([state, value]) => ({
          labels: { state, brand },
          value: Number(value),
        }));
      }),
    );
    return all.flat();
  });
}

function addStoreGauges(
  metrics: Metrics,
  brands: readonly Brand[],
  connections: ServiceOptions['connections'] = () => undefined,
): void {
  metrics.gauge('tessera_pool', 'Connections to the database, and calls that wait for one.', () => {
    const { inUse, idle, waiting } = connections() ?? {};
    const states = { 'in use': inUse, idle, waiting };
    return Object.entries(states).flatMap(([state, value]) =>
      value === undefined ? [] : [{ labels: { state }, value }],
    );
  });
  metrics.gauge('tessera_events_unnumbered', 'Events that have no number yet.', async () => {
    const all = brands.map(async ({ brand, store }) => {
      const value = await withinLimit(store.unnumberedEvents());
      return value === undefined ? [] : [{ labels: { brand }, value }];
    });
    return (await Promise.all(all)).flat();
  });
}

function openBrand(
  { configuration, push, now }: ServiceOptions,
  { brand, name, store: plain, keys }: BrandStore,
  { answers, metrics }: { readonly answers: Answers; readonly metrics: Metrics },
): Brand {
  const store = answers.over(timedStore(plain, metrics.stored));
  const issuer = createIssuer({
    ...configuration.limits,
    name,
    ...keys,
    store,
    serviceUrl: configuration.publicUrl + servicePath(brand),
    rowsBeside: answers.rowsBeside,
    retention: configuration.retention,
    ...(push && { push }),
    ...(now && { now }),
  });
  return { brand, store, issuer };
}

const MS_PER_SECOND = 1000;

/** Does it at the first call alone. */
function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}

function systemClock(): number {
  return Date.now() / MS_PER_SECOND;
}
