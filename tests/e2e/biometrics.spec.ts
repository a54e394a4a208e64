/**
 * Biometric unlock, and the PIN as the alternative wherever it fails (docs/vault.md, rules 4 and
 * 10).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { choosePin, exchange, finish, paste, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { leaveFor, look } from './support/hidden-page.ts';
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
  const { id, firstMessage } = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, firstMessage, id));
  await choosePin(app, PIN);
  await button(app, 'Continue').click();
  await expectStep(app, 'choose-unlock');
  return id;
}

const askForCode = () => app.getByRole('button', { name: 'One-time Password' }).click();

const keypad = () => app.getByRole('heading', { name: 'Enter your PIN' });
const prompt = () => app.getByRole('heading', { name: 'Answer the prompt on your screen' });

/** An account with biometrics on, in the app opened again. */
async function openLocked(openWithAccount: () => Promise<{ id: string }>): Promise<string> {
  passkeys = await givePasskeys(app);
  const { id } = await openWithAccount();
  await turnOnBiometrics(app);
  await reopen(app);
  return id;
}

/**
 * How often the page has asked the system for a face, since this was called. `held`: a prompt goes
 * on to the system once the page hears of a `face`.
 */
async function countPrompts(held = false): Promise<() => Promise<number>> {
  await app.evaluate((waits) => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    document.body.dataset['prompts'] = '0';
    navigator.credentials.get = async (options) => {
      document.body.dataset['prompts'] = String(Number(document.body.dataset['prompts']) + 1);
      if (waits) await new Promise((resolve) => addEventListener('face', resolve, { once: true }));
      return get(options);
    };
  }, held);
  return () => app.evaluate(() => Number(document.body.dataset['prompts']));
}

async function expectRightCode(id: string): Promise<void> {
  await expectStep(app, 'otp');
  const code = await codeOn(app, 'otp');
  const verdict = await issuer.verifyOtp(id, code);
  // Only a right code can have been used already.
  expect(verdict.ok || verdict.reason === 'CODE_USED', JSON.stringify(verdict)).toBe(true);
}

test('turned on while activating, they open the vault after the app was closed', async () => {
  await open();
  const id = await toChoice();
  await expect(app.getByText('your system asks for your permission')).toBeVisible();
  await test.step('cancelled in the wizard: said, and tried again', async () => {
    await passkeys.recogniseNobody();
    await button(app, USE).click();
    await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
    await passkeys.beginAnew();
  });
  await button(app, USE).click();
  await expectStep(app, 'activation-code');
  expect(await passkeys.count()).toBe(1);
  await test.step('opened again while the page waits for the last code, no prompt shows by itself', async () => {
    await passkeys.answer(false);
    await reopen(app);
    await expect(keypad()).toBeVisible();
    await passkeys.answer(true);
    await button(app, USE).click();
    await expectStep(app, 'activation-code');
  });
  await finish(app, issuer, id);

  await reopen(app);
  await askForCode();
  await expectRightCode(id);
});

test('set up in the system while the app was away, they are there on return; turned on from the menu, and off again, when only the PIN opens', async ({
  openWithAccount,
}) => {
  const { id } = await openWithAccount();
  await test.step('set up', async () => {
    await fromMenu(app, /Biometric authentication/);
    await expect(app.getByText('can’t keep keys behind biometrics')).toBeVisible();
    await expect(biometricsSwitch(app)).toBeHidden();
    await look(app, true);
    await givePasskeys(app);
    await look(app, false);
    await expect(biometricsSwitch(app)).toBeVisible();
  });
  await test.step('on', async () => {
    await turnOnBiometrics(app);
    await reopen(app);
    await askForCode();
    await expectRightCode(id);
  });
  await test.step('off', async () => {
    await turnOffBiometrics(app);
    await reopen(app);
    await askForCode();
    await expect(keypad()).toBeVisible();
    await expect(button(app, USE)).toBeHidden();
    await enterPin(app, PIN);
    await expectStep(app, 'otp');
  });
});

test('where they open nothing the PIN does: not recognised, deleted, or hidden at the prompt; a forgotten PIN gives way to a new one', async ({
  phone,
  openWithAccount,
}) => {
  await phone.clock.install();
  const id = await openLocked(openWithAccount);
  await test.step('not recognised, the PIN opens', async () => {
    await passkeys.recogniseNobody();
    await askForCode();
    // The prompt came by itself: nobody is told of a failure.
    await expect(keypad()).toBeVisible();
    await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeHidden();
    await button(app, USE).click();
    await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
    await enterPin(app, PIN);
    await expectRightCode(id);
  });
  await test.step('with its passkey deleted the PIN opens, and another one can be made', async () => {
    await passkeys.beginAnew();
    await reopen(app);
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
    await expectStep(app, 'otp');
  });
  await test.step('hidden at the prompt for long, the keypad is there with its key, and no prompt opened meanwhile', async () => {
    await reopen(app);
    await passkeys.answer(false);
    const prompts = await countPrompts();
    await askForCode();
    await expect(prompt()).toBeVisible();
    await leaveFor(app, 31);
    await expect(keypad()).toBeVisible();
    expect(await prompts()).toBe(1);
    // A code of two periods ahead would be another clock's.
    await app.context().clock.setSystemTime(Date.now());
    await passkeys.answer(true);
    await button(app, USE).click();
    await expectRightCode(id);
  });
  await test.step('a forgotten PIN gives way to a new one, which keeps every account', async () => {
    await reopen(app);
    await passkeys.answer(false);
    await askForCode();
    await button(app, 'Enter PIN instead').click();
    await passkeys.answer(true);
    await button(app, 'Forgot PIN?').click();
    await expectStep(app, 'forgot-pin');
    await button(app, USE).click();
    await choosePin(app, '864209');
    await expectStep(app, 'pin-changed');
    await passkeys.deleteAll();
    await reopen(app);
    await askForCode();
    await enterPin(app, '864209');
    await expectRightCode(id);
    await changePin(app, '864209', PIN);
  });
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
  await expectStep(app, 'otp');
});

test('one tap and the sensor are enough; a prompt that fails, is left or closed leads to the PIN or is asked anew', async ({
  openWithAccount,
}) => {
  const id = await openLocked(openWithAccount);
  await test.step('one tap and the sensor lead to the one-time password, and a second tap asks nothing more', async () => {
    const prompts = await countPrompts(true);
    const card = app.getByRole('button', { name: 'One-time Password' });
    const { x, y, width, height } = (await card.boundingBox())!;
    await app.touchscreen.tap(x + width / 2, y + height / 2);
    await app.touchscreen.tap(x + width / 2, y + height / 2);
    await expect(prompt()).toBeVisible();
    await app.evaluate(() => dispatchEvent(new Event('face')));
    await expectRightCode(id);
    expect(await prompts()).toBe(1);
  });
  await test.step('a prompt that never answers is left for the PIN', async () => {
    await reopen(app);
    await app.evaluate(() => {
      navigator.credentials.get = () => new Promise(() => undefined);
    });
    await askForCode();
    await expect(prompt()).toBeFocused();
    await button(app, 'Enter PIN instead').click();
    await enterPin(app, PIN);
    await expectRightCode(id);
  });
  await test.step('a prompt without an activation of the person’s, or beside another one, is the keypad', async () => {
    await reopen(app);
    for (const name of ['NotAllowedError', 'OperationError']) {
      await app.evaluate((refusal) => {
        const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = () => {
          navigator.credentials.get = get;
          return Promise.reject(new DOMException('Refused', refusal));
        };
      }, name);
      await askForCode();
      await expect(keypad()).toBeVisible();
      await expect(app.getByRole('alert')).toHaveCount(0);
      await button(app, 'Back').click();
    }
    await askForCode();
    await expectRightCode(id);
  });
  await test.step('closed at the prompt, the app opens locked, and asks anew', async () => {
    await reopen(app);
    await passkeys.answer(false);
    await askForCode();
    await expect(prompt()).toBeVisible();
    await reopen(app);
    await expectStep(app, 'home');
    await passkeys.answer(true);
    await askForCode();
    await expectRightCode(id);
  });
  await test.step('what is written under the PIN asks for the PIN first; its key still opens', async () => {
    await reopen(app);
    const prompts = await countPrompts();
    await fromMenu(app, 'Change PIN');
    await expect(keypad()).toBeVisible();
    expect(await prompts()).toBe(0);
    await button(app, USE).click();
    await expectStep(app, 'choose-pin');
  });
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
