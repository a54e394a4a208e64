/**
 * Playwright fixtures: the gallery, and one page of it for all tests of a worker. A page of its own
 * costs a test several times what it costs to load this one again.
 */
import type { Look } from './gallery-page.ts';
import { startGallery } from './gallery-page.ts';
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
