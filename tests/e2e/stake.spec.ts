/** What is at stake is said again on every screen between a request and its outcome. */
import { expect } from '@playwright/test';

import { onGallery } from './support/gallery-fixtures.ts';
import { open } from './support/screen-probes.ts';

const test = onGallery({});

const STAKE = /EUR\s1,249\.50\s+to\s+Contoso Energy/u;
const SCENES = [
  'request',
  'number',
  'authenticate-approve',
  'response-code',
  'not-accepted',
  'not-sent',
  'answered-approved',
  'answered-denied',
];

test('amount and payee stand on each screen on the way', async ({ page }) => {
  for (const name of SCENES) {
    await open(page, name);
    await expect(page.locator('main'), name).toContainText(STAKE);
  }
});

for (const [name, digits] of [
  ['number', 'number'],
  ['authenticate-approve', 'PIN'],
] as const)
  test(`and are heard with the field: ${digits}`, async ({ page }) => {
    await open(page, name);
    await expect(page.locator('#field')).toHaveAccessibleDescription(STAKE);
  });

test('the number screen’s other way is one line at 360 px', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'number');
  const button = page.locator('[data-action="scan-instead"]');
  // The least height of a target: a second line would make it higher.
  await expect.poll(async () => (await button.boundingBox())?.height).toBe(44);
});
