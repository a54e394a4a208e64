/**
 * Biometric unlock, and the PIN as the alternative wherever it fails (docs/vault.md, rules 4 and
 * 10).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { choosePin, exchange, finish, paste, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import {
  alert,
  biometricsSwitch,
  button,
  changePin,
  expectBiometrics,
  fromMenu,
  prove,
  reopen,
  turnOffBiometrics,
  turnOnBiometrics,
} from './support/menu-actions.ts';
import type { Passkeys } from './support/virtual-authenticator.ts';
import { givePasskeys, withholdKeyAtCreation } from './support/virtual-authenticator.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const USE = 'Use biometrics';

let app: Page;
let issuer: Issuer;
let url: string;
let passkeys: Passkeys;

test.beforeEach(({ app: page, issuer: bank, url: address }) => {
  [app, issuer, url] = [page, bank, address];
});

/** Opens the app on a phone with biometrics. */
async function open(kind?: { prf: boolean }): Promise<void> {
  passkeys = await givePasskeys(app, kind);
  await app.goto(url);
}

/** From the first image to "Choose how to unlock"; returns the activation's id. */
async function toChoice(): Promise<string> {
  const { id, firstMessage } = await issuer.begin();
  await paste(app, await exchange(app, issuer, firstMessage, id));
  await choosePin(app, PIN);
  await button(app, 'Continue').click();
  await expectStep(app, 'choose-unlock');
  return id;
}

/** To the one-time password as far as the question who it is. */
async function askForCode(): Promise<void> {
  await app.getByRole('button', { name: 'One-time Password' }).click();
  await expectStep(app, 'authenticate');
}

async function expectRightCode(id: string): Promise<void> {
  await expectStep(app, 'otp');
  const code = await codeOn(app, 'otp');
  expect(await issuer.verifyOtp(id, code)).toMatchObject({ ok: true });
}

test('turned on while activating, they open the vault after the app was closed', async () => {
  await open();
  const id = await toChoice();
  await expect(app.getByText('your system asks for your permission')).toBeVisible();
  await button(app, USE).click();
  await finish(app, issuer, id);
  expect(await passkeys.count()).toBe(1);

  await reopen(app);
  await askForCode();
  await button(app, USE).click();
  await expectRightCode(id);
});

test('turned on from the menu, and off again, when only the PIN opens', async ({
  openWithAccount,
}) => {
  passkeys = await givePasskeys(app);
  const { id } = await openWithAccount();
  await reopen(app);
  await turnOnBiometrics(app);
  await reopen(app);
  await askForCode();
  await button(app, USE).click();
  await expectRightCode(id);

  await turnOffBiometrics(app);
  await reopen(app);
  await askForCode();
  await expect(button(app, USE)).toBeHidden();
  await enterPin(app, PIN);
  await expectStep(app, 'otp');
});

test('cancelled in the wizard: said, skipped, and turned on later', async () => {
  await open();
  await passkeys.recogniseNobody();
  const id = await toChoice();
  await button(app, USE).click();
  await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
  await button(app, 'Skip, use PIN').click();
  await finish(app, issuer, id);
  await passkeys.beginAnew();
  await turnOnBiometrics(app);
});

test('not recognised, the PIN opens', async ({ openWithAccount }) => {
  passkeys = await givePasskeys(app);
  const { id } = await openWithAccount();
  await turnOnBiometrics(app);
  await reopen(app);
  await passkeys.recogniseNobody();
  await askForCode();
  await button(app, USE).click();
  await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
  await enterPin(app, PIN);
  await expectRightCode(id);
});

test('with its passkey deleted the PIN opens, and another one can be made', async ({
  openWithAccount,
}) => {
  passkeys = await givePasskeys(app);
  const { id } = await openWithAccount();
  await turnOnBiometrics(app);
  await reopen(app);
  await passkeys.deleteAll();
  await askForCode();
  await button(app, USE).click();
  // A deleted passkey looks like a cancel: no browser tells which it was.
  await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
  await enterPin(app, PIN);
  await expectRightCode(id);

  await turnOffBiometrics(app);
  await turnOnBiometrics(app);
  await reopen(app);
  await askForCode();
  await button(app, USE).click();
  await expectStep(app, 'otp');
});

test('a system that hands over the key only at a second tap is asked twice', async () => {
  await withholdKeyAtCreation(app);
  await open();
  const id = await toChoice();
  await button(app, USE).click();
  await expect(alert(app, 'BIOMETRICS_SECOND_TAP')).toBeVisible();
  await button(app, USE).click();
  await finish(app, issuer, id);
  expect(await passkeys.count()).toBe(1);

  await turnOffBiometrics(app);
  await fromMenu(app, /Biometric authentication/);
  await biometricsSwitch(app).click();
  await prove(app);
  await expectStep(app, 'second-tap');
  await button(app, 'Continue').click();
  await expectBiometrics(app, 'on');
  await reopen(app);
  await askForCode();
  await button(app, USE).click();
  await expectStep(app, 'otp');
});

test('where biometrics keep no keys that is said, and they are offered no more', async () => {
  await open({ prf: false });
  const id = await toChoice();
  await button(app, USE).click();
  await expect(app.getByText('can’t keep keys behind biometrics')).toBeVisible();
  await expect(button(app, USE)).toBeHidden();
  // What was made there is of no use, and does not stay in the system's list.
  expect(await passkeys.count()).toBe(0);
  await button(app, 'Skip, use PIN').click();
  await finish(app, issuer, id);
  await fromMenu(app, /Biometric authentication/);
  await expect(app.getByText('can’t keep keys behind biometrics')).toBeVisible();
  await expect(biometricsSwitch(app)).toBeHidden();
});

test('where there are none the wizard and the menu say so', async () => {
  await app.goto(url);
  const id = await toChoice();
  await expect(app.getByText('can’t keep keys behind biometrics')).toBeVisible();
  await expect(button(app, USE)).toBeHidden();
  await button(app, 'Skip, use PIN').click();
  await finish(app, issuer, id);
  await fromMenu(app, /Biometric authentication/);
  await expect(app.getByText('can’t keep keys behind biometrics')).toBeVisible();
  await expect(biometricsSwitch(app)).toBeHidden();
});

test('a forgotten PIN gives way to a new one, which keeps every account', async ({
  openWithAccount,
}) => {
  passkeys = await givePasskeys(app);
  const { id } = await openWithAccount();
  await turnOnBiometrics(app);
  await reopen(app);
  await askForCode();
  await button(app, 'Forgot PIN?').click();
  await expectStep(app, 'forgot-pin');
  await button(app, USE).click();
  await choosePin(app, '864209');
  await expectStep(app, 'pin-changed');
  await reopen(app);
  await askForCode();
  await enterPin(app, '864209');
  await expectRightCode(id);
  await changePin(app, '864209', PIN);
});
