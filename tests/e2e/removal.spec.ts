/**
 * Accounts removed after a question and a proof, or erased with a forgotten PIN (docs/vault.md,
 * rule 4).
 */
import { expect } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import {
  activateFirst,
  choosePin,
  exchange,
  newIssuer,
  paste,
} from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { activateFurther, expectRightCode } from './support/journeys.ts';
import { beginRemoval, button, prove, reopen } from './support/menu-actions.ts';
import { rowKeys } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/** What a vault is before its first account, and after its last. */
const EMPTY = { accounts: [], activations: [], attempts: [], requests: [], settings: [] };

test('removing asks who it is, even of somebody who has just shown it; the others stay', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  const contoso = await newIssuer('Contoso');
  const other = await activateFurther(app, contoso);
  await expectRightCode(app, contoso, other);

  await beginRemoval(app, other.serial);
  await button(app, 'Back').click();
  await expectStep(app, 'remove');
  await button(app, 'Keep it').click();
  await expect(app.getByRole('heading', { name: 'Contoso' })).toBeVisible();
  await beginRemoval(app, other.serial);
  await prove(app);
  await expectStep(app, 'accounts');
  await expect(app.getByText(other.serial)).toBeHidden();
  await reopen(app);
  await expectRightCode(app, issuer, mine);

  await test.step('with the last account the PIN goes too: the phone is as new', async () => {
    await beginRemoval(app, mine.serial);
    await prove(app);
    await expect(app.getByRole('heading', { name: 'No accounts yet' })).toBeVisible();
    await button(app, 'Back').click();
    await expect(button(app, 'Change PIN')).toBeHidden();
    await expect(app.getByText('Biometric authentication')).toBeHidden();
    expect(await rowKeys(app)).toMatchObject(EMPTY);

    await reopen(app);
    const { id, firstMessage } = granted(await issuer.begin());
    await paste(app, await exchange(app, issuer, firstMessage, id));
    await choosePin(app, '864209');
    await expectStep(app, 'picture');
  });
});

test('a forgotten PIN without biometrics: “Keep everything” keeps it; what would be lost is listed, a word is typed, everything is gone', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  const toErase = async () => {
    await app.getByRole('button', { name: 'One-time Password' }).click();
    await button(app, 'Forgot PIN?').click();
    await expect(button(app, 'Use biometrics')).toBeHidden();
    await button(app, 'Erase everything').click();
    await expectStep(app, 'erase');
  };
  await test.step('kept', async () => {
    await toErase();
    await button(app, 'Keep everything').click();
    await expectStep(app, 'home');
    await expectRightCode(app, issuer, mine);
  });
  await reopen(app);
  await test.step('erased', async () => {
    await toErase();
    await expect(app.getByRole('listitem')).toContainText([mine.serial]);
    await app.getByRole('textbox').fill('yes');
    await button(app, 'Erase everything').click();
    await expect(app.getByText('Type the word exactly as shown.')).toBeVisible();
    expect((await rowKeys(app))['accounts']).toHaveLength(1);
    await app.getByRole('textbox').fill('ERASE');
    await button(app, 'Erase everything').click();
    await expectStep(app, 'home');
    await expect(app.getByText(mine.serial)).toBeHidden();
    expect(await rowKeys(app)).toMatchObject(EMPTY);
  });
  const again = await activateFirst(app, issuer, '864209');
  await expectRightCode(app, issuer, again, '864209');
});
