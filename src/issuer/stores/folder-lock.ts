/**
 * Locks a folder for one process: a file with the process id of its owner, which is ignored once
 * that process has ended.
 */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StoreError } from './store-error.ts';

/**
 * Folders that this very process holds: its own id in a file may also be that of a predecessor (in
 * a container, often 1).
 */
const held = new Set<string>();

/** Milliseconds after which somebody who was taking over a dead holder's lock is dead as well. */
const TAKEOVER_TIMEOUT_MS = 10_000;

/**
 * Takes the folder; resolves to what gives it back.
 * @throws StoreError STORE_LOCKED while another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  if (held.has(file)) throw lockedError(folder, process.pid);
  held.add(file);
  try {
    if (!(await createLockFile(file))) await takeOver(folder, file);
  } catch (thrown) {
    held.delete(file);
    throw thrown;
  }
  let given: Promise<void> | undefined;
  // Once only: by the second time the folder may be another's.
  return () => (given ??= rm(file, { force: true }).then(() => void held.delete(file)));
}

/** One at a time looks whether the holder is dead, so that two can't both inherit. */
async function takeOver(folder: string, file: string): Promise<void> {
  const turn = `${file}.turn`;
  if (!(await createLockFile(turn))) {
    const since = await stat(turn).then(({ mtimeMs }) => mtimeMs, Date.now);
    if (Date.now() - since < TAKEOVER_TIMEOUT_MS) throw lockedError(folder);
    await rm(turn, { force: true });
    if (!(await createLockFile(turn))) throw lockedError(folder);
  }
  try {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isAlive(holder)) throw lockedError(folder, holder);
    await rm(file, { force: true });
    if (!(await createLockFile(file))) throw lockedError(folder);
  } finally {
    await rm(turn, { force: true });
  }
}

async function createLockFile(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

function isAlive(pid: number): boolean {
  if (!(Number.isInteger(pid) && pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lockedError(folder: string, holder?: number): StoreError {
  const by = holder === undefined ? 'another process' : `process ${String(holder)}`;
  const file = join(folder, 'lock');
  return new StoreError(
    'STORE_LOCKED',
    `The store in ${folder} is open in ${by}: one at a time. (Is that no server of yours? Then delete ${file}.)`,
  );
}
