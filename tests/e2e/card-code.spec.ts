/**
 * The one-time password in its account's card: opened and closed in place, said once, one at a
 * time, and masked when nobody takes it.
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { newIssuer, otpOf, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { activateFurther, codeFor } from './support/journeys.ts';
import { button } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const SECOND_MS = 1000;

function cardOf(app: Page, serial: string): Locator {
  return app.getByRole('button').filter({ hasText: serial });
}

function spoken(app: Page): Locator {
  return app.getByText(/^The code, digit by digit: \d/);
}

test('Enter opens the card with the code in focus, Escape closes it with the card in focus', async ({
  app,
  openWithAccount,
}) => {
  const { serial } = await openWithAccount();
  const card = cardOf(app, serial);
  await expect(card).toHaveAttribute('aria-expanded', 'false');
  await card.focus();
  await app.keyboard.press('Enter');
  await expectStep(app, 'authenticate');
  await enterPin(app, PIN);
  await expectStep(app, 'otp');
  await expect(spoken(app)).toBeFocused();
  await expect(card).toHaveAttribute('aria-expanded', 'true');
  await expect(button(app, 'Scan Code')).toBeVisible();

  await app.keyboard.press('Escape');
  await expectStep(app, 'home');
  await expect(card).toBeFocused();
  await expect(card).toHaveAttribute('aria-expanded', 'false');
  await expect(app.locator('[data-code]')).toHaveCount(0);

  // Unlocked still: the same tap shows the code at once, and closes it again.
  await card.click();
  await test.step('the code is in no live region, and is said when it was copied', async () => {
    const live = app.locator('[role="status"], [role="alert"], [aria-live]');
    const told = async () => (await live.allInnerTexts()).join(' ').replace(/\s/g, '');
    const code = (await codeOn(app, 'otp')).replace(/\s/g, '');
    expect(await told()).not.toContain(code);
    await button(app, 'Copy').click();
    await expect(live.filter({ hasText: 'Copied The code, digit by digit: ' })).toHaveCount(1);
    expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(code);
  });
  await card.click();
  await expectStep(app, 'home');
  await expect(app.locator('[data-code]')).toHaveCount(0);
});

test('one card is open at a time', async ({ app, openWithAccount }) => {
  const first = await openWithAccount();
  const second = await activateFurther(app, await newIssuer('Contoso'));
  await codeFor(app, first);
  await cardOf(app, second.serial).click();
  await expect(cardOf(app, second.serial)).toHaveAttribute('aria-expanded', 'true');
  await expect(cardOf(app, first.serial)).toHaveAttribute('aria-expanded', 'false');
  await codeOn(app, 'otp');
  await expect(app.locator('[data-code]')).toHaveCount(1);

  // The account used last is the one that **One-time Password** opens.
  await button(app, 'Back').click();
  await expectStep(app, 'home');
  await button(app, 'One-time Password').click();
  await expect(cardOf(app, second.serial)).toHaveAttribute('aria-expanded', 'true');
});

test('a code that nobody takes is masked, also for who comes back, until it is wanted', async ({
  app,
  phone,
  openWithAccount,
}) => {
  await phone.clock.install();
  await openWithAccount();
  let shown = await otpOf(app);
  await button(app, 'Copy').focus();
  // A second at a time: a jump before the app has set its next timer is one that it does not see.
  const untilSoon = async (isThere: () => Promise<boolean>) =>
    expect
      .poll(
        async () => {
          await phone.clock.fastForward(SECOND_MS);
          return isThere();
        },
        { intervals: [10] },
      )
      .toBe(true);
  for (let period = 0; period < 2; period += 1) {
    const before = shown;
    await untilSoon(async () => (shown = await codeOn(app, 'otp')) !== before);
  }
  const show = button(app, 'Show the code');
  await untilSoon(() => show.isVisible());
  // Copy had the focus, and is gone.
  await expect(show).toBeFocused();
  await expect(app.locator('[data-code]')).toHaveCount(0);
  await expect(button(app, 'Copy')).toHaveCount(0);

  await app.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Object.defineProperty(document, 'hidden', { configurable: true, value: false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(show).toBeVisible();
  await show.click();
  await codeOn(app, 'otp');
  await expect(spoken(app)).toBeFocused();
});
