/**
 * The browser is killed, as systems do, and opened again with what it had stored: every write is
 * there. What is cleared under the open app is said to be gone.
 */
import { expect, test } from 'vitest';

import { granted } from '../../issuer/issuer-fixture.ts';
import type { Account } from './journeys.ts';
import { choosePin, expectRightOtp, finish, give, PIN, prove } from './journeys.ts';
import { setStage } from './stage.ts';

const stage = setStage({ keeps: 'all' });
let account: Account;

test('killed at the device code, it shows the same code again, and goes on', async () => {
  const { issuer } = stage;
  await stage.phone.step('home');
  const begun = granted(await issuer.begin());
  account = begun;
  await give(stage.phone, begun.firstMessage);
  await stage.phone.step('device-code');
  const code = await stage.phone.code('device');
  await stage.killBrowser();
  const { phone } = stage;
  await phone.step('device-code');
  expect(await phone.code('device')).toBe(code);
  const accepted = await issuer.acceptDeviceCode(account.id, code);
  if (!accepted.ok) throw new Error(accepted.reason);
  await phone.tap('scan-second');
  await phone.step('scan-second');
  await give(phone, accepted.secondMessage);
  await choosePin(phone, PIN);
  await phone.step('picture');
});

test('killed once the account is sealed, it asks for the PIN, shows its picture, and ends the activation', async () => {
  await stage.killBrowser();
  const { phone, issuer } = stage;
  await phone.step('authenticate');
  await prove(phone, 'picture');
  await phone.tap('continue');
  await finish(phone, issuer, account.id);
  await expectRightOtp(phone, issuer, account);
});

test('killed at Home, it has the account, and gives right codes', async () => {
  await stage.killBrowser();
  await expectRightOtp(stage.phone, stage.issuer, account);
});

test('cleared while it is open, it says so at once', async () => {
  const { phone } = stage;
  await phone.step('home');
  await phone.driver.run(clearData);
  await phone.until('that the data was cleared', ({ errors }) =>
    errors.includes('STORAGE_CLEARED'),
  );
});

/** Runs in the page: deletes the vault, as another tab or the browser's settings do. */
function clearData(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('tessera');
    request.onsuccess = () => resolve(true);
    request.onerror = () => reject(new Error('The vault was not deleted'));
  });
}
