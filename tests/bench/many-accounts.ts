/**
 * Measures in the browser's own database what many accounts of other servers take: looking at them,
 * from the PIN to a code (its derivation left out), and bringing in as many.
 */
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';
import { createServer } from 'vite';

import { catalogues } from '../../scripts/catalogue-plugin.mjs';
import { launch } from '../e2e/support/authenticator-page.ts';
import { freePort } from '../support/free-port.ts';
import type { Figures, measure } from './many-accounts-page.ts';
import { ms } from './timing.ts';

const COUNTS = [1, 100, 1000];
/** Milliseconds to read a file of 1,000 accounts and to say of each whether it is here. */
const GOAL_MS = 2000;

const ROWS: readonly (readonly [keyof Figures, string])[] = [
  ['seal', 'bring in, once previewed'],
  ['firstLook', 'look at all, app just opened'],
  ['look', 'look at all again'],
  ['code', 'PIN (10 rounds) → code'],
  ['tap', 'next code by counter'],
  ['read', 'read a file of as many'],
  ['previewHere', 'preview: all are here'],
  ['previewNew', 'preview: none is here'],
  ['giveOut', 'give all out'],
  ['remove', 'remove all'],
];

const PAGE = `<!doctype html><title>Bench</title><script type="module">
  import { measure } from '/tests/bench/many-accounts-page.ts';
  window.measure = measure;
</script>`;

declare global {
  interface Window {
    measure: typeof measure;
  }
}

export async function run(): Promise<boolean> {
  const port = await freePort();
  const vite = await createServer({
    root: fileURLToPath(new URL('../../', import.meta.url)),
    configFile: false,
    plugins: [catalogues()],
    server: { host: '127.0.0.1', port, strictPort: true, hmr: false },
    appType: 'custom',
    logLevel: 'error',
  });
  const browser = await launch();
  try {
    await vite.listen();
    const page = await browser.newPage();
    const start = `http://127.0.0.1:${String(port)}/bench`;
    await page.route(start, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await page.goto(start);
    const figures: Figures[] = [];
    for (const count of COUNTS) figures.push(await measureIn(page, count));
    console.log(
      `  ${'accounts'.padEnd(30)} ${COUNTS.map((n) => String(n).padStart(6)).join('')}   (ms)`,
    );
    for (const [name, words] of ROWS)
      console.log(`  ${words.padEnd(30)} ${figures.map((f) => ms(f[name]).padStart(6)).join('')}`);
    const { read, previewHere, previewNew } = figures.at(-1)!;
    return read + Math.max(previewHere, previewNew) <= GOAL_MS;
  } finally {
    await browser.close();
    await vite.close();
  }
}

/** The first run, which loads the modules, is not counted. */
async function measureIn(page: Page, count: number): Promise<Figures> {
  await page.waitForFunction(() => 'measure' in window);
  await page.evaluate(() => window.measure(2));
  return page.evaluate((accounts) => window.measure(accounts), count);
}
