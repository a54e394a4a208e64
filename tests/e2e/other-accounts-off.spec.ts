/**
 * A build for one organisation's accounts alone: nothing adds others, and the code that would is
 * not in it.
 */
import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';

import type { OtherBuild } from './support/custom-builds.ts';
import { buildWith } from './support/custom-builds.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

/** Chunks of what adds, backs up and moves accounts, and of the packages that they bring along. */
const CHUNKS =
  /assets\/(bring-in|back-up|move-|enrol|transfer-flow|transfer\.worker|open-file|argon2|scrypt)[\w.-]*\.js/g;

let own: OtherBuild;
test.beforeAll(async () => {
  own = await buildWith({ otherAccounts: false });
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
  await app.getByRole('button', { name: 'Menu' }).click();
  await expectStep(app, 'menu');
  await expect(app.locator('[data-action="about"]')).toBeVisible();
  await expect(app.locator('[data-action="bring-in"], [data-action="back-up"]')).toHaveCount(0);
  await app.locator('[data-action="back"]').click();
  await app.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'otpauth://totp/a?secret=SK4K3ZHMNOAZFAMJRQPSQ3SJOMY6PGJT');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await expect(app.getByText('That’s a code of another organisation')).toBeVisible();
});
