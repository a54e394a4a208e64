/** A code from the clipboard by a tap; by hand where the browser gives no page the clipboard. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toPastedText } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { action, alert, stopActivation } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

const copyOutside = (app: Page, text: string) =>
  app.evaluate((copied) => navigator.clipboard.writeText(copied), text);

async function openDialog(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await action(app, 'paste').click();
  await expect(app.getByLabel('Code from the page')).toBeVisible();
}

test('one tap takes the code that was copied on the page', async ({ app, issuer, url }) => {
  const { firstMessage } = granted(await issuer.begin());
  await test.step('on Home an empty clipboard is told, and another try may go through', async () => {
    await openDialog(app, url);
    await copyOutside(app, '  ');
    await action(app, 'paste-clipboard').click();
    await expect(app.getByText('There’s no text in the clipboard.')).toBeVisible();
    await copyOutside(app, ` ${toPastedText(firstMessage)}\n`);
    await action(app, 'paste-clipboard').click();
    await expectStep(app, 'device-code');
    await expect(app.getByRole('dialog')).toHaveCount(0);
  });
  await stopActivation(app);
  await test.step('at a scan, too; what is no code is told there, the dialog gone', async () => {
    await action(app, 'scan').click();
    await expectStep(app, 'scan-first');
    await expect(app.getByText('Page on this phone?')).toBeVisible();
    await action(app, 'paste').click();
    await copyOutside(app, 'https://shop.example/');
    await action(app, 'paste-clipboard').click();
    await expect(alert(app, 'NOT_OURS')).toBeVisible();
    await expect(app.getByRole('dialog')).toHaveCount(0);
    await action(app, 'paste').click();
    await copyOutside(app, toPastedText(firstMessage));
    await action(app, 'paste-clipboard').click();
    await expectStep(app, 'device-code');
  });
});

test('where the browser gives no page the clipboard, the field takes the code', async ({
  app,
  phone,
  issuer,
  url,
}) => {
  await test.step('refused, that is told', async () => {
    await openDialog(app, url);
    await app.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await action(app, 'paste-clipboard').click();
    await expect(app.getByText('The clipboard can’t be read here.')).toBeVisible();
    await expect(action(app, 'paste-clipboard')).toHaveCount(0);
    await app
      .getByLabel('Code from the page')
      .fill(toPastedText(granted(await issuer.begin()).firstMessage));
    await action(app, 'use-code').click();
    await expectStep(app, 'device-code');
  });
  await stopActivation(app);
  await test.step('while the browser asks the person, the app says where to tap', async () => {
    await openDialog(app, url);
    await app.evaluate(() => {
      navigator.clipboard.readText = () => new Promise(() => undefined);
    });
    await action(app, 'paste-clipboard').click();
    await expect(app.getByText('If “Paste” appears, tap it.')).toBeVisible();
  });
  await test.step('without a way to read it there is the field alone', async () => {
    const without = await phone.newPage();
    await without.addInitScript(() => {
      Reflect.deleteProperty(Clipboard.prototype, 'readText');
    });
    await openDialog(without, url);
    await expect(action(without, 'use-code')).toBeVisible();
    await expect(action(without, 'paste-clipboard')).toHaveCount(0);
  });
});
