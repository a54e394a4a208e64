/**
 * A page left during a write that stays in the browser's page cache: it blocks no other page, and
 * continues when the person returns.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { chromium, expect } from '@playwright/test';

import { findFullBrowser, FLAGS } from '../../scripts/find-browser.mjs';
import { granted } from '../issuer/issuer-fixture.ts';
import { newIssuer, newPhone, paste, serveApp } from './support/authenticator-page.ts';
import { expectStep, untilOffline } from './support/environment.ts';
import { test } from './support/worker-fixtures.ts';

let browser: Browser;
let host: Awaited<ReturnType<typeof serveApp>>;

test.beforeAll(async () => {
  // Chromium without a window of its own keeps no pages.
  const executablePath = findFullBrowser();
  browser = await chromium.launch({
    args: FLAGS,
    // Playwright switches the page cache off.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath && { executablePath }),
  });
  host = await serveApp();
});
test.afterAll(async () => {
  await browser.close();
  host.close();
});

interface Marked extends Window {
  /** How often this page was shown; a page that is loaded anew has none. */
  timesShown?: number;
  writing?: boolean;
}

/** The next write takes until the page is left: its transaction has always something to do. */
async function writeForEver(app: Page): Promise<void> {
  await app.evaluate(() => {
    const marked = window as Marked;
    marked.timesShown = 1;
    addEventListener('pageshow', () => marked.timesShown!++);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row) {
      IDBObjectStore.prototype.put = put;
      const busy = (): void => {
        this.get('nothing').onsuccess = busy;
      };
      busy();
      marked.writing = true;
      return put.apply(this, row);
    };
  });
}

/** The entry of the history that is shown; the app's own steps are entries too. */
async function whereAmI(devtools: CDPSession): Promise<number> {
  const { currentIndex, entries } = await devtools.send('Page.getNavigationHistory');
  return entries[currentIndex]!.id;
}

test('a page that is left while it keeps a code lets the next one read, and goes on itself', async () => {
  const phone = await newPhone(browser);
  const app = await phone.newPage();
  await app.goto(host.url);
  await expectStep(app, 'home');
  // News of a first service worker would end the page in the cache.
  await untilOffline(app);
  const issuer = await newIssuer();
  const [one, two] = [granted(await issuer.begin()), granted(await issuer.begin())];
  await writeForEver(app);
  await paste(app, one.firstMessage);
  await expect.poll(() => app.evaluate(() => (window as Marked).writing)).toBe(true);
  await expectStep(app, 'reading-first');

  const devtools = await phone.newCDPSession(app);
  const entryId = await whereAmI(devtools);
  await app.goto(`${host.url}?again`);
  await expectStep(app, 'home');
  await paste(app, two.firstMessage);
  await expectStep(app, 'device-code');

  await devtools.send('Page.navigateToHistoryEntry', { entryId });
  await expect.poll(() => app.evaluate(() => (window as Marked).timesShown).catch(() => 0)).toBe(2);
  await expectStep(app, 'device-code');
  await phone.close();
});
