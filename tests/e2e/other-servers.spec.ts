/**
 * Enrolments at privacyIDEA and LinOTP, against models of both: codes by paste, the app killed in
 * between, and a later question that is signed. Nothing is called.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { paste, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { leaveFor } from './support/hidden-page.ts';
import { action, button, prove } from './support/menu-actions.ts';
import { linOtp, privacyIdea } from './support/other-servers.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/** Longer than the grace after which the app locks. */
const AWAY_SECONDS = 31;

/** The first PIN of this phone and its picture. */
async function firstPin(app: Page): Promise<void> {
  await expectStep(app, 'first-pin');
  await enterPin(app, PIN);
  await expectStep(app, 'first-pin-again');
  await enterPin(app, PIN);
  await expectStep(app, 'first-picture');
  await action(app, 'continue').click();
}

/** The same, and what the first such account means. */
async function firstAccount(app: Page): Promise<void> {
  await firstPin(app);
  await expectStep(app, 'enrol-notice');
  await action(app, 'continue').click();
}

async function shown(app: Page, kind: 'device' | 'response'): Promise<string> {
  return (await codeOn(app, kind)).replaceAll(' ', '');
}

/** Every address that the page asks for. */
function watchCalls(app: Page, url: string): readonly string[] {
  const foreign: string[] = [];
  app.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob):/.test(address)) foreign.push(address);
  });
  return foreign;
}

test('two steps: one scan, one text, and both sides make the same codes', async ({ app, url }) => {
  const foreign = watchCalls(app, url);
  const server = privacyIdea();
  await app.goto(url);
  await paste(app, server.uri);
  await firstAccount(app);
  await expectStep(app, 'enrol-text');
  await expect(app.getByRole('heading', { level: 1 })).toHaveText(
    'Enter this text at Intranet Login',
  );
  await expect(action(app, 'hold-to-camera')).toHaveCount(0);
  const text = await shown(app, 'device');
  expect(server.type(text)).toBe(true);

  // Killed before the person says so: the same text, by the waiting account.
  await app.reload();
  await prove(app);
  await expectStep(app, 'enrol-text');
  expect(await shown(app, 'device')).toBe(text);
  await action(app, 'page-active').click();
  await expectStep(app, 'home');
  await expect(app.getByText('Intranet Login').first()).toBeVisible();
  expect(foreign).toEqual([]);
});

test('a key that can be guessed and a question for nobody here are refused before any code or PIN; a text that the page did not take leaves nothing', async ({
  app,
  url,
}) => {
  await app.goto(url);
  await test.step('guessed', async () => {
    await paste(app, privacyIdea().uri.replace(/secret=[^&]*/, 'secret=AAAAAAAAAAAAAAAA'));
    await expectStep(app, 'scan-first');
    await expect(app.getByText('This key can be guessed')).toBeVisible();
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
  });
  await test.step('for nobody', async () => {
    await paste(app, linOtp().ask('Pay'));
    await expectStep(app, 'sign-question');
    await action(app, 'show-code').click();
    await expectStep(app, 'sign-failed');
    await action(app, 'done').click();
    await expectStep(app, 'home');
  });
  await test.step('not taken', async () => {
    await paste(app, privacyIdea().uri);
    await firstAccount(app);
    await expectStep(app, 'enrol-text');
    await action(app, 'page-refused').click();
    await expectStep(app, 'enrol-refused');
    await action(app, 'show-again').click();
    await expectStep(app, 'enrol-text');
    await action(app, 'page-refused').click();
    await action(app, 'discard').click();
    await expectStep(app, 'home');
    await expect(app.getByText('Intranet Login')).toHaveCount(0);
  });
});

test('ocra2: two scans, two codes, then a question is read, signed and typed', async ({
  app,
  url,
}) => {
  const foreign = watchCalls(app, url);
  const server = linOtp();
  await app.goto(url);
  await paste(app, server.image1);
  await firstAccount(app);
  await expectStep(app, 'enrol-code');
  const code = await shown(app, 'device');

  // Killed between the images: the same code.
  await app.reload();
  await prove(app);
  await expectStep(app, 'enrol-code');
  expect(await shown(app, 'device')).toBe(code);
  const image2 = server.type(code)!;
  await action(app, 'scan-second').click();
  await expectStep(app, 'enrol-scan');
  await pasteHere(app, linOtp().type('GEZDGNBVGY3TQOJQ01')!);
  await expect(app.locator('[data-problem="mistyped"]')).toBeVisible();
  await pasteHere(app, image2);
  await expectStep(app, 'enrol-answer');
  const first = await shown(app, 'response');
  expect(server.check(first)).toBe(true);

  // Killed before the page's yes: image 2 shows the same code.
  await app.reload();
  await prove(app);
  await expectStep(app, 'enrol-scan');
  await pasteHere(app, image2);
  await expectStep(app, 'enrol-answer');
  expect(await shown(app, 'response')).toBe(first);
  await action(app, 'page-active').click();
  await expectStep(app, 'home');

  for (const message of ['Zahlung 100,00 EUR', 'Zahlung 7,00 EUR']) {
    await paste(app, server.ask(message));
    await expectStep(app, 'sign-question');
    await expect(app.locator('[data-message]')).toHaveText(message);
    await expect(app.locator('[data-problem]')).toHaveCount(0);
    await action(app, 'show-code').click();
    await prove(app);
    await expectStep(app, 'sign-code');
    expect(server.check(await shown(app, 'response'))).toBe(true);
    await action(app, 'done').click();
    await expectStep(app, 'home');
  }
  expect(server.taken).toEqual([0, 1, 2]);
  expect(foreign).toEqual([]);
});

test('codes wait for the PIN after a lock; a signed one says whose it is', async ({
  app,
  phone,
  url,
}) => {
  await phone.clock.install();
  const server = linOtp();
  await app.goto(url);
  await paste(app, server.image1);
  await firstAccount(app);
  await expectStep(app, 'enrol-code');
  const code = await shown(app, 'device');
  await lockAndShowAgain(app);
  expect(await shown(app, 'device')).toBe(code);

  // Left by the sheet, and found again.
  await action(app, 'cancel').click();
  await action(app, 'finish-later').click();
  await expectStep(app, 'home');
  await app.reload();
  await prove(app);
  await expectStep(app, 'enrol-code');
  expect(await shown(app, 'device')).toBe(code);
  await action(app, 'scan-second').click();
  await pasteHere(app, server.type(code)!);
  await expectStep(app, 'enrol-answer');
  const first = await shown(app, 'response');
  await lockAndShowAgain(app);
  expect(await shown(app, 'response')).toBe(first);
  await action(app, 'page-active').click();
  await expectStep(app, 'home');

  await paste(app, server.ask('Pay'));
  await action(app, 'show-code').click();
  await prove(app);
  await expectStep(app, 'sign-code');
  await expect(app.locator('[data-account]')).toHaveText('LSO200000001');
  const signed = await shown(app, 'response');
  await lockAndShowAgain(app);
  expect(await shown(app, 'response')).toBe(signed);
});

/** Away for longer than the grace: nothing is shown before the PIN. */
async function lockAndShowAgain(app: Page): Promise<void> {
  await leaveFor(app, AWAY_SECONDS);
  await expect(app.locator('[data-code]')).toHaveCount(0);
  await action(app, 'show-after-lock').click();
  await prove(app);
  await expect(action(app, 'show-after-lock')).toHaveCount(0);
}

async function pasteHere(app: Page, text: string): Promise<void> {
  await app.getByRole('button', { name: 'Paste a code' }).click();
  await app.getByRole('textbox').fill(text);
  await app.getByRole('button', { name: 'Use this code' }).click();
}
