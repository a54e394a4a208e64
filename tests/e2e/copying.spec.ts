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

async function holdClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () =>
      new Promise<void>((resolve, reject) => {
        (globalThis as Held).answer = (ok) =>
          ok ? resolve() : reject(new DOMException('As played', 'NotAllowedError'));
      });
  });
}

const answer = (page: Page, ok: boolean) =>
  page.evaluate((given) => (globalThis as Held).answer(given), ok);

test('a code is in the clipboard when the app says so', async ({ app, issuer, url }) => {
  await app.goto(url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  const code = await codeOn(app, 'device');
  await button(app, 'Copy').click();
  await expect(button(app, 'Copied')).toBeVisible();
  expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test('nothing is said before the clipboard has answered', async ({ app, issuer, url }) => {
  await holdClipboard(app);
  await app.goto(url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  await button(app, 'Copy').click();
  await expect(button(app, 'Copy')).toBeVisible();
  await expect(app.getByText('Copied')).toHaveCount(0);
  await answer(app, true);
  await expect(button(app, 'Copied')).toBeVisible();
  // After a moment it can be copied again.
  await expect(button(app, 'Copy')).toBeVisible();
});

test('refused, that is said, and the code is selected for the hand', async ({
  app,
  issuer,
  url,
}) => {
  await holdClipboard(app);
  await app.goto(url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  const code = await codeOn(app, 'device');
  await button(app, 'Copy').click();
  await answer(app, false);
  await expect(app.getByText('Copying isn’t allowed here.')).toBeVisible();
  await expect(app.getByText('Copied')).toHaveCount(0);
  await expect.poll(() => app.evaluate(() => getSelection()?.toString())).toBe(code);
  // Another try may go through.
  await button(app, 'Copy').click();
  await answer(app, true);
  await expect(button(app, 'Copied')).toBeVisible();
  await expect(app.getByText('Copying isn’t allowed here.')).toHaveCount(0);
});

test('a link’s code for the installed app: copied or not, that is said', async ({
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
  await holdClipboard(page);
  await page.goto(toLink(url, firstMessage));
  await button(page, 'Copy the code').click();
  await answer(page, false);
  await expect(page.getByText('Go back to the page, and press “Copy as text”')).toBeVisible();
  await button(page, 'Copy the code').click();
  await answer(page, true);
  await expect(page.getByText('Copied. Now open the app')).toBeVisible();
  await expectStep(page, 'home');
  await iphone.close();
});
