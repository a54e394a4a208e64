/**
 * Moving by camera between two browsers, each the other's camera: every account arrives once, is
 * deleted only after the receipt, and a kill at any step of either side loses and doubles nothing.
 */
import { expect, test } from '@playwright/test';

import { serveApp } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import type { MovePhone } from './support/move-phones.ts';
import {
  accountList,
  beginReceiving,
  beginSending,
  countAccounts,
  fill,
  holdTo,
  keepAll,
  numberOn,
  openMovePhone,
  pointAt,
  tap,
  typeDigits,
} from './support/move-phones.ts';

/** Two pictures and more: what is lost is made up for. */
const COUNT = 12;

let host: Awaited<ReturnType<typeof serveApp>>;
let old: MovePhone;
let fresh: MovePhone;

test.setTimeout(600_000);
test.beforeAll(async () => {
  host = await serveApp();
});
test.afterAll(() => host.close());
test.beforeEach(async () => {
  [old, fresh] = await Promise.all([openMovePhone(host.url), openMovePhone(host.url)]);
  await fill(old, accountList(COUNT));
});
test.afterEach(async () => {
  await Promise.all([old.close(), fresh.close()]);
});

/** Both phones, step by step, in their order; each begins where the one before ended. */
const STEPS: readonly (readonly [name: string, go: () => Promise<unknown>])[] = [
  ['the code is shown', () => beginReceiving(fresh.page)],
  ['the list is shown', () => beginSending(old.page)],
  ['the camera looks for the code', () => tap(old.page, 'scan-request')],
  [
    'the number is asked for',
    async () => {
      await holdTo(old.film, fresh.page, 'request');
      await expectStep(old.page, 'send-number');
    },
  ],
  [
    'pictures are shown',
    async () => {
      await typeDigits(old.page, await numberOn(fresh.page));
      await expectStep(old.page, 'send-showing');
    },
  ],
  ['the camera looks for pictures', () => tap(fresh.page, 'scan-pictures')],
  [
    'all pictures were read',
    async () => {
      await pointAt(old, fresh);
      await keepAll(fresh.page);
    },
  ],
  [
    'the receipt is asked for',
    async () => {
      await tap(old.page, 'shown-enough');
      await expectStep(old.page, 'send-receipt');
    },
  ],
  [
    'the receipt is right',
    async () => {
      await typeDigits(old.page, await numberOn(fresh.page));
      await expectStep(old.page, 'send-moved');
    },
  ],
  ['deleting is asked once more', () => tap(old.page, 'delete-here')],
  [
    'they are deleted',
    async () => {
      await tap(old.page, 'delete');
      await expectStep(old.page, 'send-done');
    },
  ],
];

async function go(steps: typeof STEPS): Promise<void> {
  for (const [name, step] of steps) await test.step(name, step);
}

test('brings every account over and deletes them after the receipt', async () => {
  await go(STEPS);
  expect(await countAccounts(fresh.page)).toBe(COUNT);
  expect(await countAccounts(old.page)).toBe(0);
  await tap(fresh.page, 'done');
  await expect(fresh.page.locator('[data-step="home"]')).toContainText('Site 12');
});
