/**
 * The page before the app looks like Home: nothing moves when the app replaces it (Layout
 * Instability).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { isShared } from '../chance.ts';
import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';

/** What stands on both pages, by what finds it on either. */
const PARTS = {
  mark: '.brand .mark',
  name: '.brand span',
  wall: '#start > .wall, .hero, tessera-hero',
  heading: 'h1',
  intro: '.intro p',
  begin: '.intro p + p',
};

/** Place and look of each part that is to be seen; looks through shadow roots. */
function looks(app: Page) {
  return app.evaluate((parts) => {
    const find = (root: ParentNode, selector: string): Element | undefined => {
      for (const element of root.querySelectorAll('*')) {
        const { width } = element.getBoundingClientRect();
        if (element.matches(selector) && element.checkVisibility() && width > 0) return element;
        const inside = element.shadowRoot && find(element.shadowRoot, selector);
        if (inside) return inside;
      }
      return undefined;
    };
    return Object.entries(parts).map(([name, selector]) => {
      const part = find(document, selector);
      if (!part) return { name };
      const { x, y, width, height } = part.getBoundingClientRect();
      const { color, fontSize, fontWeight, fontFamily } = getComputedStyle(part);
      const place = [x, y, width, height].map((side) => Math.round(side));
      return { name, place, color, fontSize, fontWeight, fontFamily };
    });
  }, PARTS);
}

const SIZES = [
  [390, 780],
  [320, 640],
  [1280, 800],
] as const;
const SCHEMES = ['light', 'dark'] as const;

for (const [place, [width, height]] of SIZES.entries())
  for (const colorScheme of SCHEMES.filter((_, i) => isShared(i + place, SCHEMES.length)))
    test.describe(`${width} × ${height}, ${colorScheme}`, () => {
      test.use({
        phoneOptions: { viewport: { width, height }, colorScheme, serviceWorkers: 'block' },
      });

      test('nothing moves when the app takes over', async ({ app, url }) => {
        let arrive: () => void = () => undefined;
        const arrived = new Promise<void>((resolve) => (arrive = resolve));
        await app.route('**/assets/home-*.js', async (route) => {
          await arrived;
          await route.continue();
        });
        await app.addInitScript(() => {
          const page = globalThis as typeof globalThis & { shifts: number };
          page.shifts = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              page.shifts += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
        });
        await app.goto(url, { waitUntil: 'commit' });
        await app.locator('#start-welcome').waitFor();
        // Nothing is painted before the styles are there, and no frame begins.
        await app.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)));
        const before = await looks(app);
        expect(before.filter(({ place }) => place).length).toBeGreaterThanOrEqual(5);
        arrive();
        await expectStep(app, 'home');
        await app.evaluate(() => customElements.whenDefined('tessera-hero').then(() => undefined));
        // The browser's offer to install comes when it likes.
        await app.evaluate(() => {
          dispatchEvent(new Event('beforeinstallprompt', { cancelable: true }));
          return new Promise((painted) =>
            requestAnimationFrame(() => requestAnimationFrame(painted)),
          );
        });
        expect(await looks(app)).toEqual(before);
        expect(
          await app.evaluate(() => (globalThis as typeof globalThis & { shifts: number }).shifts),
        ).toBe(0);
      });
    });
