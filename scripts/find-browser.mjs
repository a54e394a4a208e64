/**
 * Finds or installs the tests' browsers: from the environment, the PATH, Playwright's own, and last
 * the system's packages.
 */
import { spawnSync } from 'node:child_process';

import { find, install, isExecutable, succeeds } from './system-packages.mjs';

/**
 * A whole browser, and Chromium without a window, which starts faster and shows no notifications.
 */
const FULL = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const SHELL = ['chromium-headless-shell', 'chrome-headless-shell'];

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

/** Returns the whole browser's path (CHROME_PATH comes first), or undefined without one. */
export function findFullBrowser() {
  return find(process.env.CHROME_PATH, FULL);
}

/**
 * Returns the path of the shell (CHROMIUM_SHELL_PATH comes first) or, without one, of the whole
 * browser; undefined where there is neither.
 */
export function findBrowser() {
  return find(process.env.CHROMIUM_SHELL_PATH, SHELL) ?? findFullBrowser();
}

/**
 * Installs what is missing of the two; Playwright's own are found by Playwright itself. The shell
 * is only faster: where it cannot be installed, the whole browser serves for everything. With
 * `TESSERA_NO_INSTALL` no package of the system is installed.
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

/** Debian's packages for the engines besides Chromium. */
const PACKAGES = {
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'gir1.2-webkit2-4.1', 'python3-gi', 'xvfb'],
};

/** The bindings with which a Python opens a window for WebKitGTK. */
const BINDINGS =
  "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')";

/**
 * The engines of this machine, each with what runs it; one that is not there is left out.
 * @returns {Promise<Engines>}
 *
 * @typedef {{ by: 'playwright', path?: string }} ByPlaywright without `path`, Playwright's own
 * build
 * @typedef {{ by: 'bidi', path: string }} ByBidi
 * @typedef {{ by: 'webdriver', path: string, python: string, xvfb?: string }} ByWebDriver
 * @typedef {object} Engines
 * @property {ByPlaywright} [chromium]
 * @property {ByBidi | ByPlaywright} [firefox]
 * @property {ByWebDriver | ByPlaywright} [webkit]
 */
export async function findEngines() {
  const chromium = findBrowser();
  return {
    ...(await playwrightBuilds()),
    ...(chromium && { chromium: { by: 'playwright', path: chromium } }),
    ...findFirefox(),
    ...findWebKit(),
  };
}

/**
 * Installs missing engines from the system's packages or Playwright's; none with
 * `TESSERA_NO_INSTALL`.
 */
export async function ensureEngines() {
  const missing = await missingEngines();
  if (missing.length === 0 || process.env.TESSERA_NO_INSTALL) return;
  console.log(
    `Looking for ${missing.join(' and ')}: trying the system’s packages, then Playwright’s …`,
  );
  install('--no-install-recommends', ...missing.flatMap((name) => PACKAGES[name]));
  const left = await missingEngines();
  if (left.length > 0) succeeds('npx', ['playwright', 'install', ...left]);
}

async function missingEngines() {
  const found = await findEngines();
  return Object.keys(PACKAGES).filter((name) => !(name in found));
}

function findFirefox() {
  const path = find(process.env.FIREFOX_PATH, ['firefox-esr', 'firefox']);
  return path && { firefox: { by: 'bidi', path } };
}

/** Its driver, a Python for its window, and a display. */
function findWebKit() {
  const path = find(process.env.WEBKIT_DRIVER_PATH, ['WebKitWebDriver']);
  const xvfb = find(undefined, ['Xvfb']);
  if (!path || !(xvfb ?? process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)) return undefined;
  const python = ['/usr/bin/python3', find(undefined, ['python3'])].find(
    (each) => each && spawnSync(each, ['-c', BINDINGS], { stdio: 'ignore' }).status === 0,
  );
  return python && { webkit: { by: 'webdriver', path, python, ...(xvfb && { xvfb }) } };
}

/** What Playwright has put on this machine. */
async function playwrightBuilds() {
  const { chromium, firefox, webkit } = await import('@playwright/test');
  const there = [chromium, firefox, webkit].filter((type) => isExecutable(type.executablePath()));
  return Object.fromEntries(there.map((type) => [type.name(), { by: 'playwright' }]));
}
