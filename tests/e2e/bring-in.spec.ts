/**
 * Accounts of other servers brought in: one pasted on an empty phone, a file of several, what is
 * here already, what is left out, and the app closed at each step.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { leaveFor } from './support/hidden-page.ts';
import { button, fromMenu, goHome, prove, reopen, tap } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const PERIOD_SECONDS = 30;
/** The configuration’s `graceSeconds` is 30. */
const LONGER_THAN_GRACE_SECONDS = 45;
const KEY = '92b8ade4ec6b819281898c1f286e497331e79933';
const URI =
  'otpauth://totp/Ferry%20Club:nora?secret=SK4K3ZHMNOAZFAMJRQPSQ3SJOMY6PGJT&issuer=Ferry%20Club';
/** Its key is text: no PIN hides it. */
const OPEN_URI =
  'otpauth://totp/Old%20Forum:nora?secret=NBSWY3DPEB3W64TMMQQGQZLMNRXQ&issuer=Old%20Forum';
const SAMPLES = new URL('../fixtures/exports/', import.meta.url);
const { password } = JSON.parse(readFileSync(new URL('index.json', SAMPLES), 'utf8')) as {
  password: string;
};

/** The code of a key at a moment (RFC 6238, SHA-1, 6 digits). */
function codeAt(key: string, seconds: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(seconds / PERIOD_SECONDS)));
  const mac = createHmac('sha1', Buffer.from(key, 'hex')).update(message).digest();
  const offset = mac[mac.length - 1]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Codes that may be on the screen now: its period may have ended meanwhile. */
function codesNow(key: string): readonly string[] {
  const now = Date.now() / 1000;
  return [-PERIOD_SECONDS, 0].map((ago) => codeAt(key, now + ago));
}

async function expectCode(app: Page, key: string): Promise<void> {
  expect(codesNow(key)).toContain((await codeOn(app, 'otp')).replace(/\s/g, ''));
}

async function pasteText(app: Page, text: string): Promise<void> {
  await app.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);
}

async function chooseFirstPin(app: Page): Promise<void> {
  await expectStep(app, 'first-pin');
  await enterPin(app, PIN);
  await expectStep(app, 'first-pin-again');
  await enterPin(app, PIN);
  await expectStep(app, 'first-picture');
  await tap(app, 'continue');
}

async function acceptNotice(app: Page): Promise<void> {
  await expectStep(app, 'bring-in-notice');
  await tap(app, 'continue');
}

/** From an empty phone to one account of another server, its code on the screen. */
async function bringFirstIn(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await expectStep(app, 'home');
  await pasteText(app, URI);
  await chooseFirstPin(app);
  await acceptNotice(app);
  await expectStep(app, 'bring-in-preview');
  await tap(app, 'keep-account');
  await expectStep(app, 'otp');
}

/** From the menu to the choice of a file. */
async function askForFile(app: Page): Promise<void> {
  await fromMenu(app, 'Bring in accounts from another app, or a backup');
  const choose = app.locator('[data-step="choose-file"]');
  const asked = app.locator('[data-step="authenticate"]');
  await choose.or(asked).first().waitFor();
  if (await asked.isVisible()) await prove(app);
  await choose.waitFor();
}

async function chooseFile(app: Page, name: string): Promise<void> {
  await app
    .locator('tessera-bring-in-file-screen input')
    .setInputFiles(new URL(name, SAMPLES).pathname);
}

const part = (app: Page, name: string) => app.locator(`[data-part="${name}"]`).locator('li');

test('a code that is pasted on an empty phone is kept after the PIN, and its code is right; a further one takes a tap, and the same one is found here', async ({
  app,
  url,
}) => {
  await test.step('the first one', async () => {
    await bringFirstIn(app, url);
    await expectCode(app, KEY);
  });
  await test.step('a further one, whose key no PIN hides', async () => {
    await goHome(app);
    await pasteText(app, OPEN_URI);
    await expectStep(app, 'bring-in-preview');
    await expect(app.getByText('chose a key of a kind that a PIN can’t hide')).toBeVisible();
    await tap(app, 'keep-account');
    await expectStep(app, 'otp');
    await goHome(app);
    await pasteText(app, URI);
    await expectStep(app, 'bring-in-preview');
    await expect(app.getByRole('heading', { name: 'Ferry Club is already here' })).toBeVisible();
    await tap(app, 'keep-account');
    await expectStep(app, 'otp');
    await expectCode(app, KEY);
    await goHome(app);
    await expect(app.locator('tessera-account-card')).toHaveCount(2);
  });
  await test.step('that one bears its mark; another can be left out', async () => {
    await fromMenu(app, 'Manage accounts');
    await app.getByRole('button').filter({ hasText: 'Old Forum' }).first().click();
    await expectStep(app, 'account');
    const mark = app.locator('[data-mark="unhidden"]');
    await mark.locator('summary').click();
    await expect(mark).toContainText('whoever copies this browser’s storage can read it');
    await goHome(app);
    await pasteText(app, OPEN_URI.replaceAll('Forum', 'Board').replace('NBSW', 'ONSW'));
    await expectStep(app, 'bring-in-preview');
    await button(app, 'Cancel').click();
    await expectStep(app, 'home');
    await expect(app.locator('tessera-account-card')).toHaveCount(2);
  });
  await test.step('an export that is dropped is read', async () => {
    await goHome(app);
    const text = readFileSync(new URL('2fas-plain.2fas', SAMPLES), 'utf8');
    await app.evaluate((content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], 'export.2fas'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    }, text);
    await expectStep(app, 'bring-in-preview');
    await expect(part(app, 'fresh')).toHaveCount(5);
  });
  await test.step('opened again', async () => {
    await reopen(app);
    await expectStep(app, 'home');
    await app.getByRole('button').filter({ hasText: 'Ferry Club' }).click();
    await expectStep(app, 'authenticate');
    await enterPin(app, PIN);
    await expectStep(app, 'otp');
    await expectCode(app, KEY);
  });
});

test('Not now keeps nothing', async ({ app, url }) => {
  await app.goto(url);
  await expectStep(app, 'home');
  await pasteText(app, URI);
  await chooseFirstPin(app);
  await expectStep(app, 'bring-in-notice');
  await tap(app, 'not-now');
  await expectStep(app, 'home');
  await reopen(app);
  await expect(app.getByRole('button').filter({ hasText: 'Ferry Club' })).toHaveCount(0);
});

for (const { file, locked, refused } of [
  { file: '2fas-plain.2fas', locked: false, refused: 0 },
  { file: 'aegis-encrypted.json', locked: true, refused: 3 },
])
  test(`five accounts of ${file} are here after one tap, but for one that is left out`, async ({
    app,
    url,
  }) => {
    await bringFirstIn(app, url);
    await askForFile(app);
    await chooseFile(app, file);
    if (locked) {
      await expectStep(app, 'file-password');
      await app.getByLabel('Password', { exact: true }).fill('another');
      await tap(app, 'open-file');
      await expect(app.locator('[data-error="FILE_PASSWORD_WRONG"]')).toBeVisible();
      await app.getByLabel('Password', { exact: true }).fill(password);
      await app.keyboard.press('Enter');
    }
    await expectStep(app, 'bring-in-preview');
    await expect(part(app, 'fresh')).toHaveCount(5);
    await expect(part(app, 'refused')).toHaveCount(refused);
    const harbour = app.getByRole('switch').filter({ hasText: 'Harbour Mail' });
    await harbour.click();
    await expect(harbour).toHaveAttribute('aria-checked', 'false');
    await button(app, 'Bring in 4').click();
    await expectStep(app, 'brought-in');
    await expect(app.getByRole('heading', { name: '4 are here' })).toBeFocused();
    await tap(app, 'done');
    await expectStep(app, 'home');
    await expect(app.locator('tessera-account-card')).toHaveCount(5);

    // Once more: four are here already, one is new, whatever the file was locked with.
    if (locked) return;
    await askForFile(app);
    await chooseFile(app, file);
    await expectStep(app, 'bring-in-preview');
    await expect(part(app, 'here')).toHaveCount(4);
    await expect(part(app, 'fresh')).toHaveCount(1);
    await expect(part(app, 'fresh')).toContainText('Harbour Mail');
  });

test('closed at any step before the tap, nothing is kept; after a lock in between the PIN is asked for; closed after the tap, everything is kept', async ({
  app,
  phone,
  url,
}) => {
  await phone.clock.install();
  await bringFirstIn(app, url);
  await test.step('a file that is none says so, and another one is taken', async () => {
    await askForFile(app);
    await app.locator('tessera-bring-in-file-screen input').setInputFiles({
      name: 'holiday.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([1, 2, 3]),
    });
    await expect(app.locator('[data-error="FILE_UNKNOWN"]')).toBeVisible();
    await chooseFile(app, 'list.txt');
    await expectStep(app, 'bring-in-preview');
    await expect(part(app, 'fresh')).toHaveCount(5);
  });
  await test.step('closed and locked', async () => {
    const cards = app.locator('tessera-account-card');
    for (const step of ['choose-file', 'bring-in-preview']) {
      await goHome(app);
      await askForFile(app);
      if (step !== 'choose-file') await chooseFile(app, 'list.txt');
      await expectStep(app, step);
      await reopen(app);
      await expectStep(app, 'home');
      await expect(cards).toHaveCount(1);
    }
    await askForFile(app);
    await chooseFile(app, 'list.txt');
    await expectStep(app, 'bring-in-preview');
    await leaveFor(app, LONGER_THAN_GRACE_SECONDS);
    await button(app, 'Bring in 5').click();
    // Locked in between.
    await prove(app);
    await expectStep(app, 'brought-in');
    await reopen(app);
    await expect(cards).toHaveCount(6);
  });
});
