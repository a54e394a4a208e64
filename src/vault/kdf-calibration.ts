/** The number of PBKDF2 iterations of a new vault: calibrated once, never under the floor. */
import { randomBytes } from '../protocol/random.ts';
import { derivePinRoot } from './pin-kdf.ts';
import { ITERATIONS_FLOOR } from './schema.ts';

export interface Rounds {
  /** A lower stored number is refused when the row is read. */
  readonly floor: number;
  /** Called once in the life of a vault. */
  readonly choose: () => Promise<number>;
}

const MAX_ITERATIONS = 10_000_000;
const TARGET_MS = 300;
const SAMPLE_ITERATIONS = 100_000;
/** Bytes; as long as a PIN's base and its salt. */
const SAMPLE_BASE_BYTES = 6;
const SAMPLE_SALT_BYTES = 16;
/** The result is a multiple of it. */
const STEP = 1000;

/**
 * The policy of a vault unless it is opened with another: about 300 ms on this device, 600,000 at
 * least.
 */
export const CALIBRATED_ITERATIONS: Rounds = {
  floor: ITERATIONS_FLOOR,
  choose: calibrateIterations,
};

async function calibrateIterations(): Promise<number> {
  const base = randomBytes(SAMPLE_BASE_BYTES);
  const salt = randomBytes(SAMPLE_SALT_BYTES);
  const begin = performance.now();
  await derivePinRoot(base, salt, SAMPLE_ITERATIONS);
  const took = Math.max(performance.now() - begin, 1);
  const rounds = Math.round((SAMPLE_ITERATIONS * TARGET_MS) / took / STEP) * STEP;
  return Math.min(Math.max(rounds, ITERATIONS_FLOOR), MAX_ITERATIONS);
}
