/** For how long a sweep may go on. */
import type { SweepLimits } from './store.ts';

const MS_PER_SECOND = 1000;

/** @returns tells whether another batch may begin; the time runs from here on */
export function withinLimits({ signal, budget = Infinity }: SweepLimits): () => boolean {
  const until = performance.now() + budget * MS_PER_SECOND;
  return () => signal?.aborted !== true && performance.now() < until;
}
