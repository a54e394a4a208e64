/** Copying a code: "Copied" is what the clipboard says, not what was hoped for. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toLink } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { newPhone, paste } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { button } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

/** The clipboard answers when the test says so. */
type Held = typeof globalThis & { answer: (ok: boolean) => void };

/** In a page that is open. */
async function holdClipboard(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () =>
      new Promise<void>((resolve, reject) => {
        (globalThis as Held).answer = (ok) =>
          ok ? resolve() : reject(new DOMException('As played', 'NotAllowedError'));
      });
  });
}

const answer = (page: Page, ok: boolean) =>
  page.evaluate((given) => (globalThis as Held).answer(given), ok);

test('a code is in the clipboard when the app says so, and not before; refused, that is said', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  const code = await codeOn(app, 'device');
  await test.step('a code is in the clipboard when the app says so', async () => {
    await button(app, 'Copy').click();
    await expect(button(app, 'Copied')).toBeVisible();
    expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(code);
    // After a moment it can be copied again.
    await expect(button(app, 'Copy')).toBeVisible();
  });
  await holdClipboard(app);
  await test.step('refused, that is said, and the code is selected for the hand', async () => {
    await button(app, 'Copy').click();
    await answer(app, false);
    await expect(app.getByText('Copying isn’t allowed here.')).toBeVisible();
    await expect(app.getByText('Copied')).toHaveCount(0);
    await expect.poll(() => app.evaluate(() => getSelection()?.toString())).toBe(code);
  });
  await test.step('nothing is said before the clipboard has answered; another try may go through', async () => {
    await button(app, 'Copy').click();
    await expect(button(app, 'Copy')).toBeVisible();
    await expect(app.getByText('Copied')).toHaveCount(0);
    await answer(app, true);
    await expect(button(app, 'Copied')).toBeVisible();
    await expect(app.getByText('Copying isn’t allowed here.')).toHaveCount(0);
  });
});

test('in an iPhone’s browser a link is copied for the installed app, and activates nothing', async ({
  issuer,
  browser,
  url,
}) => {
  const { firstMessage } = granted(await issuer.begin());
  const iphone = await newPhone(browser, {
    ...WITHOUT_WORKER,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  });
  const page = await iphone.newPage();
  const copy = button(page, 'Copy the code');
  await page.goto(toLink(url, firstMessage));
  await copy.click();
  await expect(button(page, 'Use the code')).toHaveCount(0);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^TES1\./);
  await test.step('copied or not, that is said', async () => {
    await page.goto('about:blank');
    await page.goto(toLink(url, firstMessage));
    await copy.waitFor();
    await holdClipboard(page);
    await copy.click();
    await answer(page, false);
    await expect(page.getByText('Go back to the page, and press “Copy as text”')).toBeVisible();
    await copy.click();
    await answer(page, true);
    await expect(page.getByText('Copied. Now open the app')).toBeVisible();
    await expectStep(page, 'home');
  });
  await iphone.close();
});
