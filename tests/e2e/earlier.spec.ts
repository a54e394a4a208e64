/** Earlier: off at first, then what was answered, unlocked alone, until it is cleared. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Begun } from './support/authenticator-page.ts';
import { PIN } from './support/authenticator-page.ts';
import { enterPin, expectStep } from './support/environment.ts';
import { codeFor } from './support/journeys.ts';
import { button, fromMenu, goHome } from './support/menu-actions.ts';
import type { Notifier } from './support/push-environment.ts';
import { test } from './support/service-stage.ts';

const SWITCH = 'Remember what I answered';

function remembers(app: Page) {
  return app.getByRole('switch', { name: SWITCH });
}

async function openRequests(app: Page): Promise<void> {
  await goHome(app);
  await app.getByRole('button', { name: /^Pending requests/ }).click();
  await expectStep(app, 'requests');
}

async function deny(app: Page, bank: Notifier, account: Begun, title: string): Promise<void> {
  await bank.ask(account.id, { title });
  await openRequests(app);
  await button(app, 'Check now').click();
  await app.getByRole('button', { name: new RegExp(title) }).click();
  await button(app, 'Deny').click();
  await button(app, 'It was me, but no').click();
  await expectStep(app, 'answered');
  await button(app, 'Done').click();
}

test('what was answered is kept once that is switched on, and read unlocked alone', async ({
  app,
  bank,
  account,
}) => {
  await codeFor(app, account); // unlocks
  await deny(app, bank, account, 'Before it was on');
  await openRequests(app);
  await expect(remembers(app)).not.toBeChecked();
  await remembers(app).click();
  await expect(remembers(app)).toBeChecked();
  await expect(app.getByText('Nothing yet.')).toBeVisible();
  await deny(app, bank, account, 'Since it was on');
  await openRequests(app);
  const item = app.locator('tessera-earlier-list li');
  await expect(item).toHaveCount(1);
  await expect(item).toContainText(/Since it was on.*Denied\s+Confirmation.*Northwind Bank/s);

  await app.reload();
  await openRequests(app);
  await expect(button(app, 'Unlock to see')).toBeVisible();
  await expect(item).toHaveCount(0);
  await button(app, 'Unlock to see').click();
  await enterPin(app, PIN);
  await expectStep(app, 'requests');
  await expect(item).toHaveCount(1);

  await button(app, 'Clear').click();
  await expect(item).toHaveCount(0);
  await expect(remembers(app)).toBeChecked();
});

test('the menu has the switch, too, and switching off forgets', async ({ app, bank, account }) => {
  await codeFor(app, account); // unlocks
  await goHome(app);
  await button(app, 'Menu').click();
  await remembers(app).click();
  await expect(remembers(app)).toBeChecked();
  await deny(app, bank, account, 'Kept');
  await openRequests(app);
  await expect(app.locator('tessera-earlier-list li')).toHaveCount(1);
  await fromMenu(app, 'Help');
  await goHome(app);
  await button(app, 'Menu').click();
  await expect(remembers(app)).toBeChecked();
  await remembers(app).click();
  await expect(remembers(app)).not.toBeChecked();
  await remembers(app).click();
  await expect(remembers(app)).toBeChecked();
  await openRequests(app);
  await expect(app.getByText('Nothing yet.')).toBeVisible();
  await expect(app.locator('tessera-earlier-list li')).toHaveCount(0);
});
