/**
 * A new version is offered when nothing is in progress, in this window or another, and updates all
 * of them.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { readCatalogue } from '../../scripts/catalogues.mjs';
import type APP from '../../src/i18n/locales/en/app.json';
import { granted } from '../issuer/issuer-fixture.ts';
import { paste } from './support/authenticator-page.ts';
import type { OtherBuild } from './support/custom-builds.ts';
import { copyOfBuild } from './support/custom-builds.ts';
import { codeOn, expectStep, untilOffline } from './support/environment.ts';
import { findUpdate } from './support/find-update.ts';
import { test } from './support/fixtures.ts';
import { countWords } from './support/kept-words.ts';
import { button } from './support/menu-actions.ts';

let build: OtherBuild;
test.beforeEach(async () => {
  build = await copyOfBuild();
});
test.afterEach(() => build.close());

type Marked = typeof globalThis & { sameAsBefore?: true };

/**
 * Opens the app under its service worker's control, and marks the page: a reload removes the mark.
 */
async function open(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await untilOffline(app);
  await app.reload();
  await expectStep(app, 'home');
  await app.evaluate(() => void ((globalThis as Marked).sameAsBefore = true));
}

const marked = (app: Page) => app.evaluate(() => 'sameAsBefore' in globalThis).catch(() => true);

test('it waits while another window is in the middle of an activation, and then takes both', async ({
  app,
  phone,
  issuer,
}) => {
  await open(app, build.url);
  const other = await phone.newPage();
  await open(other, build.url);
  await paste(other, granted(await issuer.begin()).firstMessage);
  const code = await codeOn(other, 'device');
  build.renew();
  await app.evaluate(findUpdate);
  await button(app, 'Update now').click();
  await expect(app.getByText('Another window of this app is in the middle')).toBeVisible();
  expect(await codeOn(other, 'device')).toBe(code);
  expect(await marked(other)).toBe(true);

  await button(other, 'Cancel').click();
  await button(other, 'Stop').click();
  await expectStep(other, 'home');
  await button(app, 'Try again').click();
  await expect.poll(() => marked(app)).toBe(false);
  await expect.poll(() => marked(other)).toBe(false);
  await expectStep(other, 'home');
});

test('it is offered on Home, never in the middle of an activation, and taken at a tap', async ({
  app,
  issuer,
}) => {
  const offer = app.getByText('A new version is ready.');
  await open(app, build.url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  await expectStep(app, 'device-code');
  build.renew();
  await app.evaluate(findUpdate);
  await app.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
  await expect(offer).toHaveCount(0);
  await button(app, 'Cancel').click();
  await button(app, 'Stop').click();
  await expect(offer).toBeVisible();
  expect(await marked(app)).toBe(true);
  await button(app, 'Update now').click();
  await expect.poll(() => marked(app)).toBe(false);
  await expectStep(app, 'home');
  await expect(offer).toHaveCount(0);
});

test.describe('in a browser that speaks German', () => {
  test.use({ phoneOptions: { locale: 'de' } });

  test('the new version’s words are there without a network, too', async ({ app }) => {
    const [before, after] = [(readCatalogue('de', 'app') as typeof APP).home.welcome, 'Neue Worte'];
    const title = app.getByRole('heading', { level: 1 });
    const kept = () =>
      app.evaluate(async () => {
        const files = await (await caches.open('tessera-words')).keys();
        return files.map(({ url }) => url).filter((url) => url.includes('/words.de.'));
      });
    await open(app, build.url);
    await expect(title).toHaveText(before);
    await expect.poll(async () => (await kept()).length).toBe(countWords('de'));
    const old = await kept();
    build.renewWith(before, after);
    await app.evaluate(findUpdate);
    await app.locator('[data-action="update"]').click();
    await expect.poll(() => marked(app)).toBe(false);
    await expect(title).toHaveText(after);
    await expect
      .poll(async () => (await kept()).filter((url) => !old.includes(url)).length)
      .toBe(countWords('de'));
    build.close();
    await app.reload();
    await expect(title).toHaveText(after);
    await expect(app.locator('html')).toHaveAttribute('lang', 'de');
  });
});

test('what is fetched after the first screen may fail without harm', async ({
  app,
  complaints,
  url,
}) => {
  await app.route(/assets\/(updates|notified|hero)-/, (route) => route.abort());
  await app.goto(url);
  await expectStep(app, 'home');
  await expect.poll(() => complaints.length).toBeGreaterThan(2);
  // The browser's own words about files that it did not get.
  expect(complaints.splice(0).filter((each) => !each.includes('Failed to load resource'))).toEqual(
    [],
  );
});
