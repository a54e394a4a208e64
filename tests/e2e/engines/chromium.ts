/** The driver port over a Playwright page: the system's Chromium, or any of Playwright's builds. */
import type { BrowserContext } from '@playwright/test';
import * as playwright from '@playwright/test';

import { FLAGS } from '../../../scripts/find-browser.mjs';
import type { Driver, DriverOptions } from './driver.ts';
import { WINDOW } from './driver.ts';
import { callOf } from './page-scripts.ts';

export interface PlaywrightOptions extends DriverOptions {
  readonly name: 'chromium' | 'firefox' | 'webkit';
  /** The build to run; Playwright's own unless given. */
  readonly path: string | undefined;
}

export async function openPlaywright(options: PlaywrightOptions): Promise<Driver> {
  const { name, path, profile, motion } = options;
  const chromium = name === 'chromium';
  const context = await playwright[name].launchPersistentContext(profile, {
    ...(path !== undefined && { executablePath: path }),
    ...(chromium && { args: FLAGS }),
    viewport: WINDOW,
    reducedMotion: motion ? 'no-preference' : 'reduce',
  });
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('crash', () => complaints.push('The page crashed.'));
  return {
    version: context.browser()?.version() ?? '',
    complaints,
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    run: (script, ...given) => page.evaluate(callOf(script, given)),
    tap: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    async setFile(find, file) {
      const input = (await page.evaluateHandle<HTMLInputElement>(callOf(find, []))).asElement();
      if (!input) throw new Error('There is no field for a file.');
      await input.setInputFiles(file);
    },
    screenshot: () => page.screenshot(),
    kill: () => (chromium ? kill(context) : context.close()),
    close: () => context.close(),
  };
}

/** By the process itself: closing would let the browser write what it holds. */
async function kill(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const own = processInfo.find(({ type }) => type === 'browser');
  if (!own) throw new Error('The browser does not tell its process.');
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(own.id, 'SIGKILL');
  await closed;
}
