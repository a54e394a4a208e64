/**
 * A signal that follows others for the time of one call. In Node 20 `AbortSignal.any` leaves an
 * entry in each of its sources for as long as that source lives.
 */

export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Takes the listeners off the sources. */
  readonly unlink: () => void;
}

export function linkSignals(...sources: readonly AbortSignal[]): LinkedSignal {
  const own = new AbortController();
  const abort = (): void => own.abort();
  for (const source of sources) source.addEventListener('abort', abort);
  if (sources.some(({ aborted }) => aborted)) abort();
  return {
    signal: own.signal,
    unlink() {
      for (const source of sources) source.removeEventListener('abort', abort);
    },
  };
}
