/**
 * Counts the PINs that a stolen copy of the vault leaves possible, after a full journey and against
 * every check that it allows.
 */
import { liveFully } from '../vault/full-life.ts';
import { attack, ENOUGH } from '../vault/thief.ts';

export async function run(): Promise<void> {
  const life = await liveFully();
  const { left, survivors, evidence } = await attack(life.recording);
  console.log(
    `  ${String(life.recording.writes.length)} writes recorded; of 10,000 PINs are left:`,
  );
  for (const [check, count] of Object.entries(left))
    console.log(`  ${String(count).padStart(6)}  after ${check}`);
  for (const { what, pins } of evidence) console.log(`  ${what} speaks for ${pins.join(', ')}`);
  const enough = survivors.length >= ENOUGH && survivors.includes(life.pin);
  console.log(
    `  ${enough ? 'passed' : 'FAILED'}: at least ${String(ENOUGH)} must be left, and 625 are expected`,
  );
  if (!enough) throw new Error('The stolen copy tells too much.');
}
