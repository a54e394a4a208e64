/**
 * Mistakes that lose nothing: the wrong image first, a mistyped code, another person's code. What
 * was cancelled or closed: each-step.spec.
 */
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted, phone } from '../issuer/issuer-fixture.ts';
import { activateFirst, exchange, newIssuer, paste } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { alert } from './support/menu-actions.ts';
import { deleteKeysRow } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

test.beforeEach(async ({ app, url }) => {
  await app.goto(url);
  await expectStep(app, 'home');
});

/** The second message for another phone. */
async function secondElsewhere(
  issuer: Issuer,
  { id, firstMessage }: { readonly id: string; readonly firstMessage: Uint8Array },
) {
  const { deviceCode } = await phone(firstMessage);
  const accepted = await issuer.acceptDeviceCode(id, deviceCode);
  if (!accepted.ok) throw new Error(accepted.reason);
  return accepted.secondMessage;
}

test('the second image where the first belongs, then the first', async ({ app, issuer }) => {
  const begun = granted(await issuer.begin());
  await paste(app, await secondElsewhere(issuer, begun));
  await expect(alert(app, 'FIRST_EXPECTED')).toBeVisible();
  await paste(app, begun.firstMessage);
  await expectStep(app, 'device-code');
});

test('another activation’s second image, then the right one', async ({ app, issuer }) => {
  const [mine, theirs] = [granted(await issuer.begin()), granted(await issuer.begin())];
  const foreign = await secondElsewhere(issuer, theirs);
  const second = await exchange(app, issuer, mine.firstMessage, mine.id);
  await paste(app, foreign);
  await expect(alert(app, 'OTHER_ACTIVATION')).toBeVisible();
  await paste(app, second);
  await expectStep(app, 'choose-pin');
});

test('codes that are none of ours are named, and never opened', async ({ app }) => {
  const before = app.url();
  await paste(app, 'https://shop.example/pay?now=1');
  await expect(alert(app, 'NOT_OURS')).toContainText(/web address/i);
  await paste(app, 'TES1:THIS IS NOT BASE45 AT ALL');
  await expect(alert(app, 'DAMAGED')).toBeVisible();
  expect(app.url()).toBe(before);
});

test('a first image whose signature is wrong is refused', async ({ app, issuer }) => {
  const { firstMessage } = granted(await issuer.begin());
  const forged = firstMessage.slice();
  forged[forged.length - 1]! ^= 1;
  await paste(app, forged);
  await expect(alert(app, 'SIGNATURE_WRONG')).toBeVisible();
  await app.getByRole('button', { name: 'Start over' }).click();
  await expectStep(app, 'scan-first');
  await expect(alert(app, 'SIGNATURE_WRONG')).toBeHidden();
});

test('the same first image again shows the same device code; another one asks', async ({
  app,
  issuer,
}) => {
  const [one, two] = [granted(await issuer.begin()), granted(await issuer.begin())];
  await paste(app, one.firstMessage);
  const code = await codeOn(app, 'device');
  await app.getByRole('button', { name: 'Scan the second code' }).click();
  await paste(app, one.firstMessage);
  await expect(alert(app, 'SECOND_EXPECTED')).toBeVisible();
  expect(await codeOn(app, 'device')).toBe(code);

  await paste(app, two.firstMessage);
  await expectStep(app, 'replace-pending');
});

test('weak and mistyped PINs are refused with a reason', async ({ app, issuer }) => {
  const { id, firstMessage } = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, firstMessage, id));
  await expectStep(app, 'choose-pin');
  const pin = app.getByLabel('PIN', { exact: true });
  for (const weak of ['111111', '123456', '987654', '472472']) {
    await pin.fill(weak);
    await expect(pin).toHaveValue('');
    await expect(app.getByRole('alert')).toBeVisible();
    await expectStep(app, 'choose-pin');
  }
  await pin.fill('290571');
  await expectStep(app, 'confirm-pin');
  await pin.fill('290572');
  await expectStep(app, 'choose-pin');
  await expect(app.getByRole('alert')).toBeVisible();
});

test('a second account of another issuer, authenticated with two PIN entries or the open session', async ({
  app,
  issuer,
}) => {
  await activateFirst(app, issuer);
  const other = await newIssuer('Contoso');
  const { id, firstMessage } = granted(await other.begin());
  await paste(app, await exchange(app, other, firstMessage, id));
  await expectStep(app, 'authenticate');
  await app.getByLabel('PIN', { exact: true }).fill('290571');
  await expectStep(app, 'activation-code');
  const confirmed = await other.confirm(id, await codeOn(app, 'activation'));
  expect(confirmed.ok).toBe(true);
});

test('a vault that was damaged says so, and is erased after a typed word', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  await openWithAccount();
  await deleteKeysRow(app, 'device');
  await app.reload();
  await expect(alert(app, 'VAULT_DAMAGED')).toBeVisible();
  await app.getByRole('button', { name: 'Erase', exact: false }).click();
  await expectStep(app, 'erase');
  await app.getByRole('textbox').fill('no');
  await app.getByRole('button', { name: 'Erase', exact: false }).click();
  await expectStep(app, 'erase');
  await app.getByRole('textbox').fill('ERASE');
  await app.getByRole('button', { name: 'Erase', exact: false }).click();
  await expectStep(app, 'home');
  await activateFirst(app, issuer);
});
