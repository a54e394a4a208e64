/**
 * Playwright fixtures: those of the worker, a phone with a page, an issuer, and every error in the
 * app's console.
 */
import type {
  BrowserContext,
  BrowserContextOptions,
  ConsoleMessage,
  Page,
  WebError,
} from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import type { Pins } from './activated-account.ts';
import { NAME, openWithCopy } from './activated-account.ts';
import type { Begun } from './authenticator-page.ts';
import { newPhone } from './authenticator-page.ts';
import { cheapPins } from './fast-kdf.ts';
import { WITHOUT_WORKER } from './kept-phone.ts';
import { test as base } from './worker-fixtures.ts';

export { WITHOUT_WORKER };

/** Before a phone is closed: a route's handler that is still fetching would fail the test. */
export async function letRoutesEnd(phone: BrowserContext): Promise<void> {
  const routed = [phone, ...phone.pages()];
  await Promise.all(routed.map((each) => each.unrouteAll({ behavior: 'ignoreErrors' })));
}

interface Stage {
  readonly phoneOptions: BrowserContextOptions;
  /** How the phone derives PINs. */
  readonly pins: Pins;
  readonly phone: BrowserContext;
  /** A page of the phone; nothing is opened in it yet. */
  readonly app: Page;
  readonly issuer: Issuer;
  /** The issuer, and its rows. */
  readonly kept: { readonly issuer: Issuer; readonly store: IssuerStore };
  /**
   * Opens the app in a page of a new phone with a first account of the issuer's under {@link PIN},
   * locked: as good as an activation, for tests of what comes after it.
   */
  readonly giveAccount: (page: Page) => Promise<Begun>;
  /** The same in the page of the phone. */
  readonly openWithAccount: () => Promise<Begun>;
  /** The same with a further account beside it, of another issuer. */
  readonly openWithTwo: () => Promise<{ readonly mine: Begun; readonly further: Begun }>;
  /** Errors of the app's console and uncaught ones; a test that expects some takes them out. */
  readonly complaints: string[];
}

export const test = base.extend<Stage>({
  phoneOptions: [{}, { option: true }],
  pins: ['real', { option: true }],
  phone: async ({ browser, phoneOptions, pins, keptPhone }, use, info) => {
    if (phoneOptions === WITHOUT_WORKER) {
      const phone = await keptPhone.take(pins);
      await use(phone);
      await letRoutesEnd(phone);
      await keptPhone.giveBack(pins, info.status === info.expectedStatus);
      return;
    }
    const phone = await newPhone(browser, phoneOptions);
    if (pins === 'cheap') await cheapPins(phone);
    await use(phone);
    await letRoutesEnd(phone);
    await phone.close();
  },
  complaints: [
    async ({ phone }, use) => {
      const complaints: string[] = [];
      const onError = (error: WebError) => void complaints.push(String(error.error()));
      const onConsole = (message: ConsoleMessage) => {
        // The whole Chromium asks for one of a page that names none, which the app's does.
        if (message.location().url.endsWith('/favicon.ico')) return;
        if (message.type() === 'error') complaints.push(message.text());
      };
      phone.on('weberror', onError).on('console', onConsole);
      await use(complaints);
      phone.off('weberror', onError).off('console', onConsole);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ phone }, use) => use(phone.pages()[0] ?? (await phone.newPage())),
  kept: async ({ originals: { key } }, use) => {
    const store = createMemoryStore();
    await use({ store, issuer: createIssuer({ name: NAME, key, store }) });
  },
  issuer: async ({ kept }, use) => use(kept.issuer),
  giveAccount: async ({ url, pins, originals, kept: { store } }, use) =>
    use(async (page) => {
      const original = await originals.of(pins);
      return openWithCopy(page, url, { original, store });
    }),
  openWithAccount: async ({ app, giveAccount }, use) => use(() => giveAccount(app)),
  openWithTwo: async ({ app, url, pins, originals, kept: { store } }, use) =>
    use(async () => {
      const original = await originals.withFurther(pins);
      const mine = await openWithCopy(app, url, { original, store });
      return { mine, further: original.further };
    }),
});
