/** What was answered earlier: read while unlocked and on its screen alone. */
import { beforeEach, expect, test } from 'vitest';

import { createEarlier } from '../../src/app/earlier.ts';
import { isHistoryOn } from '../../src/vault/history-rows.ts';
import { clock, reset } from '../vault/fake-device.ts';
import { withAccount } from '../vault/scenarios.ts';

beforeEach(reset);

async function scene(days = 90) {
  const { vault, known } = await withAccount();
  const state = { unlocked: true };
  let settings = (await vault.snapshot()).settings;
  let told = 0;
  const earlier = createEarlier({
    vault,
    days,
    isUnlocked: () => state.unlocked,
    isOn: () => isHistoryOn(settings),
    changed: () => (told += 1),
  });
  const refresh = async () => {
    settings = (await vault.snapshot()).settings;
  };
  const answer = (byte: number) =>
    vault.answerRequest(
      {
        accountId: known.id,
        requestId: new Uint8Array(8).fill(byte),
        message: new Uint8Array(90).fill(byte),
        expiresAt: Math.floor(clock.now / 1000) + 300,
        subject: { kind: 'login', title: `Log in ${byte}` },
      },
      'approved',
    );
  /** What is listed, once nothing more is read. */
  const titles = async () => {
    const before = told;
    earlier.look();
    await vault.history.list();
    for (let i = 0; i < 50 && told === before; i++) await new Promise((done) => setTimeout(done));
    const { view } = earlier;
    return 'items' in view ? view.items.map(({ title }) => title) : view.is;
  };
  return { vault, known, earlier, state, refresh, answer, titles };
}

test('it is off, then on, and lists what was answered since, on the phone’s clock', async () => {
  const { vault, known, earlier, refresh, answer, titles } = await scene();
  earlier.moved({ at: 'requests' });
  await answer(1);
  expect(earlier.view).toEqual({ is: 'open', on: false, days: 90, items: [] });
  await vault.history.turn(true);
  await refresh();
  await vault.setClockOffset(known.id, 120);
  await answer(2);
  expect(await titles()).toEqual(['Log in 2']);
  expect(earlier.view).toMatchObject({ items: [{ account: known.id, at: clock.now }] });
});

test('nothing is read on other screens, and nothing is shown or left once it is locked', async () => {
  const { vault, earlier, state, refresh, answer, titles } = await scene();
  await vault.history.turn(true);
  await refresh();
  await answer(1);
  earlier.moved({ at: 'home' });
  expect(await titles()).toEqual([]);
  earlier.moved({ at: 'requests' });
  expect(await titles()).toEqual(['Log in 1']);
  state.unlocked = false;
  expect(earlier.view).toEqual({ is: 'locked', on: true, days: 90 });
  earlier.look();
  state.unlocked = true;
  expect(earlier.view).toMatchObject({ is: 'open', items: [] });
});

test('locked, nothing of it is switched on or off or cleared', async () => {
  const { vault, earlier, state, refresh, answer, titles } = await scene();
  const isOn = async () => isHistoryOn((await vault.snapshot()).settings);
  state.unlocked = false;
  earlier.turn(true);
  expect(await isOn()).toBe(false);
  await vault.history.turn(true);
  await refresh();
  await answer(1);
  earlier.turn(false);
  earlier.clear();
  expect(await isOn()).toBe(true);
  state.unlocked = true;
  earlier.moved({ at: 'requests' });
  expect(await titles()).toEqual(['Log in 1']);
  earlier.turn(false);
  await expect.poll(isOn).toBe(false);
});

test('it is nowhere where the configuration leaves it out', async () => {
  const { earlier } = await scene(0);
  expect(earlier.view).toEqual({ is: 'not-allowed' });
});
