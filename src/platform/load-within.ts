/** Dynamic imports (ECMAScript §13.3.10): within a time, and once. Known to its siblings. */
import { within } from './within.ts';

/** Milliseconds for a chunk of the app to arrive over a slow mobile network. */
export const CHUNK_TIMEOUT_MS = 30_000;

/**
 * Settles as `chunk`, the promise of an `import()`, or rejects after 30 s. The fetch goes on: a
 * chunk that arrives later serves the next import of it.
 *
 * Whoever waits forgets a failure, tells the person, and imports again on the next tap. Engines
 * that keep a failed fetch in the document's module map (HTML before 2026 demands it) fail again at
 * once: there the app has to be opened again, as the words of UNEXPECTED advise.
 * @throws DOMException TimeoutError; TypeError where the chunk cannot be fetched
 */
export function loadWithin<T>(chunk: Promise<T>): Promise<T> {
  return within(CHUNK_TIMEOUT_MS, chunk, () => {
    throw new DOMException('A part of the app does not arrive', 'TimeoutError');
  });
}

/**
 * Returns a function whose first call loads, and whose other calls share the result. A failed load
 * rejects the calls that wait for it and is tried again by the next call.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((thrown: unknown) => {
      loading = undefined;
      throw thrown;
    }));
}
