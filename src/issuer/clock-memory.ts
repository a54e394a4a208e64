/**
 * What an issuer remembers of a phone's clock and of the time steps that are spent: the drift of
 * RFC 6238 §6, and each accepted step once (§5.2), whatever jumps either clock makes.
 */

/** A code found outside the window; the next one confirms it. */
export interface ClockFind {
  /** The time step whose code was typed. */
  readonly step: number;
  /** That step minus the issuer's, in time steps. */
  readonly drift: number;
  /** When it was typed, by the issuer's clock, in seconds. */
  readonly at: number;
}

/** The clock facts of an instance. Steps are time steps (RFC 6238 §4.2). */
export interface ClockMemory {
  /** The phone's step minus the issuer's, as two codes showed it; 0 without a drift. */
  readonly drift: number;
  /** The latest accepted steps, ascending, at most {@link SPENT_KEPT}. */
  readonly spent: readonly number[];
  /** Each step up to this one is spent: the highest accepted one that `spent` has no room for. */
  readonly floor: number;
  /** The latest code that was found outside the window, until a right code. */
  readonly found?: ClockFind;
  /** Refusals with CLOCK since the last right code. */
  readonly refusals: number;
}

/** How many accepted steps are kept one by one. */
export const SPENT_KEPT = 8;

/** What a row says of its clock; one without clock facts has only its last accepted step. */
export function clockOf(row: {
  readonly clock?: ClockMemory;
  readonly lastStep: number;
}): ClockMemory {
  return row.clock ?? { drift: 0, spent: [], floor: row.lastStep, refusals: 0 };
}

/**
 * Returns true if the code of `step` must not be accepted any more. An accepted step up to one
 * ahead of the issuer's (`current`) spends the steps below it too, so that a code read over a
 * shoulder does not outlive its successor. One further ahead is of a clock that was wrong, the
 * phone's or the issuer's: it is spent alone, so that a clock set right locks nobody out.
 */
export function isSpent({ spent, floor }: ClockMemory, step: number, current: number): boolean {
  return (
    step === floor ||
    (step < floor && floor <= current + 1) ||
    spent.some((each) => step === each || (step < each && each <= current + 1))
  );
}

/**
 * The memory with one more step spent, at the issuer's step `current`. Where there is no room, the
 * lowest one becomes the floor, if it is not ahead; else the one farthest ahead is forgotten.
 */
export function spendStep(memory: ClockMemory, step: number, current: number): ClockMemory {
  if (isKept(memory, step, current)) return memory;
  // A floor ahead would spend all steps until then: it is kept as a step of its own.
  const isAhead = memory.floor > current + 1;
  const floor = isAhead ? -1 : memory.floor;
  const spent = [...memory.spent, step, ...(isAhead ? [memory.floor] : [])].sort((a, b) => a - b);
  return withRoom({ ...memory, floor, spent: [...new Set(spent)] }, step, current);
}

function isKept({ spent, floor }: ClockMemory, step: number, current: number): boolean {
  return floor <= current + 1 && (step <= floor || spent.includes(step));
}

function withRoom(memory: ClockMemory, step: number, current: number): ClockMemory {
  const { spent } = memory;
  if (spent.length <= SPENT_KEPT) return memory;
  const lowest = spent[0]!;
  if (lowest <= current + 1)
    return withRoom({ ...memory, floor: lowest, spent: spent.slice(1) }, step, current);
  const farthest = spent.findLast((each) => each !== step);
  const kept = spent.filter((each) => each !== farthest);
  return withRoom({ ...memory, spent: kept }, step, current);
}

/** The memory after a right one-time password: nothing is left to be confirmed. */
export function clockAnswered({ found, ...memory }: ClockMemory): ClockMemory {
  return { ...memory, refusals: 0 };
}
