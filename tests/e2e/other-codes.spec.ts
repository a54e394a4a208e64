/**
 * Codes of other servers: an account by the camera, an export of several codes, and codes that only
 * one app can read. What the app shows is compared with another implementation (RFC 6238).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { HOTP, Secret, TOTP } from 'otpauth';

import { qrPixels } from '../../src/symbology/qr-write.ts';
import { paste, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, enterPinWhereAsked, expectStep } from './support/environment.ts';
import { test } from './support/film-fixtures.ts';
import { alert, button, goHome } from './support/menu-actions.ts';

const DENO = '4SJHB4GSD43FZBAI7C2HLRJGPQ';
const OTPAUTH = `otpauth://totp/Deno:Mason?secret=${DENO}&issuer=Deno&algorithm=SHA1&digits=6`;
const HEAD = 'otpauth-migration://offline?data=';
/** One export of two codes, each with one account: of Deno, and of Issuu. */
const EXPORT = [
  `${HEAD}CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiAAKE0%3D`,
  `${HEAD}CiYKEMOcxF7S6ZvozC%2BhS2VO3WcSBUphbWVzGgVJc3N1dSABKAEwAhABGAIgAShN`,
] as const;
const ISSUU = Secret.fromHex('c39cc45ed2e99be8cc2fa14b654edd67').base32;
const PERIOD_MS = 30_000;

test.use({ pins: 'cheap' });
test.beforeEach(async ({ app, url }) => {
  await app.goto(url);
});

/** A text's QR code. */
const drawn = (text: string) => qrPixels(text, 6);

async function scan(app: Page): Promise<void> {
  await app.locator('[data-action="scan"]').click();
  await expectStep(app, 'scan-first');
}

/** A first PIN, its picture, and what is to be said before the first of these accounts. */
async function chooseFirstPin(app: Page): Promise<void> {
  await expectStep(app, 'first-pin');
  await enterPin(app, PIN);
  await expectStep(app, 'first-pin-again');
  await enterPin(app, PIN);
  await expectStep(app, 'first-picture');
  await button(app, 'Continue').click();
  await app.locator('[data-action="not-now"]').waitFor();
  await app.locator('[data-action="continue"]').click();
}

/** The code on the screen, compared with another implementation's at the same time. */
async function expectCodeOf(app: Page, secret: string): Promise<void> {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await expect
    .poll(async () => {
      const begun = Date.now();
      const shown = (await codeOn(app, 'otp')).replaceAll(/\s/g, '');
      const isOnePeriod = Math.floor(begun / PERIOD_MS) === Math.floor(Date.now() / PERIOD_MS);
      return isOnePeriod && shown === totp.generate({ timestamp: begun });
    })
    .toBe(true);
}

test('an account that the camera reads is kept, and its code is right; of an export whose other code is missing, what is there is, too', async ({
  app,
  film,
}) => {
  await scan(app);
  film.show(drawn(OTPAUTH));
  await chooseFirstPin(app);
  await app.locator('[data-action="keep-account"]').click();
  await expectStep(app, 'otp');
  await expectCodeOf(app, DENO);
  // No site of these has a reader for pictures of codes, and none sends requests.
  await expect(app.locator('[data-action="hold-to-camera"]')).toHaveCount(0);
  await expect(app.locator('[data-action="pending-requests"]')).toHaveCount(0);

  await goHome(app);
  film.show(drawn(EXPORT[1]));
  await scan(app);
  await app.locator('[data-action="bring-in-these"]').click();
  await app.locator('[data-action="keep-account"]').click();
  await expectStep(app, 'otp');
  await expectCodeOf(app, ISSUU);
});

test('an export of two codes is read in any order, and brought in as one', async ({
  app,
  film,
}) => {
  await scan(app);
  film.show(drawn(EXPORT[1]));
  await expect(app.getByText('1 of 2 codes read')).toBeVisible();
  await expect(app.locator('[data-action="bring-in-these"]')).toBeVisible();
  await expectStep(app, 'scan-first');
  film.show(drawn(EXPORT[0]));
  await chooseFirstPin(app);
  const list = app.locator('[data-action="switch-account"]');
  await expect(list).toHaveCount(2);
  await app.locator('[data-action="bring-in"]').click();
  await app.locator('[data-action="done"]').click();
  await expectStep(app, 'home');
  await expect(app.locator('tessera-account-card')).toHaveCount(2);
});

test('a code by a counter takes a tap, and is not given again to the next one', async ({ app }) => {
  const hotp = new HOTP({ secret: Secret.fromBase32(DENO) });
  const codeOf = (counter: number): string => hotp.generate({ counter }).replace(/(...)/, '$1 ');
  await paste(app, `otpauth://hotp/Deno:Mason?secret=${DENO}&issuer=Deno&counter=7`);
  await chooseFirstPin(app);
  await app.locator('[data-action="keep-account"]').click();
  await expectStep(app, 'otp');
  const code = app.locator('[data-code="otp"]');
  await expect(app.locator('[data-action="next-code"]')).toBeVisible();
  await expect(code).toHaveCount(0);
  // Two taps at once are one.
  await app.locator('[data-action="next-code"]').evaluate((next: HTMLElement) => {
    next.click();
    next.click();
  });
  await expect(code).toHaveText(codeOf(7));
  // Killed: the number is used up.
  await app.reload();
  await app.locator('[data-action="one-time-password"]').first().click();
  await enterPinWhereAsked(app, 'otp', PIN);
  await app.locator('[data-action="code-again"]').click();
  await expect(code).toHaveText(codeOf(7));
  await app.locator('[data-action="next-code"]').click();
  await expect(code).toHaveText(codeOf(8));
});

const UNUSABLE = [
  [
    'phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fmobile.example',
    'That’s a code for Microsoft Authenticator alone',
    'I want to use a different authenticator app',
  ],
  ['oktaverify://email/?t=1', 'That’s a code for Okta Verify alone', 'Google Authenticator'],
  ['otpauth://totp/A?secret=AAAA', 'This key can be guessed', 'Ask the site for another code'],
  ['otpauth://totp/A', 'This code has no key that can be read', 'Show it again on the page'],
] as const;

test('says what to do where a code cannot be used', async ({ app }) => {
  for (const [text, what, why] of UNUSABLE)
    await test.step(what, async () => {
      await paste(app, text);
      await expect(alert(app, 'NOT_OURS')).toContainText(what);
      await expect(alert(app, 'NOT_OURS')).toContainText(why);
      await button(app, 'Start over').click();
      await expect(alert(app, 'NOT_OURS')).toHaveCount(0);
    });
});

test('no address brings an account in', async ({ app, url }) => {
  for (const fragment of [OTPAUTH, encodeURIComponent(OTPAUTH), 'scan', `TES1.${OTPAUTH}`]) {
    await app.goto('about:blank');
    await app.goto(`${url}#${fragment}`);
    if (fragment === 'scan') await expectStep(app, 'scan-first');
    else await expectStep(app, 'home');
  }
  // What begins as a code of the app's own is asked about, and read as that alone.
  await app.locator('[data-action="use-code"]').click();
  await expect(alert(app, 'DAMAGED')).toBeVisible();
  const manifest = (await (await app.request.get(`${url}manifest.webmanifest`)).json()) as object;
  expect(manifest).not.toHaveProperty('protocol_handlers');
});
