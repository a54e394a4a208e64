/** Repeats a transaction that PostgreSQL ended so that another one could go on. */
import { sqlState } from './database.ts';

/** SQLSTATE deadlock_detected: the other transaction goes on, this one begins again. */
const DEADLOCK = '40P01';
const MAX_DEADLOCKS = 10;

/** Runs a transaction, again from its beginning after each deadlock, ten times at most. */
export async function repeatDeadlocked<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let deadlocks = 0; ; deadlocks++) {
    try {
      return await run();
    } catch (thrown) {
      if (sqlState(thrown) !== DEADLOCK || deadlocks >= MAX_DEADLOCKS) throw thrown;
    }
  }
}
