/** Finds a Chromium for the tests: CHROME_PATH, the PATH, Playwright's own, and last the system's packages. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

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

/** The path of an executable, or undefined where there is none yet. */
export function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named && isExecutable(named)) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Finds a browser or installs one; `undefined` means that Playwright's own is in its place. Throws where neither works. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log('Looking for a browser: trying Playwright’s, then the system’s packages …');
  if (succeeds('npx', ['playwright', 'install', 'chromium'])) return undefined;
  if (process.getuid?.() === 0) {
    succeeds('apt-get', ['update', '-qq']);
    succeeds('apt-get', ['install', '-y', '-qq', 'chromium']);
  }
  const installed = findBrowser();
  if (!installed) throw new Error('No Chromium found: install one, or set CHROME_PATH.');
  return installed;
}

function succeeds(command, args) {
  return (
    spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 })
      .status === 0
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
