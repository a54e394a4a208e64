/** Wrong PINs: counted before they are tried, so that killing the app wins no free try (docs/vault.md, rule 3). */
import { TesseraError } from '../core/errors.ts';
import type { AttemptsRow } from './schema.ts';

const FREE_TRIES = 4;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 3_600_000;

/** PIN_WRONG with the tries left before a wait, or PIN_WAIT with the time of the next try. */
export class PinError extends TesseraError {
  constructor(
    code: 'PIN_WRONG' | 'PIN_WAIT',
    /** How many more wrong PINs it takes until there is a wait; 0 during one. */
    readonly left: number,
    /** Milliseconds since 1970; 0 where nothing has to be waited for. */
    readonly until: number,
  ) {
    super(code);
  }
}

/** Milliseconds to wait after `wrong` wrong PINs in a row: none for four, then 30 s · 2^n, at most an hour. */
export function waitAfter(wrong: number): number {
  if (wrong <= FREE_TRIES) return 0;
  return Math.min(FIRST_WAIT * 2 ** Math.min(wrong - FREE_TRIES - 1, 20), LONGEST_WAIT);
}

/** What was wrong with the try that has just been counted, or with trying now. */
export function pinError({ wrong, notBefore }: AttemptsRow): PinError {
  return notBefore > 0
    ? new PinError('PIN_WAIT', 0, notBefore)
    : new PinError('PIN_WRONG', FREE_TRIES + 1 - wrong, 0);
}

/** A try counted as wrong in advance. */
export function oneMore({ wrong: before }: AttemptsRow, now: number): AttemptsRow {
  const wrong = before + 1;
  const wait = waitAfter(wrong);
  return { wrong, notBefore: wait === 0 ? 0 : now + wait };
}

/** The try that was counted as wrong was right after all: what stood before it is halved. */
export function halved({ wrong }: AttemptsRow): AttemptsRow {
  return { wrong: Math.floor(Math.max(wrong - 1, 0) / 2), notBefore: 0 };
}

/** A clock that was set back must not make a wait longer than it was; each try stores it, or the wait would move along with the clock. */
export function standing(row: AttemptsRow, now: number): AttemptsRow {
  const longest = now + waitAfter(row.wrong);
  return row.notBefore > longest ? { ...row, notBefore: longest } : row;
}
