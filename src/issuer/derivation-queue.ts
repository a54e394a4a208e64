/**
 * Limits the slow derivation: a few at once, a few waiting, BUSY for the rest; a task is never run
 * twice at a time.
 */
import { TesseraError } from '../core/errors.ts';

/** How the slow derivation of keys is done in one process. */
export interface DerivationOptions {
  /**
   * Worker threads, 1 to 64, each with a core of its own. Default: one for each core but one, at
   * most four. Where there are no worker threads, two derivations are made at once.
   */
  readonly workers?: number;
  /** Derivations that may wait for their turn. Default: 32. */
  readonly waiting?: number;
}

/** Derivations at once, and how many more may wait. */
interface DerivationLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

/** How many derivations there are now. */
export interface DerivationCounts {
  /** Those under way. */
  readonly running: number;
  /** Those that wait for their turn. */
  readonly waiting: number;
}

export interface Derivations<Result> {
  /**
   * Runs a task when its turn comes; a task of the same key that is under way or waiting is joined,
   * not repeated.
   * @throws TesseraError BUSY when the queue is full.
   */
  run(key: string, task: () => Promise<Result>): Promise<Result>;
  counts(): DerivationCounts;
}

export function createDerivations<Result>(limits: DerivationLimits): Derivations<Result> {
  const underWay = new Map<string, Promise<Result>>();
  const queue: (() => void)[] = [];
  let running = 0;

  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (running < limits.atOnce) {
        running++;
        resolve();
      } else queue.push(resolve);
    });

  // The place is handed on, not given back, so that nobody overtakes those who wait.
  function leave(): void {
    const waiting = queue.shift();
    if (waiting) waiting();
    else running--;
  }

  async function inTurn(key: string, task: () => Promise<Result>): Promise<Result> {
    await turn();
    try {
      return await task();
    } finally {
      leave();
      underWay.delete(key);
    }
  }

  return {
    run(key, task) {
      const joined = underWay.get(key);
      if (joined) return joined;
      if (running >= limits.atOnce && queue.length >= limits.waiting)
        return Promise.reject(new TesseraError('BUSY'));
      const started = inTurn(key, task);
      underWay.set(key, started);
      return started;
    },
    counts: () => ({ running, waiting: queue.length }),
  };
}
