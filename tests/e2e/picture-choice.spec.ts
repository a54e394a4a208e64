/** Several codes in one picture, and a picture given while another one is being read. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { input } from './support/pictures.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

async function openScan(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await app.locator('[data-action="scan"]').click();
  await expectStep(app, 'scan-first');
}

test('two codes of ours are told apart by the page’s name and the label', async ({ app, url }) => {
  await openScan(app, url);
  await app.locator('input[type="file"]').setInputFiles(input('two-ours.png'));
  const choices = app.locator('[data-action="choose-code"]');
  await expect(choices).toHaveCount(2);
  const [one, other] = await choices.locator('strong').allInnerTexts();
  expect(one).not.toBe(other);
  await choices.first().click();
  await expect(app.locator('[data-code="device"]')).toBeVisible();
  await expect(app.locator('h1').first()).toContainText(one!.split(/\s·\s/)[0]!);
});

test('a second picture ends the reading of the first, and can be cancelled', async ({
  app,
  url,
}) => {
  await openScan(app, url);
  // Decoders that answer when the test tells.
  await app.evaluate(() => {
    const waiting: Worker[] = [];
    Object.assign(window, { waiting });
    Worker.prototype.postMessage = function () {
      waiting.push(this);
    };
  });
  const asked = (count: number) =>
    app.waitForFunction((n) => (window as unknown as Waiting).waiting.length === n, count);
  const give = app.locator('input[type="file"]');
  await give.setInputFiles(input('plain.png'));
  await asked(1);
  await give.setInputFiles(input('plain.png'));
  await asked(2);
  await app.evaluate(() => {
    const found = [{ kind: 'qr', text: 'https://shop.example' }];
    const answer = new MessageEvent('message', { data: { kind: 'still', found } });
    (window as unknown as Waiting).waiting[0]!.dispatchEvent(answer);
  });
  const reading = app.getByRole('heading', { name: 'Reading the picture…' });
  await expect(reading).toBeVisible();
  await app.locator('[data-action="cancel-reading"]').click();
  await expect(reading).toBeHidden();
  await expect(app.locator('[data-step="scan-first"]').first()).toBeVisible();
  await expect(app.locator('[data-error]:not([data-error^="CAMERA"])')).toHaveCount(0);
});

test('without a camera the ways to go on are in sight, on the smallest phones, too', async ({
  app,
  url,
}) => {
  await openScan(app, url);
  await app.locator('[data-error^="CAMERA"]').waitFor();
  await app.locator('input[type="file"]').setInputFiles(input('text.png'));
  await app.locator('[data-error="PICTURE_UNREADABLE"]').waitFor();
  for (const [width, height] of [
    [360, 740],
    [320, 568],
  ] as const) {
    await app.setViewportSize({ width, height });
    for (const action of ['choose-picture', 'paste', 'start-camera'])
      await expect(app.locator(`[data-action="${action}"]`)).toBeInViewport({ ratio: 1 });
  }
});

interface Waiting {
  readonly waiting: readonly Worker[];
}
