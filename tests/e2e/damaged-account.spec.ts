/**
 * An account whose row cannot be opened: the app says where and why, the others work, and it can be
 * removed; and a vault that cannot be opened at all (docs/vault.md).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Begun } from './support/authenticator-page.ts';
import { activateFirst, newIssuer } from './support/authenticator-page.ts';
import { expectStep, untilWritten } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { activateFurther, codeFor, expectRightCode } from './support/journeys.ts';
import { alert, button, fromMenu, goHome, prove, reopen } from './support/menu-actions.ts';
import { deleteKeysRow } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/** One bit of what was sealed has turned, as a failing disk or a hostile hand may turn it. */
async function damage(app: Page, { id }: Begun): Promise<void> {
  await untilWritten(app);
  await app.evaluate(
    (account) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const change = opening.result.transaction('accounts', 'readwrite');
          const rows = change.objectStore('accounts');
          const reading = rows.get(account);
          reading.onsuccess = () => {
            const row = reading.result as { profile: { ciphertext?: Uint8Array } };
            const sealed = Object.values(row.profile).find(
              (part) => part instanceof Uint8Array && part.byteLength > 12,
            ) as Uint8Array;
            sealed[0]! ^= 1;
            rows.put(row, account);
          };
          change.oncomplete = () => resolve(opening.result.close());
        };
      }),
    id,
  );
}

test('one of two: the other works, and what is left of it is removed after a proof', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  const contoso = await newIssuer('Contoso');
  const lost = await activateFurther(app, contoso);
  await damage(app, lost);
  await reopen(app);
  await expectStep(app, 'home');
  await expect(app.getByRole('heading', { name: '1 account can’t be read' })).toBeVisible();
  await expect(app.getByText('Contoso')).toHaveCount(0);
  await expectRightCode(app, issuer, mine);

  await goHome(app);
  await button(app, 'See what to do').click();
  await expectStep(app, 'accounts');
  await expect(app.getByText('An account that can’t be read')).toBeVisible();
  await expect(app.getByText(lost.id.replace(/.{4}(?=.)/gu, '$& '))).toBeVisible();

  // As it says: activated again first, and what is left removed then.
  const again = await activateFurther(app, contoso);
  await expectRightCode(app, contoso, again);
  await fromMenu(app, 'Manage accounts');
  await button(app, 'Remove this account').click();
  await expect(app.getByRole('heading', { name: 'Remove the account' })).toBeVisible();
  await button(app, 'Remove').click();
  await prove(app);
  await expectStep(app, 'accounts');
  await expect(app.getByText('An account that can’t be read')).toHaveCount(0);
  await reopen(app);
  await expect(app.getByRole('heading', { name: 'can’t be read' })).toHaveCount(0);
  expect(await codeFor(app, mine)).not.toBe('');
});

test('the only one: Home says so instead of beginning anew, and with it the PIN goes', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const lost = await openWithAccount();
  await damage(app, lost);
  await reopen(app);
  await expect(app.getByRole('heading', { name: '1 account can’t be read' })).toBeVisible();
  await fromMenu(app, 'Manage accounts');
  await button(app, 'Remove this account').click();
  await button(app, 'Remove').click();
  await prove(app);
  await expectStep(app, 'accounts');
  await goHome(app);
  await expect(app.getByText('Your key to the accounts you care about')).toBeVisible();
  await activateFirst(app, issuer, '903184');
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
