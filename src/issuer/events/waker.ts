/** Wakes this process's readers of events when one of its own commits has written some. */

export interface Waker {
  /** Ends all waits that have begun. */
  readonly wake: () => void;
  /** Resolves at the next `wake`, after so many milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export function createWaker(): Waker {
  const sleepers = new Set<() => void>();
  return {
    wake() {
      for (const end of [...sleepers]) end();
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(end, milliseconds);
        function end(): void {
          clearTimeout(timer);
          sleepers.delete(end);
          signal?.removeEventListener('abort', end);
          resolve();
        }
        sleepers.add(end);
        if (signal?.aborted) end();
        else signal?.addEventListener('abort', end);
      }),
  };
}
