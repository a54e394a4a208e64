/**
 * Playwright fixtures: the gallery, and one page of it for all tests of a worker. A page of its own
 * costs a test several times what it costs to load this one again.
 */
import type { Page } from '@playwright/test';
import { test as base } from '@playwright/test';

import type { Look } from './gallery-page.ts';
import { serveGallery, startGallery } from './gallery-page.ts';

interface Fixtures {
  /** Loads the gallery in the page; resolves as {@link startGallery} does. */
  readonly start: (width: number, scheme?: Look['scheme']) => Promise<string[]>;
}

interface WorkerFixtures {
  /** The gallery's address. */
  readonly gallery: string;
  readonly keptPage: Page;
}

/** `page` is the worker's: whoever needs a history or a context's options opens another one. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  gallery: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
    async ({}, use) => {
      const { url, close } = await serveGallery();
      await use(url);
      close();
    },
    { scope: 'worker' },
  ],
  keptPage: [
    async ({ browser }, use) => {
      const context = await browser.newContext();
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ keptPage: page }, use) => {
    await use(page);
    for (const event of ['console', 'pageerror'] as const) page.removeAllListeners(event);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.emulateMedia({ colorScheme: null, reducedMotion: null, forcedColors: null });
  },
  start: async ({ page, gallery }, use) =>
    use((width, scheme = 'light') => startGallery(page, gallery, { width, scheme })),
});
