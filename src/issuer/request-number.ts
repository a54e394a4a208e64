/**
 * The number that the page shows beside a request (docs/protocol.md §7): drawn anew for each, or
 * the same again for who asks again.
 */
import type { NumberDigits } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import type { RandomBytes } from '../protocol/random.ts';
import type { ActiveInstance, ShownNumber } from './instance.ts';

/** For so long who asks again is shown the number of before, in seconds: one hour. */
const NUMBER_KEPT_SECONDS = 3600;
/** Random bytes of one draw. */
const DRAW_BYTES = 4;
/** The numbers that a draw may have. */
const DRAW_RANGE = 2 ** (8 * DRAW_BYTES);
/** A working generator needs a second draw once in 43 million numbers of two digits. */
const MAX_DRAWS = 32;

/** What numbers are drawn from, and which of them are taken. */
export interface NumberDraw {
  readonly randomBytes: RandomBytes;
  readonly digits: NumberDigits;
  readonly taken: ReadonlySet<string>;
}

/**
 * A random number that is not taken, with its leading zeros; each that is free is as likely as
 * any other.
 * @throws TesseraError UNEXPECTED for a source whose bytes are not random
 */
export function drawNumber({ randomBytes, digits, taken }: NumberDraw): string {
  const sameLength = [...taken].filter(({ length }) => length === digits).sort();
  let number = drawBelow(randomBytes, 10 ** digits - sameLength.length);
  // The drawn one counts the free ones only: each that is taken, from below, moves it up by one.
  for (const each of sameLength) if (Number(each) <= number) number += 1;
  return String(number).padStart(digits, '0');
}

/** Uniform from 0 to `limit` − 1: draws of the last, incomplete run of `limit` are drawn again. */
function drawBelow(randomBytes: RandomBytes, limit: number): number {
  const whole = DRAW_RANGE - (DRAW_RANGE % limit);
  for (let draws = 0; draws < MAX_DRAWS; draws++) {
    const bytes = randomBytes(DRAW_BYTES);
    const drawn = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    if (drawn < whole) return drawn % limit;
  }
  throw new TesseraError('UNEXPECTED');
}

/**
 * The number that an asker was shown within the last hour, on whichever instance. Once a request
 * with it was approved there is none: the newest entry decides, of two in a second the approval.
 */
export function numberShownTo(
  asker: string | undefined,
  instances: readonly ActiveInstance[],
  now: number,
): string | undefined {
  if (asker === undefined) return undefined;
  const shown = instances
    .flatMap(({ numbers = [] }) => numbers)
    .filter((each) => each.asker === asker && isKept(each, now));
  const newest = Math.max(...shown.map(({ at }) => at));
  const last = shown.filter(({ at }) => at === newest);
  return last.every(({ number }) => number !== undefined) ? last[0]?.number : undefined;
}

/** An instance's numbers once another was shown; those of more than an hour ago are dropped. */
export function withNumber(
  numbers: readonly ShownNumber[] = [],
  shown: ShownNumber,
): readonly ShownNumber[] {
  return [shown, ...numbers.filter(({ asker }) => asker !== shown.asker)].filter((each) =>
    isKept(each, shown.at),
  );
}

/** The same row once an asker's request was approved: who asks again is shown another number. */
export function forgetNumber(
  instance: ActiveInstance,
  asker: string | undefined,
  now: number,
): ActiveInstance {
  if (asker === undefined) return instance;
  return { ...instance, numbers: withNumber(instance.numbers, { asker, at: now }) };
}

function isKept({ at }: ShownNumber, now: number): boolean {
  return at > now - NUMBER_KEPT_SECONDS;
}
