/**
 * A page that crashes at a given moment: its writes and commits are counted from outside the app,
 * and at the n-th it stops for good.
 */
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

import { newPhone } from './authenticator-page.ts';
import { cheapPins } from './fast-kdf.ts';

export interface Mortal {
  readonly phone: BrowserContext;
  /** Another one after each crash. */
  readonly page: Page;
  /**
   * Crashes the page at the n-th moment: each put, add, delete and clear, once it is requested, and
   * each commit, before the app learns of it.
   */
  doom(n: number): Promise<void>;
  /** Returns true if the work ended before the page crashed. @throws any other error */
  survives(work: Promise<unknown>): Promise<boolean>;
  /** Takes the page's process away, as a system does, and opens the app again. */
  reopen(): Promise<void>;
}

/**
 * A phone of its own. Its service worker would only cost time: it writes nothing that is counted
 * here. With `commits` it crashes after commits alone: a crash between them leaves what the commit
 * before it left.
 */
export async function openMortal(
  browser: Browser,
  url: string,
  dies: 'anywhere' | 'commits' = 'anywhere',
): Promise<Mortal> {
  const phone = await newPhone(browser, { serviceWorkers: 'block', reducedMotion: 'reduce' });
  let tell: () => void = () => undefined;
  await phone.exposeFunction('dying', () => {
    tell();
  });
  await cheapPins(phone);
  await phone.addInitScript(countMoments, dies);
  let page: Page;
  let devtools: CDPSession;
  const open = async (): Promise<void> => {
    page = await phone.newPage();
    page.setDefaultTimeout(20_000);
    devtools = await phone.newCDPSession(page);
    await page.goto(url);
  };
  await open();
  let died = Promise.resolve();
  return {
    phone,
    get page() {
      return page;
    },
    async doom(n) {
      died = new Promise((resolve) => (tell = resolve));
      await page.evaluate((left) => void Object.assign(globalThis, { momentsLeft: left }), n);
    },
    survives(work) {
      return Promise.race([work.then(() => true), died.then(() => false)]);
    },
    async reopen() {
      const gone = page.waitForEvent('crash');
      // It has no answer: who would give it?
      devtools.send('Page.crash').catch(() => undefined);
      await gone;
      await page.close();
      await open();
    },
  };
}

/** Runs in the page, before the app. */
function countMoments(dies: 'anywhere' | 'commits'): void {
  const doom = globalThis as unknown as { momentsLeft?: number; dying?: () => void };
  const moment = (): void => {
    if (doom.momentsLeft === undefined) return;
    doom.momentsLeft -= 1;
    if (doom.momentsLeft > 0) return;
    doom.dying?.();
    for (;;); // nothing runs in this page any more
  };
  const writes = dies === 'anywhere' ? (['put', 'add', 'delete', 'clear'] as const) : [];
  for (const name of writes) {
    const original = IDBObjectStore.prototype[name] as (...given: unknown[]) => IDBRequest;
    Object.assign(IDBObjectStore.prototype, {
      [name](this: IDBObjectStore, ...given: unknown[]) {
        const request = original.apply(this, given);
        moment();
        return request;
      },
    });
  }
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    const begun = transaction.call(this, stores, mode, options);
    if (mode === 'readwrite') begun.addEventListener('complete', moment);
    return begun;
  };
}
