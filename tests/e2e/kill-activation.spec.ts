/**
 * Kills after every commit of an activation, in the long run at every write, too: the person
 * continues where the app opens again, and every account gives right codes.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { isLong, times } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import type { Begun } from './support/authenticator-page.ts';
import { newIssuer } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';
import { expectRightCode, stepOf, walk } from './support/journeys.ts';
import { button, goHome, openAccount, prove } from './support/menu-actions.ts';
import { openMortal } from './support/page-crash.ts';

test.setTimeout(times(600_000));
// As openMortal makes them.
test.use({ pins: 'cheap' });
/** Moments of a kill: between two commits it leaves what the first of them left. */
const DIES = isLong ? 'anywhere' : 'commits';
/** Moments that a first activation has at least. */
const LEAST_MOMENTS = isLong ? 15 : 7;
// The longest of all: shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** Where an activation that was killed may open again. */
async function expectWhole(app: Page): Promise<void> {
  const whole = ['home', 'device-code', 'scan-second', 'authenticate'];
  await expect(app.locator(whole.map((step) => `[data-step="${step}"]`).join())).toBeVisible();
}

/** Every moment dies once: the odd ones in one test and the even ones in another, side by side. */
for (const [which, first] of [
  ['odd', 1],
  ['even', 2],
] as const)
  test(`the first account of a phone, ${which} moments`, async ({ browser, url, issuer }) => {
    for (let n: number = first; ; n += 2) {
      const mortal = await openMortal(browser, url, DIES);
      const begun = granted(await issuer.begin());
      await mortal.doom(n);
      const survived = await mortal.survives(walk(mortal.page, issuer, begun.id));
      if (!survived) {
        await mortal.reopen();
        await expectWhole(mortal.page);
        await walk(mortal.page, issuer, begun.id);
      }
      await expectRightCode(mortal.page, issuer, begun);
      await mortal.phone.close();
      if (survived) return expect(n).toBeGreaterThan(LEAST_MOMENTS);
    }
  });

test('a further account: the one that was there is never touched', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, DIES);
  const mine = await giveAccount(mortal.page);
  const contoso = await newIssuer('Contoso');
  for (let n = 1; ; n++) {
    const begun = granted(await contoso.begin());
    await mortal.doom(n);
    const survived = await mortal.survives(walk(mortal.page, contoso, begun.id));
    await mortal.reopen();
    await expectWhole(mortal.page);
    if (!survived) await walk(mortal.page, contoso, begun.id);
    await expectRightCode(mortal.page, issuer, mine);
    await expectRightCode(mortal.page, contoso, begun);
    if (survived) return expect(n).toBeGreaterThan(5);
  }
});

/** Where the app does not open in the middle of the wizard, its codes can be looked at. */
async function expectOldCode(app: Page, issuer: Issuer, held: Begun): Promise<void> {
  if ((await stepOf(app)) === 'authenticate') await goHome(app);
  if ((await stepOf(app)) === 'home') await expectRightCode(app, issuer, held);
}

/** From Home: the account's own page, the proof, and the whole way again. */
async function activateAgain(app: Page, issuer: Issuer, held: Begun, id: string): Promise<void> {
  await openAccount(app, held.serial);
  await button(app, 'Activate again').click();
  await prove(app);
  await expectStep(app, 'scan-first');
  await walk(app, issuer, id);
}

test('an account again: the old one gives right codes until the new one is there', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, DIES);
  let held: Begun = await giveAccount(mortal.page);
  for (let n = 1; ; n++) {
    const begun = await issuer.beginReplacement(held.id, { identifiedAsAtEnrolment: true });
    if (!begun.ok) throw new Error(begun.reason);
    await mortal.doom(n);
    const survived = await mortal.survives(activateAgain(mortal.page, issuer, held, begun.id));
    await mortal.reopen();
    await expectWhole(mortal.page);
    if (!survived) {
      const ended = (await issuer.inspect(held.id))?.state !== 'ACTIVE';
      if (!ended) await expectOldCode(mortal.page, issuer, held);
      await walk(mortal.page, issuer, begun.id);
    }
    await expectRightCode(mortal.page, issuer, begun);
    held = begun;
    if (survived) return expect(n).toBeGreaterThan(6);
  }
});
