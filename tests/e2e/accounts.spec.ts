/**
 * Several accounts: added after a proof, named, ordered, and activated again; the old instance
 * stays until the page accepted the new one.
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import type { Begun } from './support/authenticator-page.ts';
import {
  choosePin,
  exchange,
  finish,
  newIssuer,
  otpOf,
  paste,
  PIN,
} from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { button, fromMenu, goHome, openAccount, prove } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/** Opens the first scan from the account's page, with the proof before it. */
async function activateAgain(app: Page, serial: string): Promise<void> {
  await openAccount(app, serial);
  await button(app, 'Activate again').click();
  await prove(app);
  await expectStep(app, 'scan-first');
}

/** An activation that replaces a live instance, as a bank begins it after an identification. */
async function replacement(issuer: Issuer, { id }: Begun) {
  const begun = await issuer.beginReplacement(id, { identifiedAsAtEnrolment: true });
  if (!begun.ok) throw new Error(begun.reason);
  return begun;
}

/** Replaces an account's instance, up to the activation code of the new one. */
async function replaceUpToCode(app: Page, issuer: Issuer, old: Begun): Promise<Begun> {
  const next = await replacement(issuer, old);
  await activateAgain(app, old.serial);
  await paste(app, await exchange(app, issuer, next.firstMessage, next.id));
  await expectStep(app, 'activation-code');
  return next;
}

test('a further account from Manage accounts asks who it is first, and only then', async ({
  app,
  openWithAccount,
}) => {
  await openWithAccount();
  await otpOf(app);
  const other = await newIssuer('Contoso');
  await fromMenu(app, 'Manage accounts');
  await button(app, 'Add an account').click();
  // Although the PIN was entered a moment ago.
  await expectStep(app, 'authenticate');
  await prove(app);
  await expectStep(app, 'scan-first');
  const begun = granted(await other.begin());
  await paste(app, await exchange(app, other, begun.firstMessage, begun.id));
  await finish(app, other, begun.id);
  await fromMenu(app, 'Manage accounts');
  await expect(app.locator('.entry').filter({ hasText: 'Contoso' })).toHaveCount(1);
  await expect(app.locator('.entry').filter({ hasText: 'Northwind Bank' })).toHaveCount(1);

  // A name that looks like the first one's, with a zero: told with the heading, and no more.
  const fake = await newIssuer('N0rthwind Bank');
  await goHome(app);
  await paste(app, granted(await fake.begin()).firstMessage);
  await expectStep(app, 'device-code');
  await expect(app.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(app.getByRole('heading', { level: 1 })).toHaveAccessibleDescription(
    'You have an account at Northwind Bank. This code has a name like it and another key: ' +
      'it may be from somebody else. Ask Northwind Bank before you go on.',
  );
  await button(app, 'Scan the second code').click();
  await expectStep(app, 'scan-second');
});

test('activating again takes no other account’s code, and keeps the old instance until the page accepted the new one', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const old = await openWithAccount();
  await test.step('a code for another account is refused', async () => {
    const stranger = granted(await issuer.begin());
    await activateAgain(app, old.serial);
    await paste(app, stranger.firstMessage);
    await expect(app.locator('[role="alert"][data-error="REPLACES_MISMATCH"]')).toBeVisible();
    await expectStep(app, 'scan-first');
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
  });
  await test.step('“The page refused the code” deletes the new instance, and the old one stays', async () => {
    await replaceUpToCode(app, issuer, old);
    await app.locator('[data-action="page-refused"]').click();
    await expect(app.locator('[role="alert"][data-error="PAGE_REFUSED"]')).toBeVisible();
    await button(app, 'Start over').click();
    await expectStep(app, 'scan-first');
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
    const still = await issuer.verifyOtp(old.id, await otpOf(app));
    expect(still.ok).toBe(true);
  });
  await test.step('the page accepts the code', async () => {
    await goHome(app);
    const next = await replaceUpToCode(app, issuer, old);

    // Closed before the page had the code: both are here, and the old one still works.
    await app.reload();
    await expectStep(app, 'authenticate');
    await app.getByRole('button', { name: 'Cancel' }).or(button(app, 'Back')).first().click();
    await expectStep(app, 'home');
    await button(app, 'Finish activating').click();
    await prove(app);
    await finish(app, issuer, next.id);
    const accepted = await issuer.verifyOtp(next.id, await otpOf(app));
    expect(accepted.ok).toBe(true);
    expect((await issuer.inspect(old.id))?.state).toBe('REPLACED');
    await app.reload();
    await expectStep(app, 'home');
    await expect(app.getByText(old.serial)).toHaveCount(1);
  });
});

test('two issuers with one serial number are two accounts, each with its own codes', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  const other = await newIssuer('Contoso');
  const serial = 'SHARED-1';
  const one = granted(await issuer.begin({ serial }));
  const two = granted(await other.begin({ serial }));
  const second = await exchange(app, issuer, one.firstMessage, one.id);
  await paste(app, second);
  await choosePin(app, PIN);
  await button(app, 'Continue').click();
  await finish(app, issuer, one.id);
  await paste(app, await exchange(app, other, two.firstMessage, two.id));
  await prove(app);
  await finish(app, other, two.id);
  await fromMenu(app, 'Manage accounts');
  await expect(app.getByText(serial)).toHaveCount(2);
});

test('an own name is kept, must be unique, and changes nothing else; a new phone takes an account, which is ticked off and then removed here', async ({
  app,
  openWithTwo,
}) => {
  const { mine, further } = await openWithTwo();
  await test.step('an own name', async () => {
    const rename = async (serial: string, name: string) => {
      await openAccount(app, serial);
      await app.getByLabel('Your own name for it').fill(name);
      await button(app, 'Save').click();
    };
    await rename(mine.serial, 'Household');
    await expect(app.getByRole('heading', { name: 'Household' })).toBeVisible();
    await app.reload();
    await rename(further.serial, 'Household');
    await expect(app.getByText('Another account has this name')).toBeVisible();
    await app.reload();
    await expect(app.getByText('Household')).toHaveCount(1);
  });
  await test.step('a new phone', async () => {
    await fromMenu(app, 'New phone?');
    await expect(app.getByText('2 accounts are still to be moved.')).toBeVisible();
    const tick = app.getByRole('checkbox', { name: /has it: Contoso/ });
    await tick.click();
    await expect(tick).toBeChecked();
    await expect(app.getByText('1 account is still to be moved.')).toBeVisible();
    await app.reload();
    await fromMenu(app, 'New phone?');
    await expect(tick).toBeChecked();
    await app.getByRole('button', { name: /^Remove it from this phone: Contoso/ }).click();
    await button(app, 'Remove').click();
    await prove(app);
    await expectStep(app, 'new-phone');
    await expect(app.getByText('Contoso')).toBeHidden();
  });
});

/** Takes an account by its grip to the place of another; the finger stays down. */
async function dragTo(entry: Locator, place: Locator): Promise<void> {
  const { mouse } = entry.page();
  const from = (await entry.locator('.grip').boundingBox())!;
  const to = (await place.boundingBox())!;
  await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await mouse.down();
  await mouse.move(from.x, to.y + to.height / 2, { steps: 4 });
  await expect(entry).toHaveAttribute('data-dragged');
}

test('accounts keep the order that they were given', async ({ app, openWithTwo }) => {
  await openWithTwo();
  const [first, last] = [app.locator('.entry').first(), app.locator('.entry').last()];
  await test.step('Escape ends a drag: every account stays where it was, on the same screen', async () => {
    await fromMenu(app, 'Manage accounts');
    await dragTo(last, first);
    await app.keyboard.press('Escape');
    await expect(last).not.toHaveAttribute('data-dragged');
    await app.mouse.up();
    await expect(last).toContainText('Contoso');
    await app.keyboard.press('Escape');
    await expect(first).toHaveCount(0);
  });
  await test.step('dragged', async () => {
    await fromMenu(app, 'Manage accounts');
    await expect(last).toContainText('Contoso');
    await dragTo(last, first);
    await app.mouse.up();
    await expect(first).toContainText('Contoso');
    await expect(app.getByRole('status').filter({ hasText: 'number 1 of 2' })).toBeAttached();
    await app.reload();
    await fromMenu(app, 'Manage accounts');
    await expect(first).toContainText('Contoso');
  });
  await test.step('moved by an arrow', async () => {
    await app.getByRole('button', { name: /^Move .*Northwind Bank.* up$/ }).click();
    await expect(first).toContainText('Northwind Bank');
    await app.reload();
    await fromMenu(app, 'Manage accounts');
    await expect(first).toContainText('Northwind Bank');
  });
});
