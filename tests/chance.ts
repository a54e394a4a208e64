/** How often random tests run, and from which seed: a multiple of it in `npm run test:long`. */

/** `TESSERA_LONG`: how many times as often as in `npm test`. */
const LONG = factor(process.env['TESSERA_LONG']);
/** `TESSERA_SEED`, as a run prints it; without one, fast-check draws and names its own. */
const SEED = process.env['TESSERA_SEED'];

/** Whether this is the long run. */
export const isLong = LONG > 1;

/** As often as a regression needs; in the long run a multiple of that. */
export function times(count: number): number {
  return Math.round(count * LONG);
}

/**
 * What fast-check is told: so many runs (100 unless given), in the long run at least `long`, and
 * the seed of this run.
 */
export function runs(count = 100, long = 0): { readonly numRuns: number; readonly seed?: number } {
  const numRuns = isLong ? Math.max(times(count), long) : times(count);
  return { numRuns, ...(SEED !== undefined && { seed: Number(SEED) }) };
}

/**
 * One in `oneOf` of a list that repeats one property, in its order; the seed says which, so that
 * one run after the other has them all. In the long run the whole list.
 */
export function share<T>(list: readonly T[], oneOf: number): readonly T[] {
  return list.filter((_, place) => isShared(place, oneOf));
}

/** Whether {@link share} has what is at this place. */
export function isShared(place: number, oneOf: number): boolean {
  return isLong || place % oneOf === Math.abs(Number(SEED ?? 0)) % oneOf;
}

/** @throws {Error} for no number, and for one under 1: the long run is never the shorter one. */
function factor(text = '1'): number {
  const value = Number(text);
  if (!(value >= 1)) throw new Error(`TESSERA_LONG is "${text}", not a number from 1 on.`);
  return value;
}
