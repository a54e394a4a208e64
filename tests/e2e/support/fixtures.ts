/**
 * Playwright fixtures: the built app on a host, a phone with a page, an issuer, and every error in
 * the app's console.
 */
import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';

import type { Issuer } from '../../../src/issuer/issuer.ts';
import { newIssuer, newPhone, serveApp } from './authenticator-page.ts';

/**
 * For specs whose subject is not the service worker: on each new phone it fetches and keeps every
 * file of the app, which costs as much as loading the page. Specs of offline use, updates, policy,
 * requests and notifications have it.
 */
export const WITHOUT_WORKER: BrowserContextOptions = { serviceWorkers: 'block' };

interface Stage {
  readonly phoneOptions: BrowserContextOptions;
  readonly phone: BrowserContext;
  /** A page of the phone; nothing is opened in it yet. */
  readonly app: Page;
  readonly issuerName: string;
  readonly issuer: Issuer;
  /** Errors of the app's console and uncaught ones; a test that expects some takes them out. */
  readonly complaints: string[];
}

interface House {
  /** The app's address. */
  readonly url: string;
}

export const test = base.extend<Stage, House>({
  url: [
    async ({ browser }, use) => {
      const host = await serveApp();
      browser.once('disconnected', host.close);
      await use(host.url);
    },
    { scope: 'worker' },
  ],
  phoneOptions: [{}, { option: true }],
  phone: async ({ browser, phoneOptions }, use) => {
    const phone = await newPhone(browser, phoneOptions);
    await use(phone);
    await phone.close();
  },
  complaints: [
    async ({ phone }, use) => {
      const complaints: string[] = [];
      phone.on('weberror', (error) => complaints.push(String(error.error())));
      phone.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ phone }, use) => use(await phone.newPage()),
  issuerName: ['Northwind Bank', { option: true }],
  issuer: async ({ issuerName }, use) => use(await newIssuer(issuerName)),
});
