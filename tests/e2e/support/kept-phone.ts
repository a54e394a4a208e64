/**
 * A phone that the tests of a worker use one after the other, and that is emptied in between: on a
 * new one, the app costs three times what it costs to load again. It is for specs whose subject is
 * not the service worker: that would fetch and keep every file of the app on each new phone, which
 * costs as much as loading the page. Specs of offline use, updates, policy, requests and
 * notifications have it.
 */
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  CDPSession,
  Page,
} from '@playwright/test';

import type { Pins } from './activated-account.ts';
import { BESIDE_THE_APP } from './activated-account.ts';
import { newPhone } from './authenticator-page.ts';
import { cheapPins } from './fast-kdf.ts';

/** Options of a phone that may be kept. */
export const WITHOUT_WORKER: BrowserContextOptions = { serviceWorkers: 'block' };

/** What a page or a phone cannot be rid of. */
const LASTING = [
  ...['addInitScript', 'exposeBinding', 'exposeFunction', 'setExtraHTTPHeaders', 'clock'],
  ...['newCDPSession', 'setOffline', 'setGeolocation', 'grantPermissions', 'clearPermissions'],
  ...['emulateMedia', 'setViewportSize', 'addLocatorHandler'],
];

interface Kept {
  readonly phone: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  /** Where the page has been since the phone was empty. */
  readonly origins: Set<string>;
  /** Whether something was done that outlasts the test. */
  isSpoiled: boolean;
}

export interface KeptPhone {
  /** An empty phone with one page, the same for the same PINs; its service workers are blocked. */
  readonly take: (pins: Pins) => Promise<BrowserContext>;
  /** Empties it; after a test that failed, or did what outlasts it, closes it for good. */
  readonly giveBack: (pins: Pins, passed: boolean) => Promise<void>;
}

/** @param url the app's */
export function createKeptPhone(browser: Browser, url: string): KeptPhone {
  const all = new Map<Pins, Kept>();
  return {
    async take(pins) {
      const kept = all.get(pins) ?? (await create(browser, pins));
      all.set(pins, kept);
      return kept.phone;
    },
    async giveBack(pins, passed) {
      const kept = all.get(pins)!;
      if (passed && !kept.isSpoiled) return empty(kept, url);
      all.delete(pins);
      await kept.phone.close();
    },
  };
}

async function create(browser: Browser, pins: Pins): Promise<Kept> {
  const phone = await newPhone(browser, WITHOUT_WORKER);
  if (pins === 'cheap') await cheapPins(phone);
  const page = await phone.newPage();
  const session = await phone.newCDPSession(page);
  const kept = { phone, page, session, origins: new Set<string>(), isSpoiled: false };
  noteOrigins(page, kept.origins);
  for (const target of [phone, page]) watch(target, () => (kept.isSpoiled = true));
  return kept;
}

/** Tells of each use of what is lasting. */
function watch(target: BrowserContext | Page, tell: () => void): void {
  for (const name of LASTING) {
    const value: unknown = Reflect.get(target, name);
    if (value === undefined) continue;
    const get = () => {
      tell();
      return value;
    };
    Object.defineProperty(target, name, { get });
  }
}

async function empty({ phone, page, session, origins }: Kept, url: string): Promise<void> {
  for (const other of phone.pages()) if (other !== page) await other.close();
  page.removeAllListeners();
  await page.goto(new URL(BESIDE_THE_APP, url).href);
  await page.evaluate(() => (window.name = ''));
  for (const origin of origins)
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  origins.clear();
  noteOrigins(page, origins);
  await session.send('Page.resetNavigationHistory');
}

function noteOrigins(page: Page, origins: Set<string>): void {
  page.on('framenavigated', (frame) => {
    const { protocol, origin } = new URL(frame.url());
    if (protocol.startsWith('http')) origins.add(origin);
  });
}
