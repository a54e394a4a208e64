/**
 * Playwright fixtures: the gallery, and one page of it for all tests of a worker. A page of its own
 * costs a test several times what it costs to load this one again.
 */
import type { BrowserContextOptions, Page } from '@playwright/test';

import type { Look } from './gallery-page.ts';
import { startGallery } from './gallery-page.ts';
import { sceneNames } from './screen-probes.ts';
import { test as base } from './worker-fixtures.ts';

interface Fixtures {
  /** Loads the gallery in the page; resolves as {@link startGallery} does. */
  readonly start: (width: number, scheme?: Look['scheme']) => Promise<string[]>;
}

/** `page` is the worker's: whoever needs a history or a context's options opens another one. */
export const test = base.extend<Fixtures>({
  page: async ({ keptPage: page }, use) => {
    await use(page);
    for (const event of ['console', 'pageerror'] as const) page.removeAllListeners(event);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.emulateMedia({ colorScheme: null, reducedMotion: null, forcedColors: null });
  },
  start: async ({ page, gallery }, use) =>
    use((width, scheme = 'light') => startGallery(page, gallery, { width, scheme })),
});

/**
 * A test whose `page` is the gallery, at a screen without a control: one page, loaded once for all
 * tests of the spec that calls this. What a test makes of its size or clock is there in the next.
 */
export function onGallery(options: BrowserContextOptions) {
  let page: Page;
  base.beforeAll(async ({ browser, gallery }) => {
    page = await browser.newPage({ reducedMotion: 'reduce', ...options });
    await page.goto(gallery);
    await sceneNames(page);
  });
  base.afterAll(() => page.close());
  return base.extend<{ page: Page }>({
    // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
    page: async ({}, use) => {
      await page.evaluate(async () => {
        await window.show('starting');
        document.documentElement.style.removeProperty('font-size');
        window.asked.length = 0;
      });
      await use(page);
    },
  });
}
