/** The app without its host, and with a newer one there. */
import { beforeAll, expect, test } from 'vitest';

import { findUpdate } from '../support/find-update.ts';
import type { Account } from './journeys.ts';
import { activateFirst, expectRightOtp } from './journeys.ts';
import { setStage } from './stage.ts';

const stage = setStage({ keeps: 'all' });
let account: Account;

beforeAll(async () => {
  const { phone, issuer } = stage;
  account = await activateFirst(phone, issuer);
  await phone.untilSo('every file kept', async () => {
    return (await navigator.serviceWorker.getRegistration())?.active != null;
  });
});

test('with its host stopped, the app opens and shows a right code', async () => {
  const { phone, app, issuer } = stage;
  await app.stop();
  try {
    await phone.driver.reload();
    await phone.step('home');
    await expectRightOtp(phone, issuer, account);
  } finally {
    await app.start();
  }
});

test('a new version is offered, and taken at a tap', async () => {
  const { phone, app, issuer } = stage;
  await phone.driver.reload();
  await phone.step('home');
  expect(await phone.has('update')).toBe(false);
  await phone.driver.run(() => void Object.assign(globalThis, { sameAsBefore: true }));
  app.renew();
  await phone.driver.run(findUpdate);
  await phone.tap('update');
  await phone.until('the new version, and no other offer', ({ step, actions }) => {
    return step === 'home' && !actions.includes('update');
  });
  await phone.untilSo('another page', () => !('sameAsBefore' in globalThis));
  await phone.step('home');
  await expectRightOtp(phone, issuer, account);
});
