/**
 * Accounts of other servers in each engine: one that is pasted on an empty phone, an encrypted
 * export, and a backup file that is written, saved and opened. Codes are compared with another
 * implementation's (RFC 6238).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Secret, TOTP, URI } from 'otpauth';
import { expect, test } from 'vitest';

import { chooseFirstPin, giveText, goHome, proveWhereAsked } from './journeys.ts';
import { catchDownload, caughtDownload, passphraseGroups } from './page-scripts.ts';
import type { Phone } from './phone.ts';
import { setStage } from './stage.ts';

const PASTED =
  'otpauth://totp/Gull%20Post:nora?secret=SK4K3ZHMNOAZFAMJRQPSQ3SJOMY6PGJT&issuer=Gull%20Post';
const SAMPLES = new URL('../../fixtures/exports/', import.meta.url);
/** Its key is derived by scrypt with N = 1024. */
const EXPORT = 'aegis-encrypted.json';
/** An account for each of SHA-1, SHA-256 and SHA-512, with other digits and another period. */
const EXPORTED = ['Harbour Mail', 'Ferry Club', 'Tide Tables'];
/** With the one that is pasted. */
const ACCOUNTS = 6;
const MS_PER_SECOND = 1000;

interface Sample {
  readonly issuer: string;
  readonly secret: string;
  readonly algorithm: string;
  readonly digits: number;
  readonly period: number;
}

const { password, accounts } = JSON.parse(readFileSync(new URL('index.json', SAMPLES), 'utf8')) as {
  readonly password: string;
  readonly accounts: readonly Sample[];
};

const stage = setStage();

test('an account that is pasted on an empty phone is kept, and its code is right', async () => {
  const { phone } = stage;
  await phone.step('home');
  await giveText(phone, PASTED);
  await chooseFirstPin(phone);
  await phone.step('bring-in-notice');
  await phone.tap('continue');
  await phone.step('bring-in-preview');
  await phone.tap('keep-account');
  await phone.step('otp');
  await expectCode(phone, URI.parse(PASTED) as TOTP);
});

test('the accounts of an encrypted export are brought in, and their codes are right', async () => {
  const { phone } = stage;
  await openFromMenu(phone, 'bring-in', 'choose-file');
  await phone.chooseFile(fileURLToPath(new URL(EXPORT, SAMPLES)), 'choose-file');
  await phone.step('file-password');
  await phone.insert(password, 'input.text');
  await phone.tap('open-file');
  await phone.step('bring-in-preview');
  await phone.tap('bring-in');
  await phone.step('brought-in');
  await phone.tap('done');
  for (const name of EXPORTED) {
    const { secret, ...how } = accounts.find(({ issuer }) => issuer === name)!;
    await goHome(phone);
    await phone.tap('one-time-password', name);
    await proveWhereAsked(phone, 'otp');
    await expectCode(phone, new TOTP({ secret: Secret.fromHex(secret), ...how }));
  }
});

test('a backup file is written, saved, and opened by its passphrase', async () => {
  const { phone } = stage;
  await openFromMenu(phone, 'back-up', 'back-up-list');
  await phone.tap('make-backup');
  await phone.step('back-up-passphrase');
  const groups = await phone.driver.run(passphraseGroups);
  await phone.tap('written-down');
  await phone.step('back-up-check');
  await phone.insert(groups[2]!, 'input.text');
  await phone.tap('give-passphrase');
  await phone.step('back-up-save');
  await phone.driver.run(catchDownload);
  await phone.tap('download');
  await phone.step('back-up-saved');
  await giveSaved(phone);
  await phone.insert(groups.join('-'), 'input.text');
  await phone.tap('give-passphrase');
  await phone.step('back-up-proven');
  expect((await phone.look()).words).toMatch(new RegExp(`\\b${ACCOUNTS}\\D+${ACCOUNTS}\\b`));
  await phone.tap('done');
});

/** From anywhere to a transfer's first screen. */
async function openFromMenu(phone: Phone, purpose: string, first: string): Promise<void> {
  await goHome(phone);
  await phone.tap('menu');
  await phone.tap(purpose);
  await proveWhereAsked(phone, first);
}

/** The code on the screen is one of now, or of the period that has just ended. */
async function expectCode(phone: Phone, totp: TOTP): Promise<void> {
  const before = Date.now() - totp.period * MS_PER_SECOND;
  const shown = (await phone.code('otp')).replaceAll(/\s/g, '');
  const times = [before, before + totp.period * MS_PER_SECOND, Date.now()];
  expect(times.map((timestamp) => totp.generate({ timestamp }))).toContain(shown);
}

/** Chooses the file that was saved, as it was written: encrypted (age). */
async function giveSaved(phone: Phone): Promise<void> {
  await phone.untilSo('a file saved', isCaught);
  const content = Buffer.from(await phone.driver.run(caughtDownload), 'base64');
  expect(content.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-backup-'));
  try {
    const file = join(folder, 'saved.age');
    writeFileSync(file, content);
    await phone.chooseFile(file, 'open-saved');
    await phone.step('back-up-open');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isCaught(): boolean {
  return document.documentElement.dataset['caught'] !== undefined;
}
