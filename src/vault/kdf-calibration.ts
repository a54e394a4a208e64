/** How many PBKDF2 rounds a new vault takes: calibrated once, and never under the floor. */
import { randomBytes } from '../protocol/random.ts';
import { derivePinRoot } from './pin-kdf.ts';
import { ITERATIONS_FLOOR } from './schema.ts';

export interface Rounds {
  /** A stored number under it is refused where the row is read. */
  readonly floor: number;
  /** Called once in the life of a vault. */
  choose(): Promise<number>;
}

const CEILING = 10_000_000;
const TARGET_MS = 300;
const SAMPLE = 100_000;

/** What a vault uses unless it is opened with another policy: about 300 ms on this device, at least 600,000 rounds. */
export const CALIBRATED_ITERATIONS: Rounds = { floor: ITERATIONS_FLOOR, choose: calibrate };

async function calibrate(): Promise<number> {
  const base = randomBytes(6);
  const salt = randomBytes(16);
  const begin = performance.now();
  await derivePinRoot(base, salt, SAMPLE);
  const took = Math.max(performance.now() - begin, 1);
  const rounds = Math.round((SAMPLE * TARGET_MS) / took / 1000) * 1000;
  return Math.min(Math.max(rounds, ITERATIONS_FLOOR), CEILING);
}
