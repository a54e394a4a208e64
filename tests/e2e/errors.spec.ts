/**
 * Each error that a code can cause: its own words, its own next step, and Start over.
 *
 * Errors with other causes are tested with them: CAMERA_REFUSED, CAMERA_MISSING, CAMERA_BUSY,
 * CAMERA_LOST in camera.spec; NO_CODE_IN_PICTURE in ways-in.spec; FOREIGN_IMAGE in activation.spec;
 * STORAGE_FULL in storage.spec; STORAGE_BLOCKED in connection.spec; VAULT_DAMAGED in
 * damaged-account.spec; PIN_WRONG, PIN_WAIT, PIN_WEAK, PIN_DISAGREES in pin.spec; BIOMETRICS_* in
 * biometrics.spec; PAGE_REFUSED in accounts.spec.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { readCatalogue, REFERENCE_TAG } from '../../scripts/catalogues.mjs';
import type { TrustedIssuer } from '../../src/app/trusted-issuers.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { toPastedText } from '../../src/core/codec/message-text.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { Strings } from '../../src/i18n/strings.ts';
import type { Begun } from '../../src/issuer/begin.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import { createDeviceCode, formatDeviceCode } from '../../src/protocol/device-code.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { DROPPED_SETTING } from '../../src/vault/settings.ts';
import { granted, phone } from '../issuer/issuer-fixture.ts';
import {
  choosePin,
  exchange,
  finish,
  newIssuer,
  newPhone,
  paste,
  PIN,
} from './support/authenticator-page.ts';
import { copyOfBuild } from './support/custom-builds.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { letRoutesEnd, test, WITHOUT_WORKER } from './support/fixtures.ts';
import { action, alert, button } from './support/menu-actions.ts';
import { rowKeys } from './support/vault-rows.ts';

const ERRORS: Strings['errors'] = readCatalogue(REFERENCE_TAG, 'app').errors;

/** On a new phone, where the app is open. */
const onNewPhone = test.extend({
  app: async ({ app, url }, use) => {
    await app.goto(url);
    await expectStep(app, 'home');
    await use(app);
  },
});

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

/**
 * Expects what went wrong, why, and the next step, in the words of this error alone; and that
 * starting over leaves nothing of it.
 */
async function expectError(app: Page, code: keyof typeof ERRORS, what: string = ERRORS[code].what) {
  const told = alert(app, code);
  await expect(told).toContainText(what);
  await expect(told).toContainText(ERRORS[code].why);
  await expect(told).toContainText(ERRORS[code].next);
  await expect(button(app, 'Start over')).toBeVisible();
}

async function startOver(app: Page, code: ErrorCode): Promise<void> {
  await button(app, 'Start over').click();
  await expectStep(app, 'scan-first');
  await expect(alert(app, code)).toHaveCount(0);
}

/** The second code of an activation whose first one another phone has scanned. */
async function secondElsewhere(issuer: Issuer, { id, firstMessage }: Begun): Promise<Uint8Array> {
  const { deviceCode } = await phone(firstMessage);
  return granted(await issuer.acceptDeviceCode(id, deviceCode)).secondMessage;
}

onNewPhone(
  'what is no first code is named, each kind that is known, and never opened; then the first code goes on',
  async ({ app, issuer, url }) => {
    for (const [text, what] of [
      ['https://shop.example/pay?now=1', 'That’s a web address'],
      ['BCD\n002\n1\nSCT\n\nA\nDE1', 'That’s a payment code'],
      ['WIFI:T:WPA;S:Guest;P:guest;;', 'That’s a code for a wireless network'],
      ['BEGIN:VCARD\nFN:A\nEND:VCARD', 'That’s a contact card'],
      ['otpauth-migration://online?data=AA', 'That’s a code for another kind of authenticator'],
      ['4006381333931', 'That’s not a code for this app'],
    ] as const)
      await test.step(what, async () => {
        await paste(app, text);
        await expectError(app, 'NOT_OURS', what);
        expect(app.url()).toBe(url);
        await startOver(app, 'NOT_OURS');
      });
    const begun = granted(await issuer.begin());
    await test.step('cut off or changed, or with a signature that is wrong', async () => {
      await paste(app, toPastedText(begun.firstMessage).slice(0, -40));
      await expectError(app, 'DAMAGED');
      await startOver(app, 'DAMAGED');
      await paste(app, 'TES1:THIS IS NOT BASE45 AT ALL');
      await expectError(app, 'DAMAGED');
      const forged = begun.firstMessage.slice();
      forged[forged.length - 1]! ^= 1;
      await paste(app, forged);
      await expectError(app, 'SIGNATURE_WRONG');
      await startOver(app, 'SIGNATURE_WRONG');
    });
    await test.step('the second code', async () => {
      await paste(app, await secondElsewhere(issuer, begun));
      await expectError(app, 'FIRST_EXPECTED');
      await startOver(app, 'FIRST_EXPECTED');
    });
    await paste(app, begun.firstMessage);
    await expectStep(app, 'device-code');
  },
);

onNewPhone(
  'where the second code is expected: the first one again, another first one, and a second one of another activation; then the right one, and PINs that are weak or mistyped',
  async ({ app, issuer }) => {
    const [mine, theirs] = [granted(await issuer.begin()), granted(await issuer.begin())];
    await paste(app, mine.firstMessage);
    const code = await codeOn(app, 'device');
    await test.step('the first one: the code that the page waits for stands there', async () => {
      await button(app, 'Scan the second code').click();
      await paste(app, mine.firstMessage);
      await expectError(app, 'SECOND_EXPECTED');
      expect(await codeOn(app, 'device')).toBe(code);
    });
    await startOver(app, 'SECOND_EXPECTED');
    const second = await exchange(app, issuer, mine.firstMessage, mine.id);
    await test.step('of another activation', async () => {
      await paste(app, await secondElsewhere(issuer, theirs));
      await expectError(app, 'OTHER_ACTIVATION');
    });
    await test.step('another first one asks before it replaces the activation', async () => {
      await paste(app, theirs.firstMessage);
      await expectStep(app, 'replace-pending');
      await action(app, 'keep-pending').click();
      await expectStep(app, 'device-code');
      await button(app, 'Scan the second code').click();
    });
    await paste(app, second);
    await expectStep(app, 'choose-pin');
    await test.step('weak and mistyped PINs are refused with a reason', async () => {
      const pin = app.getByLabel('PIN', { exact: true });
      for (const weak of ['111111', '123456', '987654', '472472']) {
        await pin.fill(weak);
        await expect(pin).toHaveValue('');
        await expect(app.getByRole('alert')).toBeVisible();
        await expectStep(app, 'choose-pin');
      }
      await pin.fill('290571');
      await expectStep(app, 'confirm-pin');
      await pin.fill('290572');
      await expectStep(app, 'choose-pin');
      await expect(app.getByRole('alert')).toBeVisible();
    });
  },
);

onNewPhone(
  'a device code that was mistyped on the page, and passed its check; a first code that was used already',
  async ({ app, issuer }) => {
    await test.step('mistyped', async () => {
      const { id, firstMessage } = granted(await issuer.begin());
      await paste(app, firstMessage);
      await expectStep(app, 'device-code');
      // One typing error in 32,768 gives another valid code, as here.
      const { message, h1 } = await readFirstMessage(firstMessage);
      const slip = formatDeviceCode((await createDeviceCode(message.secret, h1)).code);
      expect(slip).not.toBe(await codeOn(app, 'device'));
      const accepted = await issuer.acceptDeviceCode(id, slip);
      if (!accepted.ok) throw new Error(accepted.reason);
      await button(app, 'Scan the second code').click();
      await paste(app, accepted.secondMessage);
      await expectError(app, 'DOES_NOT_OPEN');
      await startOver(app, 'DOES_NOT_OPEN');
    });
    await test.step('used', async () => {
      const begun = granted(await issuer.begin());
      await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
      await choosePin(app, PIN);
      await expectStep(app, 'picture');
      await button(app, 'Continue').click();
      await finish(app, issuer, begun.id);
      await paste(app, begun.firstMessage);
      await expectError(app, 'CODE_USED');
      await startOver(app, 'CODE_USED');
    });
  },
);

test('a code that replaces another account than it says, and an older one of an account that is held', async ({
  app,
  originals: { key },
  kept: { issuer, store },
  openWithAccount,
}) => {
  const held = await openWithAccount();
  await test.step('another', async () => {
    const begun = await issuer.beginReplacement(held.id, { identifiedAsAtEnrolment: true });
    if (!begun.ok) throw new Error(begun.reason);
    // Between its two messages this issuer changes its mind about which account it means.
    const row = (await store.instance(begun.id))!;
    const changed = { ...row, version: row.version + 1, serial: 'ANOTHER-1' };
    expect(await store.commit([{ table: 'instances', row: changed }])).toBe(true);
    await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
    await expectError(app, 'REPLACES_MISMATCH');
    await startOver(app, 'REPLACES_MISMATCH');
  });
  await test.step('older', async () => {
    // As a bank that was restored from an old backup: it counts from the beginning again.
    const restored = createIssuer({ name: 'Northwind Bank', key });
    const begun = granted(await restored.begin({ serial: held.serial }));
    await paste(app, await exchange(app, restored, begun.firstMessage, begun.id));
    await expectError(app, 'REPLACES_MISMATCH');
  });
});

onNewPhone(
  'an activation that was stopped in another window is over here too',
  async ({ app, issuer, phone, url }) => {
    const { id, firstMessage } = granted(await issuer.begin());
    const second = await exchange(app, issuer, firstMessage, id);
    const other = await phone.newPage();
    await other.goto(url);
    await button(other, 'Cancel').click();
    await button(other, 'Stop').click();
    await expectStep(other, 'home');
    await paste(app, second);
    await expectError(app, 'UNKNOWN_ACTIVATION');
    await startOver(app, 'UNKNOWN_ACTIVATION');
  },
);

const IN_BERLIN = { ...WITHOUT_WORKER, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

test.describe('where the phone’s clock and the page’s differ', () => {
  const NOW = Date.UTC(2026, 10, 24, 13, 32, 10);
  const MINUTE = 60_000;
  test.use({ phoneOptions: IN_BERLIN });

  test('that is said once, with the time that the phone shows, and the activation goes on', async ({
    app,
    url,
  }) => {
    await app.clock.setFixedTime(NOW);
    await app.goto(url);
    for (const [what, off, says, words, made] of [
      [
        'ahead',
        -73,
        '14:32',
        'This code looks about 63 minutes old, or the phone’s clock is ahead.',
        'The page’s clock said 13:19 when it made the code.',
      ],
      [
        'behind',
        20,
        '14:32',
        'The phone’s clock seems to be about 20 minutes behind.',
        'The page’s clock said 14:52 when it made the code.',
      ],
      [
        'a month ahead',
        -43_200,
        '24 Nov 2026, 14:32',
        'This code looks about 30 days old, or the phone’s clock is ahead.',
        'The page’s clock said 25 Oct 2026, 14:32 when it made the code.',
      ],
    ] as const)
      await test.step(what, async () => {
        const issuer = await newIssuer('Northwind Bank', () => (NOW + off * MINUTE) / 1000);
        const begun = granted(await issuer.begin());
        await paste(app, begun.firstMessage);
        const told = alert(app, 'EXPIRED');
        await expect(told).toContainText(`Your phone says ${says}. Is that right?`);
        await expect(told).toContainText(words);
        await expect(told).toContainText(made);
        // The time that the page gives counts from the scan, whatever the clock says.
        await expect(app.getByText('10:00 left')).toBeVisible();
        const accepted = await issuer.acceptDeviceCode(begun.id, await codeOn(app, 'device'));
        if (!accepted.ok) throw new Error(accepted.reason);
        await button(app, 'Scan the second code').click();
        await paste(app, accepted.secondMessage);
        await expectStep(app, 'choose-pin');
        await button(app, 'Cancel').click();
        await button(app, 'Stop').click();
        await expectStep(app, 'home');
      });
  });
});

test.describe('where the clock was moved past the day that an activation is kept', () => {
  const NOW = Date.UTC(2026, 10, 24, 13, 32, 10);
  const LATER = Date.UTC(2026, 11, 24, 8, 5);
  test.use({ phoneOptions: IN_BERLIN });

  async function begin(app: Page, url: string): Promise<void> {
    await app.clock.setFixedTime(NOW);
    await app.goto(url);
    const issuer = await newIssuer('Northwind Bank', () => NOW / 1000);
    await paste(app, granted(await issuer.begin()).firstMessage);
    await expectStep(app, 'device-code');
    await app.clock.setFixedTime(LATER);
  }

  async function expectDropped(app: Page): Promise<void> {
    await expect(alert(app, 'ACTIVATION_DROPPED')).toContainText(
      'It was begun: 24 Nov 2026, 14:32. When it was dropped, this phone said: 24 Dec 2026, 09:05.',
    );
  }

  test('an app that is open says so when it is shown again, and one that is opened again, once', async ({
    app,
    url,
  }) => {
    await test.step('shown again', async () => {
      await begin(app, url);
      await app.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await expectDropped(app);
      await startOver(app, 'ACTIVATION_DROPPED');
    });
    await test.step('opened again', async () => {
      await begin(app, url);
      await app.reload();
      await expectDropped(app);
      await app.reload();
      await expectDropped(app);
      await button(app, 'Done').click();
      await expectStep(app, 'home');
      // Left before that is kept, it would be said once more.
      const settings = async () => (await rowKeys(app))['settings'];
      await expect.poll(settings).not.toContain(DROPPED_SETTING);
      await app.reload();
      await expectStep(app, 'home');
      await expect(alert(app, 'ACTIVATION_DROPPED')).toHaveCount(0);
    });
  });
});

test('an issuer that this app was not set up for, and one that it was', async ({ browser }) => {
  const key = await generateIssuerKey();
  const build = await copyOfBuild();
  try {
    // The configuration is a constant of the app's files.
    const trusted: TrustedIssuer = { key: toHex(key.publicKey), formerKeys: [], retiredKeys: [] };
    build.renewWith('trustedIssuers:[]', `trustedIssuers:[${JSON.stringify(trusted)}]`);
    const app = await (await newPhone(browser, WITHOUT_WORKER)).newPage();
    await app.goto(build.url);
    const stranger = await newIssuer('Northwind Bank');
    await paste(app, granted(await stranger.begin()).firstMessage);
    await expectError(app, 'ISSUER_NOT_TRUSTED');
    await startOver(app, 'ISSUER_NOT_TRUSTED');
    const known = createIssuer({ name: 'Northwind Bank', key });
    await paste(app, granted(await known.begin()).firstMessage);
    await expectStep(app, 'device-code');
    await expect(app.getByText('Verified by this app')).toBeVisible();
    await app.context().close();
  } finally {
    build.close();
  }
});

test('an address that is not secure', async ({ browser, url }) => {
  const phone = await newPhone(browser, { permissions: [], serviceWorkers: 'block' });
  const app = await phone.newPage();
  // The same files under a name that no browser takes for this machine.
  await app.route('http://phone.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname, url).href }) });
  });
  await app.goto('http://phone.example/');
  await expectStep(app, 'unusable');
  const told = alert(app, 'NO_SECURE_CONTEXT');
  for (const words of Object.values(ERRORS.NO_SECURE_CONTEXT))
    await expect(told).toContainText(words);
  await expect(button(app, 'Try again')).toBeVisible();
  await letRoutesEnd(phone);
  await phone.close();
});
