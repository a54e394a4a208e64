/**
 * A build for one organisation's accounts alone, in one language: nothing adds others, the code
 * that would is not in it, and no language is chosen.
 */
import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';

import { readCatalogue } from '../../scripts/catalogues.mjs';
import type TRANSFER from '../../src/i18n/locales/en/transfer.json';
import type { OtherBuild } from './support/custom-builds.ts';
import { buildWith } from './support/custom-builds.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { action } from './support/menu-actions.ts';
import { words } from './support/words-of.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

/** Chunks of what adds, backs up and moves accounts, and of the packages that they bring along. */
const CHUNKS =
  /assets\/(bring-in|back-up|move-|enrol|transfer-flow|transfer\.worker|open-file|argon2|scrypt)[\w.-]*\.js/g;

let own: OtherBuild;
test.beforeAll(async () => {
  own = await buildWith({ otherAccounts: false, languages: ['nl'] });
});
test.afterAll(() => own.close());

test('has none of its chunks, which the usual build has', async ({ request }) => {
  const worker = await (await request.get(`${own.url}service-worker.js`)).text();
  expect(worker).toContain('assets/menu-flow-');
  expect(worker.match(CHUNKS)).toBeNull();
  const usual = readFileSync(new URL('../../dist/app/service-worker.js', import.meta.url), 'utf8');
  expect(usual.match(CHUNKS)!.length).toBeGreaterThan(5);
});

test('offers nothing in the menu, and names a code of another site', async ({ app }) => {
  await app.goto(own.url);
  await action(app, 'menu').click();
  await expectStep(app, 'menu');
  await expect(action(app, 'about')).toBeVisible();
  await expect(app.locator('[data-action="bring-in"], [data-action="back-up"]')).toHaveCount(0);
  await action(app, 'back').click();
  await app.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'otpauth://totp/a?secret=SK4K3ZHMNOAZFAMJRQPSQ3SJOMY6PGJT');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  const { what } = (readCatalogue('nl', 'transfer') as typeof TRANSFER).codes.seen['own-only'];
  await expect(app.getByText(what)).toBeVisible();
});

test.describe('in a browser that speaks Japanese', () => {
  test.use({ phoneOptions: { ...WITHOUT_WORKER, locale: 'ja' } });

  test('of one language offers no choice', async ({ app }) => {
    await app.addInitScript(() => localStorage.setItem('tessera/language', 'ja'));
    await app.goto(own.url);
    await expectStep(app, 'home');
    await expect(app.getByRole('heading', { level: 1 })).toHaveText(words('nl').home.welcome);
    await expect(app.locator('html')).toHaveAttribute('lang', 'nl');
    await expect(action(app, 'language')).toHaveCount(0);
    await action(app, 'menu').click();
    await expectStep(app, 'menu');
    await expect(action(app, 'about')).toBeVisible();
    await expect(action(app, 'language')).toHaveCount(0);
  });
});
