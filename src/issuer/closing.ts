/** Ends an issuer's work in order: no new calls, and the end of those that are under way. */
import { StoreError } from './stores/store-error.ts';

type Call = (...args: never[]) => Promise<unknown>;

export interface Closing {
  readonly isClosed: () => boolean;
  /** @throws StoreError STORE_CLOSED once closed */
  readonly refuse: () => void;
  /** The same calls; each throws STORE_CLOSED once closed. */
  over<T extends { readonly [Name in keyof T]: Call }>(calls: T): T;
  /** Resolves when no call is under way any more, or after so many seconds. */
  close(seconds: number): Promise<void>;
}

const MS_PER_SECOND = 1000;

export function createClosing(): Closing {
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  function refuse(): void {
    if (isClosed) throw new StoreError('STORE_CLOSED', 'The issuer is closed.');
  }

  const guarded =
    (call: Call): Call =>
    async (...args) => {
      refuse();
      const running = call(...args);
      underWay.add(running);
      try {
        return await running;
      } finally {
        underWay.delete(running);
      }
    };

  return {
    isClosed: () => isClosed,
    refuse,
    over<T extends { readonly [Name in keyof T]: Call }>(calls: T): T {
      const entries = Object.entries<Call>(calls);
      return Object.fromEntries(entries.map(([name, call]) => [name, guarded(call)])) as T;
    },
    async close(seconds) {
      isClosed = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, seconds * MS_PER_SECOND);
      });
      await Promise.race([Promise.allSettled(underWay), limit]);
      clearTimeout(timer);
    },
  };
}
