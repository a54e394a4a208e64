/** Calls of an object whose code is loaded on first use. */
import { loadOnce } from '../platform/load-within.ts';

/** Any method that returns a promise. */
export type AsyncMethod = (...given: never[]) => Promise<unknown>;

/**
 * Returns an object with the methods that `methods` names. The first call of any of them loads the
 * object behind them; a failed load rejects the calls that wait for it and is tried again by the
 * next call.
 */
export function lazyMethods<T extends { readonly [K in keyof T]: AsyncMethod }>(
  load: () => Promise<T>,
  methods: Record<keyof T, true>,
): T {
  const loadMethods = loadOnce(load);
  const callers = (Object.keys(methods) as (keyof T)[]).map((name) => [
    name,
    async (...given: never[]) => (await loadMethods())[name](...given),
  ]);
  return Object.fromEntries(callers) as T;
}
