/** Forgets what has run out, every ten minutes, at no two servers at once. */
import type { Brand } from './brands.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

const SWEEP_EVERY_MS = 600_000;
/** Share of the time between two sweeps by which each is put off at random. */
const JITTER = 0.2;
/** Seconds after which a sweep leaves the rest to the next one. */
const SWEEP_BUDGET_SECONDS = 300;
const MS_PER_SECOND = 1000;

/** Begins; returns what ends it, once the part of a sweep under way is over. */
export function startSweeping(
  brands: readonly Brand[],
  metrics: Pick<Metrics, 'swept'>,
  log: Pick<Log, 'thrown'>,
): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  let sweeping = Promise.resolve();
  const ending = new AbortController();
  const limits = { signal: ending.signal, budget: SWEEP_BUDGET_SECONDS };

  async function sweep(): Promise<void> {
    try {
      for (const { issuer } of brands)
        if (!ending.signal.aborted) await issuer.sweep(undefined, limits);
      metrics.swept(Date.now() / MS_PER_SECOND);
    } catch (thrown) {
      log.thrown(thrown);
    }
  }

  function schedule(): void {
    timer = setTimeout(
      () => {
        sweeping = sweep().then(() => {
          if (!ending.signal.aborted) schedule();
        });
      },
      SWEEP_EVERY_MS * (1 + JITTER * Math.random()),
    );
    timer.unref();
  }

  schedule();
  return () => {
    ending.abort();
    clearTimeout(timer);
    return sweeping;
  };
}
