/**
 * Leaving every step of an activation: Cancel asks and continues, or stops and leaves no trace;
 * Back asks, too; and a closed app opens at the same step.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { isLong, share } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import type { Begun } from './support/authenticator-page.ts';
import { paste, PIN } from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep, untilWritten } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { expectRightCode, stepOf, walk } from './support/journeys.ts';
import { button, prove } from './support/menu-actions.ts';
import { rowTexts } from './support/vault-rows.ts';
import { givePasskeys } from './support/virtual-authenticator.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

interface Step {
  readonly name: string;
  /** Where the app opens again that was closed here. */
  readonly resumesAt: string;
  /** To the next step. */
  readonly on: (app: Page, issuer: Issuer, begun: Begun) => Promise<void>;
}

/** Every step that a person sees, in order. */
const STEPS: readonly Step[] = [
  {
    name: 'scan-first',
    resumesAt: 'home',
    on: async (app, issuer, { id }) => paste(app, (await issuer.inspect(id))!.message!),
  },
  {
    name: 'device-code',
    resumesAt: 'device-code',
    on: async (app, issuer, { id }) => {
      await issuer.acceptDeviceCode(id, await codeOn(app, 'device'));
      await button(app, 'Scan the second code').click();
    },
  },
  {
    name: 'scan-second',
    resumesAt: 'scan-second',
    on: async (app, issuer, { id }) => paste(app, (await issuer.inspect(id))!.message!),
  },
  { name: 'choose-pin', resumesAt: 'scan-second', on: (app) => enterPin(app, PIN) },
  { name: 'confirm-pin', resumesAt: 'scan-second', on: (app) => enterPin(app, PIN) },
  { name: 'picture', resumesAt: 'authenticate', on: (app) => button(app, 'Continue').click() },
  {
    name: 'choose-unlock',
    resumesAt: 'authenticate',
    on: (app) => button(app, 'Skip, use PIN').click(),
  },
  { name: 'activation-code', resumesAt: 'authenticate', on: async () => undefined },
];

test.beforeEach(async ({ app }) => {
  // How to unlock is asked only where there are biometrics.
  await givePasskeys(app);
});

/** To a step, from Home or from an earlier one that is shown. */
async function reach(
  app: Page,
  issuer: Issuer,
  begun: Begun,
  { wanted, from = 'home' }: { readonly wanted: string; readonly from?: string },
): Promise<void> {
  if (from === 'home') await button(app, 'Scan Code').click();
  const first = STEPS.findIndex(({ name }) => name === from);
  for (const { name, on } of STEPS.slice(Math.max(first, 0))) {
    await expectStep(app, name);
    if (name === wanted) return;
    await on(app, issuer, begun);
  }
}

test('Cancel and Back ask at each step, and “Keep going” keeps it', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  const begun = granted(await issuer.begin());
  await button(app, 'Scan Code').click();
  for (const { name, on } of STEPS) {
    await expectStep(app, name);
    await button(app, 'Cancel').click();
    await expectStep(app, 'stop');
    await button(app, 'Keep going').click();
    await expectStep(app, name);
    await app.goBack();
    if (name === 'confirm-pin') {
      // The one step that has another before it.
      await expectStep(app, 'choose-pin');
      await enterPin(app, PIN);
    } else {
      await expect(app.getByRole('dialog', { name: 'Stop this activation?' })).toBeVisible();
      await button(app, 'Keep going').click();
    }
    await expectStep(app, name);
    await on(app, issuer, begun);
  }
  await walk(app, issuer, begun.id);
  await expectRightCode(app, issuer, begun);
});

test('stopped at a step, nothing is left, and another activation can begin', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  for (const { name } of share(STEPS, 2)) {
    await reach(app, issuer, granted(await issuer.begin()), { wanted: name });
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
    await untilWritten(app);
    expect(await traces(app), name).toEqual({ accounts: 0, activations: 0, pinChosen: false });
  }
  await reach(app, issuer, granted(await issuer.begin()), { wanted: 'picture' });
});

/** What the vault holds of accounts. */
async function traces(app: Page) {
  const { accounts, activations, keys } = await rowTexts(app);
  return {
    accounts: Object.keys(accounts!).length,
    activations: Object.keys(activations!).length,
    pinChosen: keys!['pin']?.includes('"check":') ?? false,
  };
}

/** Closes the app at a step and opens it again; returns the step there, past the PIN. */
async function closeAt(app: Page, { name, resumesAt }: Step): Promise<string> {
  await untilWritten(app);
  const picture = app.locator('tessera-picture-screen tessera-picture-tile [role="img"]');
  const seen = name === 'picture' ? await picture.getAttribute('aria-label') : undefined;
  const code = name === 'device-code' ? await codeOn(app, 'device') : undefined;
  await app.reload();
  await expectStep(app, resumesAt);
  if (code !== undefined) expect(await codeOn(app, 'device')).toBe(code);
  if (resumesAt !== 'authenticate') return resumesAt;
  await prove(app);
  // The picture of a new PIN is shown until it was learnt.
  const next = name === 'picture' ? name : 'activation-code';
  await expectStep(app, next);
  if (seen != null) await expect(picture).toHaveAttribute('aria-label', seen);
  return next;
}

/**
 * Steps at which one activation is closed, one after the other; in the long run it is another one
 * each time. Opened again at the picture, it is not asked how to unlock.
 */
const CLOSED = isLong ? STEPS.map((step) => [step]) : [STEPS.slice(0, -2), STEPS.slice(-2)];

for (const steps of CLOSED)
  test(`closed at ${steps.map(({ name }) => name).join(', ')}, it opens there or before, and goes on to the end`, async ({
    app,
    issuer,
    url,
  }) => {
    await app.goto(url);
    const begun = granted(await issuer.begin());
    let from = 'home';
    for (const step of steps)
      await test.step(`closed at ${step.name}, it opens at ${step.resumesAt}`, async () => {
        await reach(app, issuer, begun, { wanted: step.name, from });
        from = await closeAt(app, step);
      });
    await walk(app, issuer, begun.id);
    expect(await stepOf(app)).toBe('home');
    await expectRightCode(app, issuer, begun);
  });

test('the time left is honest after sleep, whatever the timers did; with less than a minute the app says so, and leads to the page’s next code', async ({
  app,
  issuer,
  url,
}) => {
  const begin = Date.now();
  const again = app.locator('[data-action="ask-again"]');
  const wakeAt = (minutes: number, seconds = 0) =>
    app.clock.setFixedTime(begin + minutes * 60_000 + seconds * 1000);
  await wakeAt(0);
  await app.goto(url);
  await paste(app, granted(await issuer.begin()).firstMessage);
  const code = await codeOn(app, 'device');
  await expect(app.getByText('10:00 left')).toBeVisible();
  await wakeAt(7, 30);
  await expect(app.getByText('2:30 left')).toBeVisible();
  await wakeAt(8, 59);
  await expect(app.getByText('1:01 left')).toBeVisible();
  await expect(again).toHaveCount(0);
  await wakeAt(9, 1);
  await expect(
    app.getByRole('status').filter({ hasText: 'Less than a minute left.' }),
  ).toBeVisible();
  await again.click();
  await expectStep(app, 'stop');
  await button(app, 'Keep going').click();
  expect(await codeOn(app, 'device')).toBe(code);
  await wakeAt(11);
  await expect(app.getByText('Time’s up at Northwind Bank.')).toBeVisible();
  await app.reload();
  await expect(app.getByText('Time’s up at Northwind Bank.')).toBeVisible();
  await expect(app.getByText('no longer takes this code')).toBeVisible();
  await again.click();
  await expectStep(app, 'scan-first');
  await paste(app, granted(await issuer.begin()).firstMessage);
  expect(await codeOn(app, 'device')).not.toBe(code);
});
