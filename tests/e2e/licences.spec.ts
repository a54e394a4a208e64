/** About lists the packages in the app with their licences, without a network, too. */
import { expect } from '@playwright/test';

import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';
import { fromMenu } from './support/menu-actions.ts';

test('About shows the licence of each package, without a network, too', async ({
  app,
  phone,
  url,
}) => {
  await app.goto(url);
  await expectStep(app, 'home');
  await app.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The worker serves a document that was opened after it.
  await app.reload();
  await expectStep(app, 'home');
  await phone.setOffline(true);
  await fromMenu(app, 'About');
  for (const name of ['lit-html', '@zxing/library', 'workbox-precaching'])
    await expect(app.locator('summary', { hasText: `${name} ` })).toBeVisible();
  const licence = app.locator('pre', { hasText: 'Apache License' });
  await expect(licence).toBeHidden();
  await app.locator('summary', { hasText: '@zxing/library' }).click();
  await expect(licence).toBeVisible();
});
