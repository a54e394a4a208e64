/** Waits for the limits of a move's steps. */

/** Resolves to true after `ms` milliseconds, or to false at once when `signal` is aborted. */
export function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(true), ms);
    const aborted = (): void => end(false);
    function end(passed: boolean): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      resolve(passed);
    }
    if (signal.aborted) end(false);
    else signal.addEventListener('abort', aborted);
  });
}
