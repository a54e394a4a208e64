/**
 * An account activated again from its own page, however the code arrives; it must name the
 * account's serial number.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toLink } from '../../src/core/codec/message-text.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { share } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import type { Begun } from './support/authenticator-page.ts';
import { finish, newIssuer, paste } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { hold, holdNothing, playCameras } from './support/fake-cameras.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { expectRightCode } from './support/journeys.ts';
import { alert, button, openAccount, prove } from './support/menu-actions.ts';
import { drop, picture } from './support/message-images.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

async function replacement(issuer: Issuer, { id }: Begun) {
  const begun = await issuer.beginReplacement(id, { identifiedAsAtEnrolment: true });
  if (!begun.ok) throw new Error(begun.reason);
  return begun;
}

/** Opens the first scan from the account's page: a proof is required, even right after another. */
async function toScan(app: Page, { serial }: Begun): Promise<void> {
  await openAccount(app, serial);
  await button(app, 'Activate again').click();
  await expectStep(app, 'authenticate');
  await prove(app);
  await expectStep(app, 'scan-first');
}

const WAYS = {
  picture: async (app: Page, png: Buffer) => drop(app, png),
  'chosen picture': async (app: Page, png: Buffer) => {
    const chooser = app.waitForEvent('filechooser');
    await button(app, 'Use a picture').click();
    await (await chooser).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: png });
  },
  paste: async (app: Page, _png: Buffer, message: Uint8Array) => paste(app, message),
  link: async (app: Page, _png: Buffer, message: Uint8Array) => {
    await app.evaluate((hash) => (location.hash = hash), new URL(toLink(app.url(), message)).hash);
    await button(app, 'Use the code').click();
  },
  scan: async (app: Page, png: Buffer) => hold(app, png),
} as const;

// That any code arrives by each way is the subject of other specs.
for (const [way, bring] of share(Object.entries(WAYS), 5))
  test(`by whatever way another account's code is refused, and its own by ${way} goes to the end`, async ({
    app,
    issuer,
    openWithAccount,
  }) => {
    await playCameras(app, { permission: 'granted', cameras: [{ id: 'a', label: 'Camera' }] });
    const held = await openWithAccount();
    const { firstMessage } = granted(await issuer.begin());
    const next = await replacement(issuer, held);
    const png = async (message: Uint8Array) => picture([message]);

    await toScan(app, held);
    await test.step('another issuer’s with the same serial number', async () => {
      const other = await newIssuer('Contoso');
      await paste(app, granted(await other.begin({ serial: held.serial })).firstMessage);
      await expect(alert(app, 'REPLACES_MISMATCH')).toBeVisible();
    });
    const others = await png(firstMessage);
    for (const [name, bringOthers] of Object.entries(WAYS))
      await test.step(`another account's by ${name}`, async () => {
        // Takes away what was told of the way before.
        await paste(app, 'hello');
        await expect(alert(app, 'NOT_OURS')).toBeVisible();
        await bringOthers(app, others, firstMessage);
        await expect(alert(app, 'REPLACES_MISMATCH')).toBeVisible();
        await expectStep(app, 'scan-first');
        // A code that the camera sees ends the reading of a picture.
        await holdNothing(app);
      });

    await bring(app, await png(next.firstMessage), next.firstMessage);
    const accepted = await issuer.acceptDeviceCode(next.id, await codeOn(app, 'device'));
    if (!accepted.ok) throw new Error(accepted.reason);
    await button(app, 'Scan the second code').click();
    // A link is for first codes alone: a browser's history keeps it.
    if (way === 'link') await paste(app, accepted.secondMessage);
    else await bring(app, await png(accepted.secondMessage), accepted.secondMessage);
    // The proof that was given before is enough.
    await finish(app, issuer, next.id);
    await expectRightCode(app, issuer, { id: next.id, serial: held.serial });
    expect((await issuer.inspect(held.id))?.state).toBe('REPLACED');
  });
