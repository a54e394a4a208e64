/**
 * Taps from a cold start to what the person came for, as the page counts its touches; the system's
 * own prompts, for the camera and for a face, are none.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { PIN } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { hold, playCameras } from './support/fake-cameras.ts';
import { WITHOUT_WORKER } from './support/fixtures.ts';
import { action, turnOnBiometrics } from './support/menu-actions.ts';
import { picture } from './support/message-images.ts';
import { test } from './support/service-stage.ts';
import { givePasskeys } from './support/virtual-authenticator.ts';
import { pictureOfPin } from './support/wrong-pins.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/** At most so many taps for each job. */
const GOALS = {
  otpByFace: 1,
  otpByPin: 7,
  approval: 2,
  numberedApproval: 4,
  firstActivation: 18,
  activationAgain: 9,
};

/** Counts in each document of the page, from its beginning. */
async function countTouches(app: Page): Promise<void> {
  await app.addInitScript(() => {
    sessionStorage.setItem('touches', '0');
    addEventListener(
      'pointerdown',
      (event) => {
        if (!event.isTrusted || event.pointerType !== 'touch') return;
        sessionStorage.setItem('touches', String(Number(sessionStorage.getItem('touches')) + 1));
      },
      true,
    );
  });
}

const touches = (app: Page): Promise<number> =>
  app.evaluate(() => Number(sessionStorage.getItem('touches')));

/** A cold start: the app was closed, nothing is unlocked, no tap was made yet. */
async function startCold(app: Page): Promise<void> {
  await app.reload();
  await expectStep(app, 'home');
}

/** A phone with biometrics, on in the menu. */
async function giveBiometrics(app: Page): Promise<void> {
  await givePasskeys(app);
  // Whether there are any was asked when the page was opened.
  await app.reload();
  await turnOnBiometrics(app);
}

async function tapDigits(app: Page, digits: string): Promise<void> {
  for (const digit of digits) await action(app, `digit-${digit}`).tap();
}

async function showToCamera(app: Page, message: Uint8Array): Promise<void> {
  await hold(app, await picture([message]));
}

/** From the first image before the camera to the second one. */
async function scanBoth(app: Page, issuer: Issuer, first: Uint8Array, id: string): Promise<void> {
  await showToCamera(app, first);
  const accepted = await issuer.acceptDeviceCode(id, await codeOn(app, 'device'));
  if (!accepted.ok) throw new Error(`The issuer refused the device code: ${accepted.reason}`);
  await action(app, 'scan-second').tap();
  await showToCamera(app, accepted.secondMessage);
}

async function confirm(app: Page, issuer: Issuer, id: string): Promise<void> {
  const confirmed = await issuer.confirm(id, await codeOn(app, 'activation'));
  expect(confirmed.ok).toBe(true);
  await action(app, 'page-active').tap();
}

const CAMERA = { permission: 'granted', cameras: [{ id: 'only', label: 'Camera' }] } as const;

test('a one-time password takes one tap and the PIN; with a face, one tap, and an approval two, with two more where a number is asked', async ({
  app,
  account,
  bank,
}) => {
  await countTouches(app);
  await test.step('a one-time password by the PIN', async () => {
    await startCold(app);
    await app.getByRole('button', { name: 'One-time Password' }).tap();
    await tapDigits(app, PIN);
    await codeOn(app, 'otp');
    expect(await touches(app)).toBe(GOALS.otpByPin);
  });
  await giveBiometrics(app);
  await test.step('a one-time password', async () => {
    await startCold(app);
    await app.getByRole('button', { name: 'One-time Password' }).tap();
    await codeOn(app, 'otp');
    expect(await touches(app)).toBe(GOALS.otpByFace);
  });
  await test.step('an approval with a number', async () => {
    const asked = await bank.ask(account.id, { pinRequired: false });
    await startCold(app);
    await action(app, 'open-request').tap();
    await action(app, 'approve').tap();
    await tapDigits(app, asked.number);
    await expectStep(app, 'answered');
    expect(await touches(app)).toBe(GOALS.numberedApproval);
    expect(await bank.issuer.inspectRequest(asked.id)).toMatchObject({ state: 'APPROVED' });
  });
  await test.step('an approval that cannot be sent asks no number', async () => {
    await bank.ask(account.id, { pinRequired: false });
    await startCold(app);
    await action(app, 'open-request').waitFor();
    await app.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
    await action(app, 'open-request').tap();
    await action(app, 'approve').tap();
    await expectStep(app, 'response-code');
    expect(await touches(app)).toBe(GOALS.approval);
  });
});

test('a first activation takes at most eighteen taps', async ({ app, build, issuer }) => {
  await playCameras(app, CAMERA);
  await countTouches(app);
  await app.goto(build.url);
  const { id, firstMessage } = granted(await issuer.begin());
  await action(app, 'scan').tap();
  await scanBoth(app, issuer, firstMessage, id);
  await expectStep(app, 'choose-pin');
  await tapDigits(app, PIN);
  await expectStep(app, 'confirm-pin');
  await tapDigits(app, PIN);
  await expectStep(app, 'picture');
  await action(app, 'continue').tap();
  await confirm(app, issuer, id);
  await expectStep(app, 'home');
  expect(await touches(app)).toBeLessThanOrEqual(GOALS.firstActivation);
});

test('activating again takes at most nine taps to its last code', async ({
  app,
  account,
  bank,
}) => {
  await playCameras(app, CAMERA);
  await countTouches(app);
  await startCold(app);
  const next = await bank.issuer.beginReplacement(account.id, { identifiedAsAtEnrolment: true });
  if (!next.ok) throw new Error(next.reason);
  await action(app, 'scan').tap();
  await scanBoth(app, bank.issuer, next.firstMessage, next.id);
  await expectStep(app, 'authenticate');
  await tapDigits(app, PIN);
  const mine = await pictureOfPin(app, PIN);
  await app.getByRole('button', { name: mine, exact: true }).tap();
  await expectStep(app, 'activation-code');
  expect(await touches(app)).toBeLessThanOrEqual(GOALS.activationAgain);
  await confirm(app, bank.issuer, next.id);
  await expectStep(app, 'home');
});
