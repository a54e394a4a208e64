/**
 * A backup from its making to another phone: saved, tried, erased here, brought in there, with
 * equal codes; and nothing is claimed of a file that was not tried.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { URI } from 'otpauth';

import { newPhone } from './support/authenticator-page.ts';
import { accountList, beginTransfer, bringIn } from './support/bring-in.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { cheapPins } from './support/fast-kdf.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { goHome, prove, tap } from './support/menu-actions.ts';
import { rowKeys } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const COUNT = 7;
const LIST = accountList(COUNT);

/** Makes a file and saves it; returns its passphrase, on the screen that asks to try it. */
async function save(app: Page, file: string): Promise<string> {
  await beginTransfer(app, 'back-up');
  await expectStep(app, 'back-up-list');
  await tap(app, 'make-backup');
  await expectStep(app, 'back-up-passphrase');
  const groups = await app.locator('.group').allInnerTexts();
  await tap(app, 'written-down');
  await expectStep(app, 'back-up-check');
  await app.locator('input.text').fill(groups[1]!);
  await tap(app, 'give-passphrase');
  await expect(app.getByText('That isn’t the third group')).toBeVisible();
  await app.locator('input.text').fill(groups[2]!.toLowerCase());
  await tap(app, 'give-passphrase');
  await expectStep(app, 'back-up-save');
  const download = app.waitForEvent('download');
  await tap(app, 'download');
  await (await download).saveAs(file);
  await expectStep(app, 'back-up-saved');
  return groups.join('-');
}

async function tryFile(app: Page, file: string, passphrase: string): Promise<void> {
  await app.locator('input[type="file"]').setInputFiles(file);
  await expectStep(app, 'back-up-open');
  await app.locator('input.text').fill(passphrase);
  await tap(app, 'give-passphrase');
}

test('is made, tried, and brought in on another phone', async ({ app, browser, url }, info) => {
  const [list, file, other] = ['list.txt', 'saved.age', 'other.age'].map((name) =>
    info.outputPath(name),
  ) as [string, string, string];
  writeFileSync(list, LIST);
  await app.goto(url);
  await bringIn(app, list);

  const passphrase = await test.step('save', () => save(app, file));
  const saved = readFileSync(file);
  expect(saved.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  for (const [, secret] of LIST.matchAll(/secret=(\w+)/g))
    expect(saved.includes(secret!)).toBe(false);

  await test.step('another file is not the one that was saved', async () => {
    saved[saved.length - 1]! ^= 1;
    writeFileSync(other, saved);
    await app.locator('input[type="file"]').setInputFiles(other);
    await expect(app.locator('[role="alert"][data-error="BACKUP_DIFFERS"]')).toBeVisible();
  });

  await test.step('saved is not proven, in a later visit either', async () => {
    await app.reload();
    await beginTransfer(app, 'back-up');
    await expect(app.locator('[data-backup="untried"]')).toBeVisible();
    await expect(app.getByText('Saved and tried')).toHaveCount(0);
    await tap(app, 'try-backup');
  });

  await test.step('a wrong passphrase, then the right one', async () => {
    await tryFile(
      app,
      file,
      passphrase.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    );
    await expect(app.locator('[role="alert"][data-error="FILE_PASSWORD_WRONG"]')).toBeVisible();
    await app.locator('input.text').fill(passphrase.replaceAll('-', '').toLowerCase());
    await tap(app, 'give-passphrase');
    await expectStep(app, 'back-up-proven');
    await expect(app.locator('h1')).toHaveText(
      `Saved and tried: ${COUNT} of ${COUNT} accounts can be restored`,
    );
    await tap(app, 'done');
    await beginTransfer(app, 'back-up');
    await expect(app.locator('[data-backup="proven"][data-since="0"]')).toBeVisible();
  });

  const fresh = await newPhone(browser, WITHOUT_WORKER);
  await cheapPins(fresh);
  const page = await fresh.newPage();
  await page.goto(url);
  await bringIn(page, file, passphrase.toLowerCase());
  expect((await rowKeys(page))['accounts']).toHaveLength(COUNT);
  for (const phone of [page, app]) await expectCode(phone, 'Site 3');
  await fresh.close();
});

/** The code on the card, compared with another implementation's at the same time. */
async function expectCode(app: Page, site: string): Promise<void> {
  const uri = LIST.split('\n').find((line) => line.includes(encodeURIComponent(site)))!;
  const totp = URI.parse(uri);
  await goHome(app);
  await app
    .getByRole('button', { name: new RegExp(site) })
    .first()
    .click();
  if (await app.locator('[data-step="authenticate"]').isVisible()) await prove(app);
  await expect(async () => {
    const before = totp.generate();
    const shown = (await codeOn(app, 'otp')).replaceAll(/\s/g, '');
    expect([before, totp.generate()]).toContain(shown);
  }).toPass();
}
