/**
 * Codes without a camera: a link that waits for a tap, a picture of several codes, drops and
 * pastes, shortcuts, a shared picture.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toLink } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { codeOn, expectStep, untilOffline } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { stopActivation } from './support/menu-actions.ts';
import { drop, picture } from './support/message-images.ts';

/** Gives up the activation that has just begun. */
async function stop(app: Page): Promise<void> {
  await expectStep(app, 'device-code');
  await stopActivation(app);
}

test.describe('without the service worker', () => {
  test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

  test('a link acts only after a tap, and leaves the address; one that is not wanted changes nothing, and none discards what is pending', async ({
    app,
    issuer,
    url,
  }) => {
    const [one, two] = [granted(await issuer.begin()), granted(await issuer.begin())];
    const use = app.getByRole('button', { name: 'Use the code', exact: true });
    await app.goto(toLink(url, one.firstMessage));
    await expect(use).toBeVisible();
    expect(app.url()).toBe(url);
    await expectStep(app, 'home');
    await app.getByRole('button', { name: 'Not now' }).click();
    await app.reload();
    await expectStep(app, 'home');
    await expect(use).toBeHidden();

    await app.goto('about:blank');
    await app.goto(toLink(url, one.firstMessage));
    await use.click();
    const code = await codeOn(app, 'device');
    await app.evaluate(
      (fragment) => (location.hash = fragment),
      new URL(toLink(url, two.firstMessage)).hash,
    );
    await use.click();
    await expectStep(app, 'replace-pending');
    await app.getByRole('button', { name: 'Keep the first activation' }).click();
    expect(await codeOn(app, 'device')).toBe(code);
  });

  test('a picture that is dropped is read: without a code that is said, of two codes of ours one is asked for; a code that is pasted anywhere begins an activation', async ({
    app,
    issuer,
    url,
  }) => {
    const [one, two] = [granted(await issuer.begin()), granted(await issuer.begin())];
    await app.goto(url);
    await expectStep(app, 'home');
    await drop(app, await picture([]));
    await expect(app.locator('[role="alert"][data-error="NO_CODE_IN_PICTURE"]')).toBeVisible();
    await expect(app.getByRole('button', { name: 'Use a picture' })).toBeVisible();
    await drop(app, await picture([one.firstMessage, two.firstMessage]));
    const choices = app.getByRole('button', { name: 'The first code of an activation' });
    await expect(choices).toHaveCount(2);
    await choices.nth(1).click();
    await stop(app);

    await app.evaluate(
      (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      },
      `  ${new URL(toLink(url, one.firstMessage)).hash.slice(1)}\n`,
    );
    await expectStep(app, 'device-code');
  });

  test('the icon’s shortcuts lead to the scanner and to the one-time password', async ({
    app,
    url,
    openWithAccount,
  }) => {
    await openWithAccount();
    await app.goto(`${url}#otp`);
    await expect(app).toHaveURL(url);
    await app.reload();
    await expectStep(app, 'home');
    await app.goto('about:blank');
    await app.goto(`${url}#otp`);
    await expectStep(app, 'authenticate');
    await app.goto('about:blank');
    await app.goto(`${url}#scan`);
    await expectStep(app, 'scan-first');
  });
});

test('a picture that is shared from another app is read, another app’s export waits for a tap, and both are kept by nobody', async ({
  app,
  issuer,
  url,
}) => {
  const { firstMessage } = granted(await issuer.begin());
  await app.goto(url);
  await untilOffline(app);
  await app.reload();
  await expectStep(app, 'home');
  const png = (await picture([firstMessage])).toString('base64');
  await app.evaluate(async (source) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', name: 'picture' });
    const bytes = Uint8Array.from(atob(source), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'shared.png', { type: 'image/png' }));
    input.files = transfer.files;
    const data = new FormData();
    data.append('picture', transfer.files[0]!);
    // As a share arrives: a POST that the service worker answers with a redirection to the app.
    const answer = await fetch('./share', { method: 'POST', body: data, redirect: 'manual' });
    if (answer.type !== 'opaqueredirect')
      throw new Error(`The share was answered with ${answer.status}`);
    location.hash = 'shared';
  }, png);
  // Another site could have sent it: nothing is read before the tap.
  await expect(app.getByRole('button', { name: 'Read the picture' })).toBeVisible();
  await expectStep(app, 'home');
  await app.getByRole('button', { name: 'Read the picture' }).click();
  await expectStep(app, 'device-code');
  const left = await app.evaluate(async () => {
    const names = await caches.keys();
    const entries = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return entries.flat().filter(({ url }) => url.includes('share')).length;
  });
  expect(left).toBe(0);

  await stop(app);
  await app.evaluate(async () => {
    const data = new FormData();
    data.append('picture', new File(['{"schemaVersion": 4}'], 'export.2fas'));
    const answer = await fetch('./share', { method: 'POST', body: data, redirect: 'manual' });
    if (answer.type !== 'opaqueredirect')
      throw new Error(`The share was answered with ${answer.status}`);
    location.hash = 'shared';
  });
  await expect(app.getByRole('button', { name: 'Read the file' })).toBeVisible();
  await expectStep(app, 'home');
  await app.getByRole('button', { name: 'Read the file' }).click();
  await expectStep(app, 'first-pin');
  const kept = await app.evaluate(async () => {
    const names = await caches.keys();
    const entries = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return {
      shares: entries.flat().filter(({ url: at }) => at.includes('share')).length,
      databases,
    };
  });
  expect(kept).toEqual({ shares: 0, databases: ['tessera'] });
});
