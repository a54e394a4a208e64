/** The driver port for Firefox, over WebDriver BiDi by puppeteer-core. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { ElementHandle } from 'puppeteer-core';
import puppeteer, { TimeoutError } from 'puppeteer-core';

import type { Driver, DriverOptions } from './driver.ts';
import { WINDOW } from './driver.ts';
import { callOf } from './page-scripts.ts';

/** Milliseconds for a page to load, before it is asked for once more. */
const NAVIGATION_MS = 15_000;

/** Milliseconds for puppeteer to put the profile's own settings back, and between two looks. */
const RESTORE_MS = 10_000;
const LOOK_MS = 50;

/** No processes ahead of pages, and none for extensions: they took a tenth of processor time. */
export const FEW_PROCESSES = {
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.webextensions.remote': false,
};
/** A window hardly larger than the page, since all of it is drawn. */
export const SMALL_WINDOW = ['--width=450', '--height=900'];
/** As `ui.prefersReducedMotion` has it. */
const REDUCED = 1;

export interface FirefoxOptions extends DriverOptions {
  readonly path: string;
}

export async function openFirefox({ path, profile, motion }: FirefoxOptions): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    userDataDir: profile,
    headless: true,
    args: SMALL_WINDOW,
    defaultViewport: null,
    extraPrefsFirefox: { ...FEW_PROCESSES, ...(!motion && { 'ui.prefersReducedMotion': REDUCED }) },
  });
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  const complaints: string[] = [];
  // Puppeteer's own way sizes pages that it opens, not the first one.
  await page.setViewport(WINDOW);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('error', (error) => complaints.push(`The page crashed: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  /** A step of the app in the history that is still under way takes a navigation's place. */
  async function goto(url: string): Promise<void> {
    try {
      await page.goto(url, { timeout: NAVIGATION_MS });
    } catch (thrown) {
      if (!(thrown instanceof TimeoutError)) throw thrown;
      await page.goto(url);
    }
  }

  return {
    version: (await browser.version()).replace(/^\w+\//, ''),
    complaints,
    goto,
    reload: async () => void (await page.reload()),
    run: (script, ...given) => page.evaluate(callOf(script, given)) as Promise<never>,
    tap: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    async setFile(find, file) {
      const input = (await page.evaluateHandle(callOf(find, []))).asElement();
      if (!input) throw new Error('There is no field for a file.');
      await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
    },
    screenshot: () => page.screenshot(),
    async kill() {
      const running = browser.process();
      if (running && running.exitCode === null && running.signalCode === null) {
        const gone = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGKILL');
        await gone;
      }
      await untilRestored(profile);
    },
    close: () => browser.close(),
  };
}

/** Puppeteer writes into the profile after the browser's end: a start meanwhile fails. */
async function untilRestored(profile: string): Promise<void> {
  const backups = ['prefs.js.puppeteer', 'user.js.puppeteer'].map((name) => join(profile, name));
  for (let waited = 0; waited < RESTORE_MS; waited += LOOK_MS) {
    await setTimeout(LOOK_MS);
    if (!backups.some((path) => existsSync(path))) return;
  }
}
