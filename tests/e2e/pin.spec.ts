/**
 * The PIN: changed after two confirmations, wrong ones counted and delayed (docs/vault.md, rules 2
 * and 3).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { expectRightCode } from './support/journeys.ts';
import {
  alert,
  beginPinChange,
  button,
  changePin,
  fromMenu,
  goHome,
  reopen,
} from './support/menu-actions.ts';
import { pictureOfPin, slipOf } from './support/wrong-pins.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const NEW = '864209';

async function askForCode(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'One-time Password' }).click();
  await expectStep(app, 'authenticate');
}

const left = (app: Page, tries: number) =>
  alert(app, 'PIN_WRONG').filter({
    hasText: tries === 1 ? '1 try left' : `${String(tries)} tries left`,
  });

const which = (app: Page) => app.getByRole('heading', { name: 'Which is your picture?' });

test('another picture than one’s own writes nothing, and there is one choice; Change PIN asks for it once, and which of nine pictures is its own', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  await test.step('another picture', async () => {
    const picture = await pictureOfPin(app, PIN);
    await fromMenu(app, 'Change PIN');
    await enterPin(app, PIN);
    await expect(which(app)).toBeVisible();
    const choices = app.getByRole('group', { name: 'Which is your picture?' }).getByRole('button');
    await choices.filter({ hasNotText: picture }).first().click();
    await expect(alert(app, 'PIN_DISAGREES')).toContainText('A digit may have been mistyped');
    await enterPin(app, PIN);
    await expect(app.getByRole('heading', { name: 'Enter your PIN again' })).toBeVisible();
    await reopen(app);
    await expectRightCode(app, issuer, mine);
  });
  await reopen(app);
  await test.step('its own', async () => {
    const picture = await pictureOfPin(app, PIN);
    await fromMenu(app, 'Change PIN');
    await enterPin(app, PIN);
    await expect(which(app)).toBeFocused();
    const choices = app.getByRole('group', { name: 'Which is your picture?' }).getByRole('button');
    await expect(choices).toHaveCount(9);
    // Nothing tells them apart but the picture and its name.
    const facts = await choices.evaluateAll((buttons) =>
      buttons.map((each) =>
        [...each.attributes].map(({ name, value }) => `${name}=${value}`).join(),
      ),
    );
    expect(new Set(facts).size).toBe(1);
    expect(await app.locator('tessera-app').innerText()).not.toContain('Your picture');
    await choices.filter({ hasText: picture }).focus();
    await app.keyboard.press('Enter');
    await expectStep(app, 'choose-pin');
    await enterPin(app, NEW);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, NEW);
    await expectStep(app, 'pin-changed');
    await reopen(app);
    await expectRightCode(app, issuer, mine, NEW);
  });
});

test('in a session whose picture was shown, the PIN is asked for once more, and no choice; who doesn’t remember it is asked for the PIN twice, and for the picture', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  await test.step('the picture was shown', async () => {
    await expectRightCode(app, issuer, mine);
    await fromMenu(app, 'Change PIN');
    await enterPin(app, PIN);
    await expect(app.getByRole('heading', { name: 'Is this your picture?' })).toBeVisible();
    await button(app, 'Yes, that’s mine').click();
    await expectStep(app, 'choose-pin');
  });
  await reopen(app);
  await test.step('it is not remembered; codes are right at once and ever after', async () => {
    await fromMenu(app, 'Change PIN');
    await enterPin(app, PIN);
    await button(app, 'I don’t remember').click();
    await expect(app.getByRole('heading', { name: 'Enter your PIN again' })).toBeVisible();
    await enterPin(app, PIN);
    await expect(app.getByRole('heading', { name: 'Is this your picture?' })).toBeVisible();
    await button(app, 'Yes, that’s mine').click();
    await enterPin(app, NEW);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, NEW);
    await expectStep(app, 'pin-changed');
    await button(app, 'Done').click();

    await app.getByRole('button', { name: 'One-time Password' }).click();
    await expectStep(app, 'otp');
    await expectRightCode(app, issuer, mine, NEW);
    await reopen(app);
    await expectRightCode(app, issuer, mine, NEW);
  });
});

test('a new PIN that is weak or mistyped is refused, and the old one stays; once it is changed the old one opens nothing that the issuer would accept; “Ask before going on” is kept, and the PIN then waits for Continue', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  await test.step('refused', async () => {
    await beginPinChange(app);
    await enterPin(app, '123456');
    await expect(alert(app, 'PIN_WEAK')).toBeVisible();
    await enterPin(app, NEW);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, '864208');
    await expectStep(app, 'choose-pin');
    await expect(alert(app, 'PIN_DISAGREES')).toBeVisible();
    await reopen(app);
    await expectRightCode(app, issuer, mine);
  });
  await reopen(app);
  await test.step('changed', async () => {
    await changePin(app, PIN, NEW);
    await reopen(app);
    await askForCode(app);
    await enterPin(app, PIN);
    const code = app.locator('[data-code="otp"]');
    await expect(alert(app, 'PIN_WRONG').or(code)).toBeVisible();
    // One PIN in sixteen passes the check; it opens to another picture and to nobody's codes.
    if (await code.isVisible())
      expect(await issuer.verifyOtp(mine.id, await codeOn(app, 'otp'))).toMatchObject({
        reason: 'CODE_WRONG',
      });
  });
  await test.step('“Ask before going on”', async () => {
    await reopen(app);
    await button(app, 'Menu').click();
    const ask = app.getByRole('switch', { name: 'Ask before going on' });
    await ask.click();
    await expect(ask).toBeChecked();
    await reopen(app);
    await askForCode(app);
    await enterPin(app, NEW);
    await expect(app.locator('.tile.set')).toHaveCount(NEW.length);
    await button(app, 'Continue').click();
    await expectStep(app, 'otp');
  });
});

test('after a slip that passes the check the picture is another one, and nothing is written: the PIN is asked for again', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  const slip = await slipOf(app, PIN, 'passing');
  await test.step('a code is asked for', async () => {
    await askForCode(app);
    await enterPin(app, slip);
    await expectStep(app, 'otp');
    const picture = app.getByText(/^Your picture: /);
    await expect(app.getByRole('status').getByText(/^Your picture: /)).toHaveCount(1);
    await button(app, 'Not my picture?').click();
    await expect(alert(app, 'PIN_WRONG')).toHaveText(/A digit may have been mistyped/);
    await expect(picture).toHaveCount(0);
    await enterPin(app, PIN);
    await expectStep(app, 'otp');
    await expect(picture.last()).toBeVisible();
    await goHome(app);
    await expect(picture).toHaveCount(0);
    await expectRightCode(app, issuer, mine);
  });
  await reopen(app);
  await test.step('the PIN is to be changed: two entries disagree, or the picture is another one', async () => {
    await fromMenu(app, 'Change PIN');
    await enterPin(app, slip);
    await expect(which(app)).toBeVisible();
    await button(app, 'None of these').click();
    await expect(alert(app, 'PIN_DISAGREES')).toBeVisible();

    await enterPin(app, slip);
    await expect(app.getByRole('heading', { name: 'Enter your PIN again' })).toBeVisible();
    await enterPin(app, PIN);
    await expect(alert(app, 'PIN_DISAGREES')).toBeVisible();

    await enterPin(app, slip);
    await expect(app.getByRole('heading', { name: 'Enter your PIN again' })).toBeVisible();
    await enterPin(app, slip);
    await button(app, 'No, mine is another one').click();
    await expect(alert(app, 'PIN_DISAGREES')).toBeVisible();

    await reopen(app);
    await expectRightCode(app, issuer, mine);
  });
});

test('wrong PINs are counted over restarts and tabs, and the wait that follows is kept there too', async ({
  app,
  phone,
  url,
  openWithAccount,
}) => {
  await phone.clock.install();
  await openWithAccount();
  const wrong = await slipOf(app, PIN, 'caught');
  await askForCode(app);
  await enterPin(app, wrong);
  await expect(left(app, 4)).toBeVisible();
  await enterPin(app, wrong);
  await expect(left(app, 3)).toBeVisible();
  await reopen(app);
  await askForCode(app);
  await enterPin(app, wrong);
  await expect(left(app, 2)).toBeVisible();

  const tab = await phone.newPage();
  await tab.goto(url);
  await askForCode(tab);
  await enterPin(tab, wrong);
  await expect(left(tab, 1)).toBeVisible();
  await enterPin(app, wrong);
  await expect(alert(app, 'PIN_WAIT')).toBeVisible();
  await expect(app.getByRole('timer')).toHaveText(/You can try again in 0:[0-3]\d/);
  await expect(app.getByLabel('PIN', { exact: true })).not.toBeEditable();

  await enterPin(tab, PIN);
  await expect(alert(tab, 'PIN_WAIT')).toBeVisible();
  await reopen(app);
  await askForCode(app);
  await enterPin(app, PIN);
  await expect(alert(app, 'PIN_WAIT')).toBeVisible();

  await phone.clock.fastForward(31_000);
  await expect(app.getByText('You can try again now.')).toBeVisible();
  await enterPin(app, PIN);
  await expectStep(app, 'otp');

  // A right PIN halves the count: two are left of five, and two tries until the next wait.
  await reopen(app);
  await askForCode(app);
  await enterPin(app, wrong);
  await expect(left(app, 2)).toBeVisible();
});
