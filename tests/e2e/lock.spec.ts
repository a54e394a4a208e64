/**
 * The lock: codes masked as soon as the app is hidden, keys dropped after the grace period, and
 * always on return from the browser's cache (docs/vault.md, rule 6).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import { otpOf, paste } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { leaveFor, look } from './support/hidden-page.ts';
import { beginPinChange, button, goHome, lock } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

async function expectMasked(app: Page): Promise<void> {
  await expect(app.getByText('•').first()).toBeVisible();
  await expect(app.locator('[data-code]')).toHaveCount(0);
}

/** Whether the next code is asked for with the PIN. */
async function expectLocked(app: Page): Promise<void> {
  await expectStep(app, 'home');
  await app.getByRole('button', { name: 'One-time Password' }).click();
  await expectStep(app, 'authenticate');
}

test('a code is masked while the page is hidden, and there again when it is shown', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  await openWithAccount();
  await test.step('a one-time password', async () => {
    const code = await otpOf(app);
    await look(app, true);
    await expectMasked(app);
    // The card's serial number has digits, too.
    const half = code.length / 2;
    const digits = new RegExp(`${code.slice(0, half)}\\s?${code.slice(half)}`);
    expect(await app.locator('tessera-app').innerText()).not.toMatch(digits);
    await expect(button(app, 'Copy')).toBeDisabled();
    await look(app, false);
    expect(await codeOn(app, 'otp')).toMatch(/^\d{3} \d{3}$/);
  });
  await test.step('a device code', async () => {
    await goHome(app);
    const { id, firstMessage } = granted(await issuer.begin());
    await paste(app, firstMessage);
    await codeOn(app, 'device');
    await look(app, true);
    await expectMasked(app);
    await look(app, false);
    await codeOn(app, 'device');
    await issuer.revoke(id);
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
  });
  await test.step('digits of a PIN are gone', async () => {
    await beginPinChange(app);
    await app.getByLabel('PIN', { exact: true }).fill('8642');
    await look(app, true);
    await expect(app.getByLabel('PIN', { exact: true })).toHaveValue('');
    await look(app, false);
  });
  await test.step('it is locked by hand, and when it comes back from the browser’s cache, however short it was away', async () => {
    await goHome(app);
    await otpOf(app);
    await lock(app);
    await expectLocked(app);
    await button(app, 'Back').click();
    await otpOf(app);
    await app.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await expectLocked(app);
  });
});

test('away for longer than the grace, everything is locked, and a PIN that was being chosen is given up; for less, it is not', async ({
  app,
  phone,
  openWithAccount,
}) => {
  await phone.clock.install();
  await openWithAccount();
  await otpOf(app);
  await leaveFor(app, 20);
  await expectStep(app, 'otp');
  await leaveFor(app, 31);
  await expectLocked(app);
  await button(app, 'Back').click();
  await beginPinChange(app);
  await leaveFor(app, 31);
  await expectLocked(app);
});
