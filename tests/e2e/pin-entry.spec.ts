/**
 * Entering a PIN or a number: it goes on by itself, the last digit can be taken back, and nothing
 * moves (WCAG 2.2 §2.4.3, §3.2.2).
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { onGallery } from './support/gallery-fixtures.ts';
import { open, textSize } from './support/screen-probes.ts';

const test = onGallery({ hasTouch: true, viewport: { width: 320, height: 568 } });

/** Screens that ask for digits, and what is described beside the field. */
const SCREENS = {
  authenticate: 'Enter your PIN To see a one-time password.',
  'authenticate-again': 'Enter your PIN again',
  'choose-pin': 'Choose a PIN 6 digits',
  'confirm-pin': 'Confirm your PIN Enter the same digits once more.',
  'new-pin': 'Choose a PIN 6 digits',
  number: 'Which number does Northwind Bank show? EUR 1,249.50 to Contoso Energy Enter the number',
} as const;

test.beforeAll(({ page }) => page.clock.install());
test.afterEach(({ page }) => page.clock.resume());

const field = (page: Page): Locator => page.locator('tessera-pin-entry input');
const key = (page: Page, name: string | number): Locator =>
  page.getByRole('button', { name: String(name), exact: true });
/** Not a tap, which waits for frames: the page's clock stands still. */
const press = (page: Page, name: string | number) => key(page, name).dispatchEvent('click');
const asked = (page: Page) => page.evaluate(() => window.asked);

/** Stops the page's clock, so that what the last digit begins waits for the test. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
}

test('the last digit goes on by itself, and no sooner than it can be taken back', async ({
  page,
}) => {
  await open(page, 'authenticate');
  await expect(page.getByRole('group', { name: 'Keypad', exact: true })).toBeVisible();
  await stopClock(page);
  for (const digit of [2, 9, 0, 5, 7, 1]) await press(page, digit);
  await page.clock.runFor(399);
  expect(await asked(page)).toEqual([]);
  await press(page, 'Delete last digit');
  await page.clock.runFor(1000);
  expect(await asked(page)).toEqual([]);
  await press(page, 4);
  await page.clock.runFor(400);
  expect(await asked(page)).toEqual([{ type: 'pin-typed', digits: '290574' }]);
  await expect(field(page)).toHaveValue('');
});

test('Backspace takes the last digit back, Enter goes on at once', async ({ page }) => {
  await open(page, 'authenticate');
  await stopClock(page);
  await page.keyboard.type('290571');
  await page.keyboard.press('Backspace');
  await page.clock.runFor(1000);
  expect(await asked(page)).toEqual([]);
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  expect(await asked(page)).toEqual([{ type: 'pin-typed', digits: '290574' }]);
  await page.clock.runFor(1000);
  expect(await asked(page)).toHaveLength(1);
});

test('what was typed goes nowhere once the screen is gone or hidden', async ({ page }) => {
  await open(page, 'authenticate');
  await stopClock(page);
  await page.keyboard.type('290571');
  await page.evaluate(() => window.show('starting'));
  await page.clock.runFor(1000);
  expect(await asked(page)).toEqual([]);
});

test('with “Ask before going on” the digits wait for Continue', async ({ page }) => {
  await open(page, 'authenticate-ask-first');
  await stopClock(page);
  await expect(field(page)).not.toHaveAccessibleDescription(/by itself/);
  for (const digit of [2, 9, 0, 5, 7, 1, 3]) await press(page, digit);
  await press(page, 'Delete last digit');
  await press(page, 4);
  await page.clock.runFor(1000);
  expect(await asked(page)).toEqual([]);
  await press(page, 'Continue');
  expect(await asked(page)).toEqual([{ type: 'pin-typed', digits: '290574' }]);
});

for (const [scene, described] of Object.entries(SCREENS))
  test(`on ${scene} the field has the focus, the heading’s words and the keys typed at once`, async ({
    page,
  }) => {
    await open(page, 'menu');
    await open(page, scene);
    await stopClock(page);
    await page.keyboard.type('2');
    await expect(field(page)).toHaveValue('2');
    await expect(field(page)).toHaveAccessibleDescription(
      new RegExp(`^${described.replace(/[?.]/g, '\\$&').replaceAll(' ', '\\s')}`),
    );
    await expect(field(page)).toHaveAccessibleDescription(
      /Goes on by itself with the last digit\./,
    );
  });

test('no key is taken anywhere but in the field', async ({ page }) => {
  await open(page, 'authenticate');
  await stopClock(page);
  await key(page, 'Forgot PIN?').focus();
  await page.keyboard.type('290571');
  await page.clock.runFor(1000);
  await expect(field(page)).toHaveValue('');
  expect(await asked(page)).toEqual([]);
});

/** Where the keypad is, in CSS pixels. */
const keypad = (page: Page) => page.locator('.keypad').boundingBox();

test('all of a PIN’s screen fits a small phone, and an error moves nothing', async ({ page }) => {
  const heights: Record<string, number> = {};
  const moved: string[] = [];
  for (const [scene, ...errors] of [
    ['authenticate', 'authenticate-wrong', 'authenticate-wait', 'authenticate-disagrees'],
    ['choose-pin', 'choose-pin-weak', 'choose-pin-mismatch'],
    ['confirm-pin'],
    ['new-pin'],
    ['number'],
    ['number-six'],
  ] as const) {
    await open(page, scene);
    const before = await keypad(page);
    for (const each of [scene, ...errors]) {
      await open(page, each);
      if (JSON.stringify(await keypad(page)) !== JSON.stringify(before)) moved.push(each);
      heights[each] = await page.evaluate(() => document.documentElement.scrollHeight);
    }
  }
  expect(moved).toEqual([]);
  expect(Object.entries(heights).filter(([, height]) => height > 568)).toEqual([]);
});

test('with larger text the keypad is the last of what scrolls', async ({ page }) => {
  await textSize(page, 150);
  for (const scene of Object.keys(SCREENS)) {
    await open(page, scene);
    const box = (await keypad(page))!;
    const bottoms = await page
      .locator('button:visible:not(.keypad button)')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().bottom));
    expect(Math.max(...bottoms), scene).toBeLessThanOrEqual(box.y);
  }
});
