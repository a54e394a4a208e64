/**
 * Moving by camera between two browsers, each the other's camera: every account arrives once, is
 * deleted only after the receipt, and a kill at any step of either side loses and doubles nothing.
 */
import { expect } from '@playwright/test';

import { isLong, isShared, times } from '../chance.ts';
import { serveApp } from './support/authenticator-page.ts';
import { accountList, bringIn } from './support/bring-in.ts';
import { expectStep } from './support/environment.ts';
import { tap } from './support/menu-actions.ts';
import type { Camera, MovePhone } from './support/move-phones.ts';
import {
  beginReceiving,
  beginSending,
  countAccounts,
  holdTo,
  keepAll,
  numberOn,
  openCamera,
  openMovePhone,
  pointAt,
  pointFast,
  typeDigits,
} from './support/move-phones.ts';
import { test } from './support/worker-fixtures.ts';

/** Two pictures and more: what is lost is made up for. */
const COUNT = 12;

let host: Awaited<ReturnType<typeof serveApp>>;
let cameras: readonly [Camera, Camera];
let old: MovePhone;
let fresh: MovePhone;

test.setTimeout(times(600_000));
test.beforeAll(async () => {
  host = await serveApp();
  cameras = await Promise.all([openCamera(), openCamera()]);
});
test.afterAll(async () => {
  for (const camera of cameras) await camera.close();
  host.close();
});
test.beforeEach(async () => {
  [old, fresh] = await Promise.all([
    openMovePhone(cameras[0], host.url),
    openMovePhone(cameras[1], host.url),
  ]);
  const buffer = Buffer.from(accountList(COUNT));
  await bringIn(old.page, { name: 'list.txt', mimeType: 'text/plain', buffer });
});
test.afterEach(async () => {
  await Promise.all([old.phone.close(), fresh.phone.close()]);
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

/** Names of steps; in the long run all between these two, else the last, in one run of two. */
function deadly(first: string, last: string, place: 0 | 1): readonly string[] {
  const names = STEPS.map(([name]) => name).slice(end(first) - 1, end(last));
  if (isLong) return names;
  return isShared(place, 2) ? names.slice(-1) : [];
}

/** How many steps there are up to the end of this one. */
function end(name: string): number {
  return STEPS.findIndex(([each]) => each === name) + 1;
}

async function go(steps: typeof STEPS): Promise<void> {
  for (const [name, step] of steps) await test.step(name, step);
}

/** Kills both; returns how many accounts each has where it opens again. */
async function kill(): Promise<{ old: number; fresh: number }> {
  await Promise.all([old.reopen(), fresh.reopen()]);
  for (const { page, film } of [old, fresh]) {
    film.show();
    await expectStep(page, 'home');
  }
  return { old: await countAccounts(old.page), fresh: await countAccounts(fresh.page) };
}

test('every account is brought over and deleted after the receipt; killed at a step or at a write, nothing is lost or doubled, and moving again brings all', async () => {
  await test.step('brought over', async () => {
    await Promise.all([old.keep(), fresh.keep()]);
    await go(STEPS.slice(0, end('one picture was read')));
    await pointFast(old, fresh);
    await go(STEPS.slice(end('one picture was read')));
    expect(await countAccounts(fresh.page)).toBe(COUNT);
    expect(await countAccounts(old.page)).toBe(0);
    await tap(fresh.page, 'done');
    await expect(fresh.page.locator('[data-step="home"]')).toContainText('Site 12');
    await Promise.all([old.restore(), fresh.restore()]);
    for (const { film } of [old, fresh]) film.show();
  });
  for (const name of deadly('the code is shown', 'one picture was read', 0)) {
    await go(STEPS.slice(0, end(name)));
    expect(await kill(), name).toEqual({ old: COUNT, fresh: 0 });
  }
  for (let [n, arrived] = [1, 0]; arrived === 0; n++) {
    await go(STEPS.slice(0, end('one picture was read')));
    await pointAt(old, fresh);
    await expectStep(fresh.page, 'receive-telling');
    await fresh.doom(n);
    await fresh.survives(
      tap(fresh.page, 'keep-all').then(() => expectStep(fresh.page, 'receive-done')),
    );
    const found = await kill();
    arrived = found.fresh;
    expect([0, COUNT], `new phone, write ${n}`).toContain(arrived);
    expect(found.old).toBe(COUNT);
  }
  for (const name of deadly('all pictures were read', 'the receipt is right', 1)) {
    await go(STEPS.slice(0, end(name)));
    await expect(fresh.page.getByText(`${COUNT} of them are here already.`)).toBeVisible();
    expect(await kill(), name).toEqual({ old: COUNT, fresh: COUNT });
  }
  for (let [n, left] = [1, COUNT]; left > 0; n++) {
    await go(STEPS.slice(0, end('deleting is asked once more')));
    await old.doom(n);
    await old.survives(tap(old.page, 'delete').then(() => expectStep(old.page, 'send-done')));
    const found = await kill();
    left = found.old;
    expect([0, COUNT], `old phone, write ${n}`).toContain(left);
    expect(found.fresh).toBe(COUNT);
  }
});
