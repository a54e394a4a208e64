/** A code from the clipboard by a tap; by hand where the browser gives no page the clipboard. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toPastedText } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { action, alert } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

const copyOutside = (app: Page, text: string) =>
  app.evaluate((copied) => navigator.clipboard.writeText(copied), text);

async function openDialog(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await action(app, 'paste').click();
  await expect(app.getByLabel('Code from the page')).toBeVisible();
}

test('on Home one tap takes the code that was copied on the page', async ({ app, issuer, url }) => {
  await openDialog(app, url);
  await copyOutside(app, ` ${toPastedText(granted(await issuer.begin()).firstMessage)}\n`);
  await action(app, 'paste-clipboard').click();
  await expectStep(app, 'device-code');
  await expect(app.getByRole('dialog')).toHaveCount(0);
});

test('at a scan, too; what is no code is told there, the dialog gone', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  await action(app, 'scan').click();
  await expectStep(app, 'scan-first');
  await expect(app.getByText('Page on this phone?')).toBeVisible();
  await action(app, 'paste').click();
  await copyOutside(app, 'https://shop.example/');
  await action(app, 'paste-clipboard').click();
  await expect(alert(app, 'NOT_OURS')).toBeVisible();
  await expect(app.getByRole('dialog')).toHaveCount(0);
  await action(app, 'paste').click();
  await copyOutside(app, toPastedText(granted(await issuer.begin()).firstMessage));
  await action(app, 'paste-clipboard').click();
  await expectStep(app, 'device-code');
});

test('an empty clipboard is told, and another try may go through', async ({ app, issuer, url }) => {
  await openDialog(app, url);
  await copyOutside(app, '  ');
  await action(app, 'paste-clipboard').click();
  await expect(app.getByText('There’s no text in the clipboard.')).toBeVisible();
  await copyOutside(app, toPastedText(granted(await issuer.begin()).firstMessage));
  await action(app, 'paste-clipboard').click();
  await expectStep(app, 'device-code');
});

test('refused, that is told, and the field takes the code', async ({ app, issuer, url }) => {
  await app.addInitScript(() => {
    navigator.clipboard.readText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await openDialog(app, url);
  await action(app, 'paste-clipboard').click();
  await expect(app.getByText('The clipboard can’t be read here.')).toBeVisible();
  await expect(action(app, 'paste-clipboard')).toHaveCount(0);
  await app
    .getByLabel('Code from the page')
    .fill(toPastedText(granted(await issuer.begin()).firstMessage));
  await action(app, 'use-code').click();
  await expectStep(app, 'device-code');
});

test('while the browser asks the person, the app says where to tap', async ({ app, url }) => {
  await app.addInitScript(() => {
    navigator.clipboard.readText = () => new Promise(() => undefined);
  });
  await openDialog(app, url);
  await action(app, 'paste-clipboard').click();
  await expect(app.getByText('If “Paste” appears, tap it.')).toBeVisible();
});

test('without a way to read it there is the field alone', async ({ app, url }) => {
  await app.addInitScript(() => {
    Reflect.deleteProperty(Clipboard.prototype, 'readText');
  });
  await openDialog(app, url);
  await expect(action(app, 'paste-clipboard')).toHaveCount(0);
  await expect(action(app, 'use-code')).toBeVisible();
});
