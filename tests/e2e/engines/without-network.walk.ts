/** The app without its host, and with a newer one there. */
import { beforeAll, expect, test } from 'vitest';
import { activateFirst, expectRightOtp, type Account } from './journeys.ts';
import { setStage } from './stage.ts';

const stage = setStage();
let account: Account;

beforeAll(async () => {
  const { phone, issuer } = stage;
  account = await activateFirst(phone, issuer);
  const keepsAll = async () => (await navigator.serviceWorker.getRegistration())?.active != null;
  await expect.poll(() => phone.driver.run(keepsAll), { timeout: 60_000 }).toBe(true);
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
  await phone.driver.run(async () => void (await (await navigator.serviceWorker.ready).update()));
  await phone.tap('update');
  await phone.until('the new version, and no other offer', ({ step, actions }) => {
    return step === 'home' && !actions.includes('update');
  });
  const before = () => 'sameAsBefore' in globalThis;
  await expect
    .poll(() => phone.driver.run(before).catch(() => true), { timeout: 60_000 })
    .toBe(false);
  await phone.step('home');
  await expectRightOtp(phone, issuer, account);
});
