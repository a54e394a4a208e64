/**
 * Installs what package-lock.json names and node_modules lacks. Node alone: it runs before anything
 * is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ROOT = new URL('../', import.meta.url);

/**
 * Runs `npm ci` where a locked package is missing or has another version.
 * @throws Error when that fails; with `TESSERA_NO_INSTALL`, instead of installing
 */
export function ensureInstalled() {
  if (isInstalled()) return;
  if (process.env.TESSERA_NO_INSTALL)
    throw new Error('node_modules is not what package-lock.json names: run npm ci.');
  console.log('Installing what is missing …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed');
}

function isInstalled() {
  const wanted = packages('package-lock.json');
  const found = packages('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  // Optional packages are for other systems: npm leaves them out where they do not fit.
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  );
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, ROOT), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
