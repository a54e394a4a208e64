/**
 * Counts the PINs that the app refuses, and those that a stolen copy of the vault leaves possible,
 * after a full journey and against every check that it allows; and as many after lives with
 * accounts of other servers.
 */
import { liveFully } from '../vault/full-life.ts';
import type { OtherLife } from '../vault/life-of-others.ts';
import { drawOthers, liveWithOthers } from '../vault/life-of-others.ts';
import { impossible, refusedOf } from '../vault/refused-pins.ts';
import { attack, leftByRules } from '../vault/thief.ts';

const LENGTHS = [4, 5, 6, 7, 8];
const PINS_IN_A_LIFE = 3;
/** `[accounts of other servers, killed at each so many writes]` */
const OTHERS = [
  [1, 1],
  [10, 5],
  [50, 25],
] as const;

/** By trying every PIN of each length. */
function countRefused(): void {
  console.log('  digits     refused       part    left of all    of three PINs impossible');
  for (const length of LENGTHS) {
    const refused = refusedOf(length);
    const all = 10 ** length;
    const columns = [
      [String(length), 6],
      [String(refused), 10],
      [percent(refused / all), 9],
      [String(Math.round((all - refused) / 16)), 13],
      [percent(impossible(refused, length, PINS_IN_A_LIFE)), 26],
    ] as const;
    console.log(columns.map(([text, width]) => `  ${text.padStart(width)}`).join(''));
  }
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}

/** Weighs a life by everything that it wrote. @throws {Error} where a copy tells too much */
async function weighLife({ recording, pin }: OtherLife): Promise<void> {
  const { left, survivors, evidence } = await attack(recording);
  console.log(`  ${String(recording.writes.length)} writes recorded; of 10,000 PINs are left:`);
  for (const [check, count] of Object.entries(left))
    console.log(`  ${String(count).padStart(6)}  after ${check}`);
  for (const { what, pins } of evidence) console.log(`  ${what} speaks for ${pins.join(', ')}`);
  const { possible, enough: least } = leftByRules(recording);
  const enough = survivors.length >= least && survivors.includes(pin);
  console.log(
    `  ${enough ? 'passed' : 'FAILED'}: at least ${String(least)} must be left, and ${String(Math.round(possible / 16))} are expected`,
  );
  if (!enough) throw new Error('The stolen copy tells too much.');
}

export async function run(): Promise<void> {
  countRefused();
  await weighLife(await liveFully());
  for (const [count, step] of OTHERS) {
    console.log(`  with accounts of other servers: ${String(count)}`);
    await weighLife(await liveWithOthers([drawOthers(count)], step));
  }
}
