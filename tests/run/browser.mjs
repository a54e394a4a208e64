/** Finds the Chromiums of the tests: from the environment, the PATH, Playwright's own, and last the system's packages. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A whole browser, and Chromium without a window of its own, which starts faster and shows no notifications. */
const FULL = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const SHELL = ['chromium-headless-shell', 'chrome-headless-shell'];
/** Seconds that an installation waits for another one to end. */
const LOCK_TIMEOUT_S = 300;
const INSTALL_TIMEOUT_MS = 600_000;

/** Flags for a browser on a machine without a desktop or a network. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of the whole browser (CHROME_PATH comes first), or undefined where there is none yet. */
export function findFullBrowser() {
  return find(process.env.CHROME_PATH, FULL);
}

/** The path of the shell (CHROMIUM_SHELL_PATH comes first) or, without one, of the whole browser; undefined where there is neither. */
export function findBrowser() {
  return find(process.env.CHROMIUM_SHELL_PATH, SHELL) ?? findFullBrowser();
}

/**
 * Installs what is missing of the two; Playwright's own are found by Playwright itself. The shell is only faster: where it
 * is not to be had, the whole browser serves for everything. With `TESSERA_NO_INSTALL` nothing of the system is installed.
 * @throws {Error} where no browser is found or installed.
 */
export function ensureBrowser() {
  const [full, any] = [findFullBrowser(), findBrowser()];
  if (full && any !== full) return;
  if (!any) {
    console.log('Looking for a browser: trying Playwright’s, then the system’s packages …');
    if (succeeds('npx', ['playwright', 'install', 'chromium'])) return;
  }
  if (!full) install('chromium');
  install('chromium-headless-shell');
  if (!findFullBrowser()) throw new Error('No Chromium found: install one, or set CHROME_PATH.');
}

/** Installs a Debian package as far as that is possible here. */
function install(name) {
  if (process.getuid?.() !== 0 || process.env.TESSERA_NO_INSTALL) return;
  const wait = ['-qq', '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`];
  const attempt = () => succeeds('apt-get', ['install', '-y', ...wait, name]);
  if (!attempt() && succeeds('apt-get', ['update', ...wait])) attempt();
}

function succeeds(command, args) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_TIMEOUT_MS };
  return spawnSync(command, args, options).status === 0;
}

function find(named, names) {
  if (named && isExecutable(named)) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
