/**
 * Rows as earlier versions of this program wrote them, made what they mean today. A row is of
 * today's form once it is written again.
 */
import { spendStep } from '../clock-memory.ts';
import type { Instance } from '../instance.ts';
import { NO_TRIES } from '../tries.ts';

/** Wrong answers that an old row may have in a row without being paused. */
const MAX_OLD_ROW = 4;

/** An instance whose wrong answers were one number. */
type OldInstance = Omit<Instance, 'tries'> & {
  readonly wrongAnswers: number;
  /** There where an old server has written a row of today's form. */
  readonly tries?: Instance['tries'];
};

/** The row as it is today, whatever version wrote it. */
export function currentInstance(row: Instance | OldInstance): Instance {
  return withLastStep(withTries(row));
}

function withTries(row: Instance | OldInstance): Instance {
  if (!('wrongAnswers' in row)) return row;
  const { wrongAnswers, ...rest } = row;
  if (rest.tries !== undefined) return rest as Instance;
  const inRow = Math.min(wrongAnswers, MAX_OLD_ROW);
  return { ...rest, tries: { ...NO_TRIES, row: inRow, total: wrongAnswers } } as Instance;
}

/**
 * An old server notes the step of a right code in `lastStep` alone: without it in the clock's
 * memory, the same code would be right once more.
 */
function withLastStep(row: Instance): Instance {
  const { clock, lastStep } = row;
  if (clock === undefined || lastStep <= clock.floor || clock.spent.includes(lastStep)) return row;
  return { ...row, clock: spendStep(clock, lastStep, lastStep) };
}
