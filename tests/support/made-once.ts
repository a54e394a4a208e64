/** What takes long and several test files need: made once in a run, by the first of them. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RUN_FOLDER } from './run-folder.ts';

const POLL_MS = 50;

/**
 * Resolves to the folder `name` of this run, which `make` has filled: here, or in another process,
 * which is waited for. Nobody may change what is in it.
 * @throws {Error} what `make` throws; whoever comes next tries again
 */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<void> | void,
): Promise<string> {
  const run = process.env[RUN_FOLDER];
  if (run === undefined)
    throw new Error(`${RUN_FOLDER} is missing: not run by a runner's configuration`);
  const [made, unfinished, lock] = ['', '.unfinished', '.lock'].map((end) => join(run, name + end));
  while (!existsSync(made!)) {
    if (!isTaken(lock!)) {
      try {
        if (existsSync(made!)) break;
        mkdirSync(unfinished!);
        await make(unfinished!);
        renameSync(unfinished!, made!);
      } finally {
        rmSync(unfinished!, { recursive: true, force: true });
        rmSync(lock!, { force: true });
      }
    } else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return made!;
}

/** Whether another holds the lock; if nobody does, it is taken. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return false;
  } catch {
    return true;
  }
}
