/**
 * Mistakes that lose nothing: the wrong image first, a mistyped code, another person's code, a
 * cancel, a closed app.
 */
import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import {
  activateFirst,
  exchange,
  newIssuer,
  newPhone,
  paste,
} from './support/authenticator-page.ts';
import { codeOn, expectStep, untilWritten } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { alert } from './support/menu-actions.ts';
import { deleteKeysRow } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

test.beforeEach(async ({ app, url }) => {
  await app.goto(url);
  await expectStep(app, 'home');
});

/** Another phone's page. */
async function elsewhere(browser: Browser, url: string): Promise<Page> {
  const page = await (await newPhone(browser, WITHOUT_WORKER)).newPage();
  await page.goto(url);
  return page;
}

test('the second image where the first belongs, then the first', async ({
  app,
  issuer,
  browser,
  url,
}) => {
  const { id, firstMessage } = granted(await issuer.begin());
  const other = await elsewhere(browser, url);
  const second = await exchange(other, issuer, firstMessage, id);
  await other.context().close();

  await paste(app, second);
  await expect(alert(app, 'FIRST_EXPECTED')).toBeVisible();
  await paste(app, firstMessage);
  await expectStep(app, 'device-code');
});

test('another activation’s second image, then the right one', async ({
  app,
  issuer,
  browser,
  url,
}) => {
  const [mine, theirs] = [granted(await issuer.begin()), granted(await issuer.begin())];
  const other = await elsewhere(browser, url);
  const foreign = await exchange(other, issuer, theirs.firstMessage, theirs.id);
  await other.context().close();

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

test('Cancel asks, goes on, and stops without a trace', async ({ app, issuer }) => {
  const { firstMessage } = granted(await issuer.begin());
  await paste(app, firstMessage);
  await expectStep(app, 'device-code');
  await app.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expectStep(app, 'stop');
  await app.getByRole('button', { name: 'Keep going' }).click();
  await expectStep(app, 'device-code');
  await app.keyboard.press('Escape');
  await app.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectStep(app, 'home');
  await app.reload();
  await expectStep(app, 'home');
});

test('an app that was closed comes back at the step it left', async ({ app, issuer }) => {
  const { id, firstMessage } = granted(await issuer.begin());
  await paste(app, firstMessage);
  const code = await codeOn(app, 'device');
  await app.reload();
  expect(await codeOn(app, 'device')).toBe(code);

  const accepted = await issuer.acceptDeviceCode(id, code);
  if (!accepted.ok) throw new Error(accepted.reason);
  await app.getByRole('button', { name: 'Scan the second code' }).click();
  await expectStep(app, 'scan-second');
  await untilWritten(app);
  await app.reload();
  await expectStep(app, 'scan-second');
  await paste(app, accepted.secondMessage);
  await expectStep(app, 'choose-pin');
  await app.reload();
  // Nothing of the second message was kept: it is read again.
  await expectStep(app, 'scan-second');
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
}) => {
  await activateFirst(app, issuer);
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
