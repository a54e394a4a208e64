/** Programs of the system: looked for on the PATH, and installed from Debian's packages. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Seconds that an installation waits for another one to end. */
const LOCK_TIMEOUT_SECONDS = 300;
const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Installs Debian packages as far as that is possible here: as root, and not with
 * `TESSERA_NO_INSTALL`.
 */
export function install(...names) {
  if (process.getuid?.() !== 0 || process.env.TESSERA_NO_INSTALL) return;
  const wait = ['-qq', '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_SECONDS}`];
  const attempt = () => succeeds('apt-get', ['install', '-y', ...wait, ...names]);
  if (!attempt() && succeeds('apt-get', ['update', ...wait])) attempt();
}

/** Runs a command without its output; true where it ends well. */
export function succeeds(command, args) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_TIMEOUT_MS };
  return spawnSync(command, args, options).status === 0;
}

/** Returns the path that was named where it can be run, else the first of these on the PATH. */
export function find(named, names) {
  if (named && isExecutable(named)) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
