/**
 * Counts wrong answers, pauses after every few of them and forgives slowly (docs/protocol.md §7):
 * pure rules for an instance's tries and for an owner's.
 */

/** How many wrong answers there may be, and what they cost. */
export interface TryLimits {
  /** Seconds of the first pause, the second and so on; the last one repeats. */
  readonly pauses: readonly number[];
  /** Wrong answers in a row that lead to a pause, and each further time to the next one. */
  readonly triesPerPause: number;
  /** The total of wrong answers that blocks an instance for good. */
  readonly triesInAll: number;
}

/** What is kept of the wrong answers of an instance, or of an owner. Times are whole seconds. */
export interface Tries {
  /** Wrong answers since the last right one. */
  readonly row: number;
  /** Place of the next pause among the pauses of the options, as of the last wrong answer. */
  readonly step: number;
  /** No code is compared before this second; it stays when the pause is over. */
  readonly pausedUntil?: number;
  /** When the last wrong answer was counted. */
  readonly wrongAt?: number;
}

/** What is kept of an instance's wrong answers, whatever they answered. */
export interface InstanceTries extends Tries {
  /**
   * Wrong codes since the last right one that the site had verified for the owner, and that were
   * compared with this instance's as well. They count to the pause, not to the total.
   */
  readonly byOwner: number;
  /** Wrong answers in all, less one for every six right ones. */
  readonly total: number;
  /** Right answers since the total was last lowered by one. */
  readonly right: number;
}

/** Nothing was answered yet. */
export const NO_TRIES: InstanceTries = { row: 0, step: 0, byOwner: 0, total: 0, right: 0 };
/** No code was verified for the owner yet. */
export const NO_OWNER_TRIES: Tries = { row: 0, step: 0 };

/**
 * Right answers that lower the total by one. With more of them, people who mistype one answer in
 * ten are blocked sooner or later; with fewer, their right answers hide a thief's tries
 * (`npm run bench limits`).
 */
const RIGHT_PER_WRONG = 6;
/** Seconds without a wrong answer after which the next pause is one step shorter. */
const STEP_SECONDS = 24 * 3600;
/** A wrong answer further ahead was counted by a clock that was wrong, in seconds: a day. */
const CLOCK_AHEAD_SECONDS = 24 * 3600;
/** A person is to be told when no more wrong answers than one of these are left in all. */
const NEARLY_BLOCKED_LEFT: readonly number[] = [10, 5];

/**
 * Whether no code may be compared now. A pause that began more than a day ahead is of a clock that
 * was wrong: it is over, so that it locks nobody out until that clock's time has come.
 */
export function isPaused({ pausedUntil, wrongAt = 0 }: Tries, now: number): boolean {
  return pausedUntil !== undefined && now < pausedUntil && wrongAt <= now + CLOCK_AHEAD_SECONDS;
}

/** Wrong codes since the last right one that were compared with an instance's. */
export function inRow({ row, byOwner }: InstanceTries): number {
  return row + byOwner;
}

/** A wrong answer of an instance. */
export function instanceWrong(tries: InstanceTries, limits: TryLimits, now: number): InstanceTries {
  const counted = { ...tries, row: tries.row + 1, total: tries.total + 1 };
  return afterWrong(counted, inRow(counted), limits, now);
}

/** A wrong code that the site had verified for the owner, compared with an instance's. */
export function ownerWrongAtInstance(
  tries: InstanceTries,
  limits: TryLimits,
  now: number,
): InstanceTries {
  const counted = { ...tries, byOwner: tries.byOwner + 1 };
  return afterWrong(counted, inRow(counted), limits, now);
}

/** A wrong code that the site had verified for the owner, at the owner's own tries. */
export function ownerWrong(tries: Tries, limits: TryLimits, now: number): Tries {
  const counted = { ...tries, row: tries.row + 1 };
  return afterWrong(counted, counted.row, limits, now);
}

/** A right code at the owner's own tries: it ends the row, and not the step. */
export function ownerRight(tries: Tries): Tries {
  return { ...tries, row: 0 };
}

/** A right code that the site had verified for the owner, and that was another instance's. */
export function ownerRightAtInstance(tries: InstanceTries): InstanceTries {
  return { ...tries, byOwner: 0 };
}

/** A right answer of an instance: it ends the row, and six of them lower the total by one. */
export function instanceRight(tries: InstanceTries): InstanceTries {
  const right = tries.total === 0 ? 0 : tries.right + 1;
  const ended = { ...tries, row: 0, byOwner: 0 };
  return right < RIGHT_PER_WRONG
    ? { ...ended, right }
    : { ...ended, right: 0, total: tries.total - 1 };
}

/** The same tries without their pause. */
export function withoutPause<Kept extends Tries>({
  pausedUntil,
  ...rest
}: Kept): Omit<Kept, 'pausedUntil'> {
  return rest;
}

/** Wrong answers until the next pause; none while there is one. */
export function leftInRow(tries: Tries, row: number, limits: TryLimits, now: number): number {
  const { triesPerPause } = limits;
  return isPaused(tries, now) ? 0 : triesPerPause - (row % triesPerPause);
}

/** Whether the total has just come to where the person is to be told. */
export function isNearlyBlocked(before: InstanceTries, after: InstanceTries, limits: TryLimits) {
  const left = limits.triesInAll - after.total;
  return after.total > before.total && NEARLY_BLOCKED_LEFT.includes(left);
}

/**
 * The place of the next pause: one less for every 24 hours without a wrong answer. A pause is not
 * counted to them, since nobody can answer in it; the longest one would otherwise never repeat.
 */
export function stepAt({ step, wrongAt = 0, pausedUntil = 0 }: Tries, now: number): number {
  const quiet = Math.max(0, now - Math.max(wrongAt, pausedUntil));
  return Math.max(0, step - Math.floor(quiet / STEP_SECONDS));
}

/**
 * The second from which these tries of an owner's say nothing any more: no row, no pause, and the
 * first step. Undefined while a row is not ended by a right answer.
 */
export function emptyFrom({ row, step, wrongAt = 0, pausedUntil = 0 }: Tries): number | undefined {
  return row > 0 ? undefined : Math.max(wrongAt, pausedUntil) + step * STEP_SECONDS;
}

function afterWrong<Kept extends Tries>(
  tries: Kept,
  row: number,
  { pauses, triesPerPause }: TryLimits,
  now: number,
): Kept {
  const last = pauses.length - 1;
  const step = Math.min(stepAt(tries, now), last);
  if (row % triesPerPause !== 0) return { ...tries, step, wrongAt: now };
  const pausedUntil = now + pauses[step]!;
  return { ...tries, step: Math.min(step + 1, last), wrongAt: now, pausedUntil };
}
