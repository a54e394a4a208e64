/**
 * A page that crashes at a given moment: its writes and commits are counted from outside the app,
 * and at the n-th it stops for good.
 */
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

import { DATABASE } from '../../../src/vault/lifecycle.ts';
import { BESIDE_THE_APP } from './activated-account.ts';
import { newPhone } from './authenticator-page.ts';
import { cheapPins } from './fast-kdf.ts';
import { copyVault } from './vault-rows.ts';

/** The database of {@link Mortal.keep}. */
const KEPT = 'kept';

/**
 * Where a page crashes: at each put, add, delete and clear, once it is requested, and at each
 * commit, before the app learns of it; at commits alone, since a crash between two of them leaves
 * what the first of them left; or at those that are more than the count of a try.
 */
type Moments = 'writes' | 'commits' | 'changes';

export interface Mortal {
  readonly phone: BrowserContext;
  /** Another one after each crash. */
  readonly page: Page;
  /** Crashes the page at the n-th moment. */
  doom(n: number): Promise<void>;
  /** Returns true if the work ended before the page crashed. @throws any other error */
  survives(work: Promise<unknown>): Promise<boolean>;
  /** Takes the page's process away, as a system does, and opens the app again. */
  reopen(): Promise<void>;
  /** Keeps a copy of the vault as it is. */
  keep(): Promise<void>;
  /** Makes the vault what it was when it was kept, and opens the app again. */
  restore(): Promise<void>;
}

/**
 * A phone of its own. Its service worker would only cost time: it writes nothing that is counted
 * here.
 */
export async function openMortal(browser: Browser, url: string, moments: Moments): Promise<Mortal> {
  const phone = await newPhone(browser, { serviceWorkers: 'block', reducedMotion: 'reduce' });
  let tell: () => void = () => undefined;
  await phone.exposeFunction('dying', () => {
    tell();
  });
  await cheapPins(phone);
  await phone.addInitScript(countMoments, moments);
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
    keep: () => copyVault(page, DATABASE.name, KEPT),
    async restore() {
      await page.goto(new URL(BESIDE_THE_APP, url).href);
      await copyVault(page, KEPT, DATABASE.name);
      await page.goto(url);
    },
  };
}

/** Runs in the page, before the app. */
function countMoments(moments: Moments): void {
  const doom = globalThis as unknown as { momentsLeft?: number; dying?: () => void };
  const moment = (): void => {
    if (doom.momentsLeft === undefined) return;
    doom.momentsLeft -= 1;
    if (doom.momentsLeft > 0) return;
    doom.dying?.();
    for (;;); // nothing runs in this page any more
  };
  const writes = moments === 'writes' ? (['put', 'add', 'delete', 'clear'] as const) : [];
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
    const isCount = [...begun.objectStoreNames].join() === 'attempts,keys';
    if (mode === 'readwrite' && !(isCount && moments === 'changes'))
      begun.addEventListener('complete', moment);
    return begun;
  };
}
