/**
 * PINs that are refused, and a vault that was damaged. Wrong codes: errors.spec; what was cancelled
 * or closed: each-step.spec.
 */
import { expect } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import { activateFirst, exchange, paste } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { alert } from './support/menu-actions.ts';
import { deleteKeysRow } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

test('weak and mistyped PINs are refused with a reason', async ({ app, issuer, url }) => {
  await app.goto(url);
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
