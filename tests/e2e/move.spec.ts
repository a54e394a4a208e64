/**
 * Moving by camera between two browsers, each the other's camera: every account arrives once, is
 * deleted only after the receipt, and a kill at any step of either side loses and doubles nothing.
 */
import { expect, test } from '@playwright/test';

import { isLong } from '../chance.ts';
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
    'one picture was read',
    async () => {
      await holdTo(fresh.film, old.page, 'move');
      await fresh.page.locator('.progress', { hasText: / of / }).waitFor();
    },
  ],
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

/** In the long run a kill at each step, else where it could do most harm. */
const DEADLY = isLong
  ? STEPS.map(([name]) => name)
  : [
      'pictures are shown',
      'one picture was read',
      'all pictures were read',
      'the receipt is right',
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

test('killed at a step, nothing is lost or doubled, and moving again brings all', async () => {
  for (const deadly of DEADLY) {
    const end = STEPS.findIndex(([name]) => name === deadly) + 1;
    await go(STEPS.slice(0, end));
    await test.step(`killed: ${deadly}`, async () => {
      await Promise.all([old.reopen(), fresh.reopen()]);
      for (const { page, film } of [old, fresh]) {
        film.show();
        await expectStep(page, 'home');
      }
      const isSealed = end > STEPS.findIndex(([name]) => name === 'one picture was read') + 1;
      const isDeleted = end === STEPS.length;
      expect(await countAccounts(fresh.page)).toBe(isSealed ? COUNT : 0);
      expect(await countAccounts(old.page)).toBe(isDeleted ? 0 : COUNT);
    });
  }
  if ((await countAccounts(old.page)) === 0) return;
  await go(STEPS);
  await expect(fresh.page.getByText(`${COUNT} of them are here already.`)).toBeVisible();
  expect(await countAccounts(fresh.page)).toBe(COUNT);
  expect(await countAccounts(old.page)).toBe(0);
});

test('killed at a write of either phone, all of it was made or nothing', async () => {
  const before = (name: string) =>
    STEPS.slice(
      0,
      STEPS.findIndex(([each]) => each === name),
    );
  let kept = false;
  for (let n = 1; !kept; n++) {
    await go(before('all pictures were read'));
    while (await fresh.page.locator('[data-step="receive-collecting"]').isVisible())
      await holdTo(fresh.film, old.page, 'move').catch(() => undefined);
    await expectStep(fresh.page, 'receive-telling');
    await fresh.doom(n);
    kept = await fresh.survives(
      tap(fresh.page, 'keep-all').then(() => expectStep(fresh.page, 'receive-done')),
    );
    await Promise.all([old.reopen(), fresh.reopen()]);
    const count = await countAccounts(fresh.page);
    expect([0, COUNT]).toContain(count);
    expect(await countAccounts(old.page)).toBe(COUNT);
    if (count === COUNT) kept = true;
    fresh.film.show();
    old.film.show();
  }
  let left = COUNT;
  for (let n = 1; left > 0; n++) {
    await go(before('they are deleted'));
    await old.doom(n);
    await old.survives(tap(old.page, 'delete').then(() => expectStep(old.page, 'send-done')));
    await Promise.all([old.reopen(), fresh.reopen()]);
    left = await countAccounts(old.page);
    expect([0, COUNT]).toContain(left);
    expect(await countAccounts(fresh.page)).toBe(COUNT);
    fresh.film.show();
    old.film.show();
  }
});
