/**
 * Two issuers that can notify, and one phone for all tests of a worker: what its service worker
 * keeps of the app is fetched once, and everything else is cleared before each test.
 */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import type { Original } from './activated-account.ts';
import { BESIDE_THE_APP, openWithCopy, recordOriginal } from './activated-account.ts';
import type { Begun } from './authenticator-page.ts';
import { choosePin, exchange, newPhone, paste, PIN } from './authenticator-page.ts';
import { codeOn, expectStep, untilOffline } from './environment.ts';
import { cheapPins } from './fast-kdf.ts';
import { letRoutesEnd, test as base } from './fixtures.ts';
import { button, fromMenu, goHome, prove } from './menu-actions.ts';
import type { Notifier } from './push-environment.ts';
import { givePushService, newIssuerParts, openNotifier } from './push-environment.ts';
import { serveForServices } from './service-build.ts';

interface House {
  /** The app, which may call the services of both issuers. */
  readonly host: { readonly url: string; readonly ports: readonly [number, number] };
  readonly sharedPhone: BrowserContext;
  /** Opens the two issuers, the first with these rows. */
  readonly openSites: (store: IssuerStore) => Promise<Sites>;
  /** The account that tests have copies of, and its phone's push subscription. */
  readonly original: Original & { readonly subscription: Readonly<Record<string, string>> };
}

interface Sites {
  readonly bank: Notifier;
  readonly works: Notifier;
}

interface Stage {
  readonly store: IssuerStore;
  readonly sites: Sites & { readonly url: string };
  /** The phone's account at the bank, which may send notifications; the app is open, locked. */
  readonly account: Begun;
}

export const PUT = 'PUT /service/push-subscription 200';
export const DELETE = 'DELETE /service/push-subscription 200';

export const test = base.extend<Stage, House>({
  host: [
    async ({ browser }, use, worker) => {
      const { url, ports, close } = await serveForServices(worker);
      browser.once('disconnected', close);
      await use({ url, ports });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sharedPhone: [
    async ({ browser, host: { url } }, use) => {
      const phone = await newPhone(browser);
      await cheapPins(phone);
      await givePushService(phone);
      const app = await phone.newPage();
      await app.goto(url);
      await expectStep(app, 'home');
      await untilOffline(app);
      await app.close();
      await use(phone);
      await phone.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openSites: [
    async ({ host: { url, ports } }, use) => {
      const [one, other] = [await newIssuerParts(), await newIssuerParts()];
      await use(async (store) => ({
        bank: await openNotifier('Northwind Bank', ports[0], url, { ...one, store }),
        works: await openNotifier('Fabrikam Works', ports[1], url, other),
      }));
    },
    { scope: 'worker' },
  ],
  original: [
    async ({ sharedPhone: phone, host: { url }, openSites }, use) => {
      const store = createMemoryStore();
      const { bank, works } = await openSites(store);
      const app = await phone.newPage();
      await clear(app, url);
      const original = await recordOriginal(app, store, async () => {
        await open(app, url);
        const begun = await activate(app, bank);
        await allow(app, bank);
        await fromMenu(app, 'Notifications');
        await expect(state(app, 'on')).toBeVisible();
        // The vault knows that the issuer knows.
        await expect(app.getByText(/hasn’t been reached yet/)).toHaveCount(0);
        return begun;
      });
      const subscription = await app.evaluate(() => ({ ...localStorage }));
      await app.close();
      for (const site of [bank, works]) site.close();
      await use({ ...original, subscription });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  store: async ({}, use) => use(createMemoryStore()),
  sites: async ({ host: { url }, original, openSites, store }, use) => {
    // Before the services have their ports: the original's issuers have them while it is made.
    void original;
    const { bank, works } = await openSites(store);
    await use({ url, bank, works });
    for (const site of [bank, works]) site.close();
  },
  // Its pages are closed before the sites are.
  phone: async ({ sharedPhone, sites }, use) => {
    void sites;
    await use(sharedPhone);
    await letRoutesEnd(sharedPhone);
    for (const page of sharedPhone.pages()) await page.close();
  },
  app: async ({ phone, sites: { url } }, use) => {
    const app = await phone.newPage();
    await clear(app, url);
    await use(app);
  },
  account: async ({ app, sites: { url }, original, store }, use) => {
    await setPermission(app, 'granted');
    await app.evaluate((kept) => Object.assign(localStorage, kept), original.subscription);
    await use(await openWithCopy(app, url, { original, store }));
  },
});

/** Leaves of the phone what a first visit leaves: the app's own worker, and the files it keeps. */
async function clear(app: Page, url: string): Promise<void> {
  await app.goto(new URL(BESIDE_THE_APP, url).href);
  const session = await app.context().newCDPSession(app);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
  await app.evaluate(async (own) => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      for (const shown of await registration.getNotifications()) shown.close();
      if (registration.scope !== own) await registration.unregister();
    }
    const words = await caches.open('tessera-words');
    for (const request of await words.keys()) await words.delete(request);
    localStorage.clear();
    for (const { name } of await indexedDB.databases())
      await new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(name!);
        deleting.onsuccess = resolve;
        deleting.onblocked = () => reject(new Error(`${name} is open`));
        deleting.onerror = () => reject(deleting.error as Error);
      });
  }, url);
}

type Answer = 'granted' | 'denied' | 'prompt';

/** What the browser keeps of the person's answer, as long as the page is open. */
export async function setPermission(app: Page, setting: Answer): Promise<void> {
  const session = await app.context().newCDPSession(app);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.send('Browser.setPermission', {
    permission: { name: 'notifications' },
    setting,
    origin: new URL(app.url()).origin,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
}

/** Opens the app without an account. */
export async function open(app: Page, url: string, answer: Answer = 'granted'): Promise<void> {
  await setPermission(app, answer);
  await app.goto(url);
  await expectStep(app, 'home');
}

/** From Home to the moment after the page has accepted the last code. */
export async function activate(app: Page, { issuer }: Notifier, first = true): Promise<Begun> {
  await goHome(app);
  const begun = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  if (first) {
    await choosePin(app, PIN);
    await button(app, 'Continue').click();
  } else await prove(app);
  await expectStep(app, 'activation-code');
  const confirmed = await issuer.confirm(begun.id, await codeOn(app, 'activation'));
  expect(confirmed.ok).toBe(true);
  await app.locator('[data-action="page-active"]').click();
  return begun;
}

/** What the menu's page shows. */
export function state(app: Page, is: string): Locator {
  return app.locator(`[data-notifications="${is}"]`);
}

/** Allows them at the wizard's last step, and waits until the issuer knows. */
export async function allow(app: Page, site: Notifier): Promise<void> {
  await expectStep(app, 'notifications');
  await button(app, 'Allow notifications').click();
  await expectStep(app, 'home');
  if (!site.down) await expect.poll(() => site.calls).toContain(PUT);
}
