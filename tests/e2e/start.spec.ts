/** `npm start` on other ports: authenticator and bank speak with each other (README, "Try it"). */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { choosePin, paste, PIN } from './support/authenticator-page.ts';
import type { Servers } from './support/environment.ts';
import { codeOn, enterNumber, enterPin, expectStep, startServers } from './support/environment.ts';
import { test as base } from './support/fixtures.ts';
import { button, goHome } from './support/menu-actions.ts';

const test = base.extend<{ servers: Servers; bank: Page }>({
  servers: async ({ browser }, use) => {
    expect(browser.isConnected()).toBe(true);
    const servers = await startServers({ built: false });
    await use(servers);
    await servers.stop();
  },
  bank: async ({ browser }, use) => {
    const fixture = await browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await use(await fixture.newPage());
    await fixture.close();
  },
});

test.use({ pins: 'cheap' });

/** "Copy as text" under the bank's image, and what the clipboard has then. */
async function copied(bank: Page): Promise<string> {
  await bank.bringToFront();
  await button(bank, 'Copy as text').click();
  await expect(bank.getByText('Copied.')).toBeVisible();
  return bank.evaluate(() => navigator.clipboard.readText());
}

async function typeAtBank(bank: Page, field: string, code: string): Promise<void> {
  await bank.getByLabel(field, { exact: true }).fill(code);
  await bank.getByLabel(field, { exact: true }).press('Enter');
}

/** From nothing to an account, text by text. */
async function activate(app: Page, bank: Page): Promise<void> {
  await button(bank, 'Activate a new device').click();
  await paste(app, await copied(bank));
  await typeAtBank(bank, 'Device code', await codeOn(app, 'device'));
  await expect(bank.getByLabel('Activation code', { exact: true })).toBeVisible();
  await button(app, 'Scan the second code').click();
  await expectStep(app, 'scan-second');
  await paste(app, await copied(bank));
  await choosePin(app, PIN);
  await button(app, 'Continue').click();
  await typeAtBank(bank, 'Activation code', await codeOn(app, 'activation'));
  await expect(bank.locator('[data-outcome="active"]')).toBeVisible();
  await app.locator('[data-action="page-active"]').click();
  await expectStep(app, 'home');
}

test('a login that the bank asks for is found under Pending requests, and the bank learns of the yes', async ({
  app,
  bank,
  servers,
}) => {
  await Promise.all([bank.goto(servers.bank), app.goto(servers.app)]);
  await activate(app, bank);

  await button(bank, 'Ask for a login').click();
  await expect(bank.getByRole('img', { name: 'Request image' })).toBeVisible();
  await goHome(app);
  await app.getByRole('button', { name: /^Pending requests/ }).click();
  await button(app, 'Check now').click();
  await app.getByRole('button', { name: /Log in to Northwind Bank/ }).click();
  await button(app, 'Approve').click();
  await enterNumber(app, (await bank.locator('.match .digits').innerText()).trim());
  await enterPin(app, PIN);
  await expectStep(app, 'answered');
  await expect(bank.locator('[role="status"][data-outcome="approved"]')).toContainText(
    'in the authenticator',
  );
});
