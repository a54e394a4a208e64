/**
 * Kills after every commit of a change, of tries' counts in one of them; in the long run at every
 * write, too (tests/vault/kill.test always): it was made or it was not, and every account gives
 * right codes.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { isLong } from '../chance.ts';
import type { Begun } from './support/authenticator-page.ts';
import { newIssuer, PIN } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';
import { activateFurther, expectRightCode } from './support/journeys.ts';
import {
  beginRemoval,
  button,
  changePin,
  fromMenu,
  goHome,
  lock,
  prove,
  turnOffBiometrics,
  turnOnBiometrics,
} from './support/menu-actions.ts';
import type { Mortal } from './support/page-crash.ts';
import { openMortal } from './support/page-crash.ts';
import { giveLastingPasskeys } from './support/persistent-authenticator.ts';
import { rowTexts } from './support/vault-rows.ts';

test.setTimeout(600_000);
// As openMortal makes them.
test.use({ pins: 'cheap' });
const MOMENTS = isLong ? 'writes' : 'changes';
/** How many moments a change and a removal have at least. */
const [LEAST_OF_CHANGE, LEAST_OF_REMOVAL] = isLong ? [7, 8] : [1, 1];

/**
 * Kills `change` at its first moment, its second, … until it ends; after each crash the app is
 * opened again, and `look` checks what is there and returns to where the change can begin.
 */
async function everyMoment(
  mortal: Mortal,
  change: () => Promise<unknown>,
  look: (survived: boolean) => Promise<unknown>,
): Promise<number> {
  for (let n = 1; ; n++) {
    await mortal.doom(n);
    const survived = await mortal.survives(change());
    await mortal.reopen();
    await expectStep(mortal.page, 'home');
    await look(survived);
    if (survived) return n - 1;
  }
}

const pinRow = async (app: Page) => (await rowTexts(app))['keys']!['pin']!;

test('of a new PIN: the old one opens, or the new one', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, isLong ? 'writes' : 'commits');
  const mine = await giveAccount(mortal.page);
  let [pin, other] = [PIN, '864209'];
  let row = await pinRow(mortal.page);
  const moments = await everyMoment(
    mortal,
    () => changePin(mortal.page, pin, other),
    async (survived) => {
      const now = await pinRow(mortal.page);
      if (survived) expect(now).not.toBe(row);
      if (now !== row) [pin, other] = [other, pin];
      row = now;
      await expectRightCode(mortal.page, issuer, mine, pin);
    },
  );
  // Its own, and those of two tries.
  expect(moments).toBeGreaterThanOrEqual(isLong ? LEAST_OF_CHANGE : LEAST_OF_CHANGE + 2);
});

async function isOn(app: Page): Promise<boolean> {
  await fromMenu(app, /Biometric authentication/);
  await expectStep(app, 'biometrics');
  return app.locator('[data-biometrics="on"]').isVisible();
}

/** PIN and, where they are on, biometrics lead to right codes. */
async function everyWayOpens(mortal: Mortal, issuer: Issuer, mine: Begun): Promise<boolean> {
  const on = await isOn(mortal.page);
  await goHome(mortal.page);
  if (on) {
    await button(mortal.page, 'One-time Password').click();
    await expectRightCode(mortal.page, issuer, mine);
    await lock(mortal.page);
  }
  await expectRightCode(mortal.page, issuer, mine);
  return on;
}

test('of biometrics on, then off: they open, or only the PIN does', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, MOMENTS);
  await giveLastingPasskeys(mortal.phone);
  const mine = await giveAccount(mortal.page);
  const turn = (on: boolean) => (on ? turnOnBiometrics : turnOffBiometrics)(mortal.page);
  const moments = (wanted: boolean) =>
    everyMoment(
      mortal,
      () => turn(wanted),
      async (survived) => {
        const on = await everyWayOpens(mortal, issuer, mine);
        if (survived) expect(on).toBe(wanted);
        else if (on === wanted) await turn(!wanted);
      },
    );
  await test.step('on', async () =>
    expect(await moments(true)).toBeGreaterThanOrEqual(LEAST_OF_CHANGE));
  // A face is asked for, so that one write is all.
  await test.step('off', async () => expect(await moments(false)).toBeGreaterThan(0));
});

function isHeld(app: Page, { serial }: Begun): Promise<boolean> {
  return app.getByRole('button').filter({ hasText: serial }).isVisible();
}

/** Removes an account, killed at each moment; `look` returns after a kill to where it can begin. */
async function killRemoval(
  mortal: Mortal,
  { serial }: Begun,
  look: (survived: boolean) => Promise<unknown>,
): Promise<void> {
  await mortal.keep();
  const moments = await everyMoment(
    mortal,
    async () => {
      await beginRemoval(mortal.page, serial);
      await prove(mortal.page);
      await expectStep(mortal.page, 'accounts');
    },
    look,
  );
  expect(moments).toBeGreaterThanOrEqual(LEAST_OF_REMOVAL);
}

test('of a removal: the account is there and right, or gone, and with the last one the phone is as new; the others are right', async ({
  browser,
  url,
  issuer,
  giveAccount,
}) => {
  const mortal = await openMortal(browser, url, MOMENTS);
  const mine = await giveAccount(mortal.page);
  const contoso = await newIssuer('Contoso');
  const other = await activateFurther(mortal.page, contoso);
  await test.step('one of two', () =>
    killRemoval(mortal, other, async (survived) => {
      const held = await isHeld(mortal.page, other);
      await expectRightCode(mortal.page, issuer, mine);
      if (survived) expect(held).toBe(false);
      else if (held) await expectRightCode(mortal.page, contoso, other);
      else await mortal.restore();
    }));
  await test.step('the last', () =>
    killRemoval(mortal, mine, async (survived) => {
      if (await isHeld(mortal.page, mine)) {
        expect(survived).toBe(false);
        return expectRightCode(mortal.page, issuer, mine);
      }
      await button(mortal.page, 'Menu').click();
      await expectStep(mortal.page, 'menu');
      await expect(button(mortal.page, 'Change PIN')).toBeHidden();
      await goHome(mortal.page);
      if (!survived) await mortal.restore();
    }));
});
