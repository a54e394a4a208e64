/**
 * An activation that is killed after each of its commits in turn, and continued where the app opens
 * again: every account gives right codes. Commits that count a try: kill-changes.spec. Every write
 * of every step: tests/vault/kill.test, and the long run, where each kill has an activation of its
 * own.
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
import type { Mortal } from './support/page-crash.ts';
import { openMortal } from './support/page-crash.ts';
import { rowTexts } from './support/vault-rows.ts';

test.setTimeout(times(600_000));
// As openMortal makes them.
test.use({ pins: 'cheap' });
/** Moments of a kill, and how many an activation has at least. */
const [MOMENTS, LEAST] = isLong ? (['writes', 14] as const) : (['changes', 4] as const);
// The longest of all in the long run: shared out among the workers.
test.describe.configure({ mode: 'parallel' });

interface Activation {
  readonly issuer: Issuer;
  /** Begins it at the issuer, anew where one has ended. */
  readonly begin: () => Promise<Begun>;
  /** From Home to the end; `walk` unless given. */
  readonly go?: (begun: Begun) => Promise<void>;
  /** What must hold wherever the app opens again. */
  readonly look?: () => Promise<void>;
  /** What must hold at the end. */
  readonly end: (begun: Begun) => Promise<void>;
}

/** Kills it at each moment until it is over; returns how often. */
async function killAtEach(mortal: Mortal, activation: Activation): Promise<number> {
  const { issuer, begin, look, end } = activation;
  const walkOn = ({ id }: Begun) => walk(mortal.page, issuer, id);
  let begun = await begin();
  let go = activation.go ?? walkOn;
  let before = '';
  for (let [n, kills] = [1, 0]; ; kills++) {
    const from = await stepOf(mortal.page);
    await mortal.doom(n);
    const isOver = await test.step(`from ${from} to moment ${n}`, () => mortal.survives(go(begun)));
    await mortal.reopen();
    await expectWhole(mortal.page);
    if (!isOver) await look?.();
    if (!isOver && isLong) await walkOn(begun);
    if (isOver || isLong) await end(begun);
    if (isOver) return kills;
    if (isLong) {
      begun = await begin();
      n++;
    } else {
      go = walkOn;
      const after = JSON.stringify(await rowTexts(mortal.page));
      // From what is as before the same moment would come again.
      n = after === before ? n + 1 : 1;
      before = after;
    }
  }
}

/** Where an activation that was killed may open again. */
async function expectWhole(app: Page): Promise<void> {
  const whole = ['home', 'device-code', 'scan-second', 'authenticate'];
  await expect(app.locator(whole.map((step) => `[data-step="${step}"]`).join())).toBeVisible();
}

test('the first account of a phone', async ({ browser, url, issuer }) => {
  const mortal = await openMortal(browser, url, MOMENTS);
  await expectStep(mortal.page, 'home');
  await mortal.keep();
  const kills = await killAtEach(mortal, {
    issuer,
    async begin() {
      await mortal.restore();
      return granted(await issuer.begin());
    },
    end: (begun) => expectRightCode(mortal.page, issuer, begun),
  });
  expect(kills).toBeGreaterThan(LEAST);
});

test('a further account: the one that was there is never touched', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, MOMENTS);
  const mine = await giveAccount(mortal.page);
  const contoso = await newIssuer('Contoso');
  const kills = await killAtEach(mortal, {
    issuer: contoso,
    begin: async () => granted(await contoso.begin()),
    async end(begun) {
      await expectRightCode(mortal.page, issuer, mine);
      await expectRightCode(mortal.page, contoso, begun);
    },
  });
  expect(kills).toBeGreaterThanOrEqual(LEAST);
});

test('an account again: the old one gives right codes until the new one is there', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, MOMENTS);
  let held: Begun = await giveAccount(mortal.page);
  const kills = await killAtEach(mortal, {
    issuer,
    async begin() {
      const begun = await issuer.beginReplacement(held.id, { identifiedAsAtEnrolment: true });
      if (!begun.ok) throw new Error(begun.reason);
      return begun;
    },
    go: (begun) => activateAgain(mortal.page, issuer, held, begun.id),
    async look() {
      if ((await issuer.inspect(held.id))?.state === 'ACTIVE')
        await expectOldCode(mortal.page, issuer, held);
    },
    async end(begun) {
      await expectRightCode(mortal.page, issuer, begun);
      held = begun;
    },
  });
  expect(kills).toBeGreaterThanOrEqual(LEAST);
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
