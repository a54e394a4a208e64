/** Wrong PINs, counted before they are tried (docs/vault.md, rule 3). */
import { TesseraError } from '../core/errors.ts';
import type { AttemptsRow } from './schema.ts';

/** Wrong PINs in a row without a wait. */
const FREE_TRIES = 4;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Enough to reach the longest wait; keeps the power finite. */
const MAX_DOUBLINGS = 20;

/** PIN_WRONG with the tries left before a wait, or PIN_WAIT with the time of the next try. */
export class PinError extends TesseraError {
  constructor(
    code: 'PIN_WRONG' | 'PIN_WAIT',
    /** Wrong PINs left until there is a wait; 0 during one. */
    readonly left: number,
    /** Milliseconds since 1970; 0 without a wait. */
    readonly until: number,
  ) {
    super(code);
  }
}

/**
 * Returns the milliseconds to wait after `wrong` wrong PINs in a row: none for four, then 30 s ·
 * 2^n, at most an hour.
 */
export function waitAfter(wrong: number): number {
  if (wrong <= FREE_TRIES) return 0;
  return Math.min(
    FIRST_WAIT_MS * 2 ** Math.min(wrong - FREE_TRIES - 1, MAX_DOUBLINGS),
    LONGEST_WAIT_MS,
  );
}

/** Returns the error of the try that was just counted, or of a try during a wait. */
export function createPinError({ wrong, notBefore }: AttemptsRow): PinError {
  return notBefore > 0
    ? new PinError('PIN_WAIT', 0, notBefore)
    : new PinError('PIN_WRONG', FREE_TRIES + 1 - wrong, 0);
}

/** Counts a try as wrong in advance. */
export function addWrong({ wrong: before }: AttemptsRow, now: number): AttemptsRow {
  const wrong = before + 1;
  const wait = waitAfter(wrong);
  return { wrong, notBefore: wait === 0 ? 0 : now + wait };
}

/** Takes back a try that was right after all, and halves the count before it. */
export function halveWrong({ wrong }: AttemptsRow): AttemptsRow {
  return { wrong: Math.floor(Math.max(wrong - 1, 0) / 2), notBefore: 0 };
}

/**
 * Limits a wait to its full length from `now`, milliseconds since 1970: a clock that was set back
 * must not make it longer. Each try stores the result, or the wait would move along with the clock.
 */
export function limitWait(row: AttemptsRow, now: number): AttemptsRow {
  const longest = now + waitAfter(row.wrong);
  return row.notBefore > longest ? { ...row, notBefore: longest } : row;
}
