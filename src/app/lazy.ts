/** A part of the app that is loaded when it is first needed. */
import { loadOnce } from '../platform/load-within.ts';

export interface Lazy<T> {
  /** Undefined until it is loaded. */
  readonly current: T | undefined;
  /** A failed load is tried again by the next call. */
  readonly load: () => Promise<T>;
  /** Runs work at once if it is loaded, else after loading; work keeps its order. */
  readonly use: (work: (loaded: T) => void) => void;
}

/** `onFailure` is called when loading fails for work that was passed to `use`. */
export function createLazy<T>(
  load: () => Promise<T>,
  onFailure: (thrown: unknown) => void,
): Lazy<T> {
  let current: T | undefined;
  const loadCurrent = loadOnce(async () => (current = await load()));

  return {
    get current() {
      return current;
    },
    load: loadCurrent,
    use(work) {
      if (current === undefined) void loadCurrent().then(work, onFailure);
      else work(current);
    },
  };
}
