/** What operators ask: whether the process lives, whether it can serve, and its metrics. */
import { Hono } from 'hono';

import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface Health {
  readonly isReady: boolean;
  /** Why it is not. */
  readonly reasons: readonly string[];
}

export interface OperationsOptions {
  readonly metrics: Metrics;
  readonly health: () => Promise<Health>;
  readonly log: Pick<Log, 'thrown'>;
}

const UNREADY_STATUS = 503;

export function createOperations({ metrics, health, log }: OperationsOptions): Hono {
  const operations = new Hono();
  operations.get('/healthz', (c) => c.json({ status: 'ok' }));
  operations.get('/readyz', async (c) => {
    const { isReady, reasons } = await health();
    return isReady
      ? c.json({ status: 'ready' })
      : c.json({ status: 'not ready', reasons }, UNREADY_STATUS);
  });
  operations.get('/metrics', async (c) => {
    const text = await metrics.text();
    return c.body(text, 200, { 'Content-Type': metrics.contentType });
  });
  operations.onError((thrown, c) => {
    log.thrown(thrown);
    return c.text('Unexpected', 500);
  });
  operations.notFound((c) => c.text('Not found', 404));
  return operations;
}
