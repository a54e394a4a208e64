/**
 * Home alone, from hand-made snapshots: many accounts are looked through, and a place where
 * accounts do not stay is said before anything else.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { onGallery } from './support/gallery-fixtures.ts';
import { open } from './support/screen-probes.ts';

const test = onGallery({ viewport: { width: 390, height: 780 } });

const asked = (page: Page) => page.evaluate(() => window.asked);
const search = (page: Page) => page.getByLabel('Find an account');
const cards = (page: Page) => page.locator('tessera-account-card');

test('nine accounts are looked through, eight are not', async ({ page }) => {
  await open(page, 'home-five');
  await expect(search(page)).toHaveCount(0);
  await open(page, 'home-nine');
  await expect(cards(page)).toHaveCount(9);
  await search(page).fill('CONTÓSO');
  await expect(cards(page).filter({ visible: true })).toHaveCount(2);
  await expect(page.getByText('Nothing found')).toHaveCount(0);

  await search(page).fill('contoso nowhere');
  await expect(cards(page).filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Nothing found' })).toBeVisible();
});

test('Escape empties the search, and leads back only after that', async ({ page }) => {
  await open(page, 'otp-nine');
  await search(page).fill('contoso');
  // Besides what was found: the open card stays, and its code has not moved the focus.
  await expect(cards(page).filter({ visible: true })).toHaveCount(3);
  await expect(page.locator('[data-code="otp"]')).toBeVisible();
  await expect(search(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
  await expect(cards(page).filter({ visible: true })).toHaveCount(9);
  expect(await asked(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await asked(page)).toEqual([{ type: 'went-back' }]);
});

for (const [scene, title, isLoud] of [
  ['home-empty-ios', 'First, add it to your home screen', true],
  ['home-empty-ios-inside', 'First, add it to your home screen', true],
  ['home-empty-inside', 'First, open it in your browser', true],
  ['home-empty-firefox', 'Keep it on your home screen', false],
  ['home-empty-samsung', 'Keep it on your home screen', false],
] as const)
  test(`${scene} says “${title}”, ${isLoud ? 'louder' : 'quieter'} than Scan Code`, async ({
    page,
  }) => {
    await open(page, scene);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    const ground = (name: string) =>
      page.locator(name).evaluate((element) => getComputedStyle(element).backgroundColor);
    const guide = await ground(isLoud ? '.loud' : '.offer');
    const scan = await ground('[data-action="scan"]');
    // The brand's colour is on one of the two.
    const brand = await page.locator('tessera-home-screen').evaluate((element) => {
      const probe = document.createElement('i');
      probe.style.background = 'var(--brand)';
      element.shadowRoot!.append(probe);
      return getComputedStyle(probe).backgroundColor;
    });
    expect(guide === brand).toBe(isLoud);
    expect(scan === brand).toBe(!isLoud);
  });

test('without a reason the first Home has no guide', async ({ page }) => {
  await open(page, 'home-empty');
  await expect(page.locator('.loud, .offer')).toHaveCount(0);
});
