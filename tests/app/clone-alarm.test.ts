/** The alarm about a clone: approvals of this phone's are none, others' stay until answered. */
import { beforeEach, expect, test } from 'vitest';

import { acknowledge, addToAlarm, alarmIn, noteLastAccepted } from '../../src/app/clone-alarm.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import { SIGNED_IN_SETTING } from '../../src/vault/settings.ts';
import { reset } from '../vault/fake-device.ts';
import { withAccount } from '../vault/scenarios.ts';

beforeEach(reset);

const NOW = 1_790_000_000;
const ID = '0102030405060708';
const PREFIX = '01020304';

async function scene() {
  const { vault, known } = await withAccount();
  const account = { id: known.id };
  /** What a request tells of these approvals, ids of requests in hex. */
  const told = (ids: readonly string[], otpAt?: number) =>
    noteLastAccepted(vault, account, {
      openedAt: NOW,
      lastAccepted: {
        approvals: ids.map((id) => ({ idPrefix: fromHex(id.slice(0, 8)), at: NOW - 60 })),
        ...(otpAt !== undefined && { otpAt }),
      },
    });
  const kept = async () => alarmIn((await vault.snapshot()).settings, known.id);
  const record = (state: 'leaving' | 'given') =>
    vault.answers.record({
      accountId: known.id,
      requestId: fromHex(ID),
      hash: new Uint8Array(32),
      state,
      at: NOW - 120,
    });
  return { vault, account, told, kept, record };
}

test('an approval that this phone did not give is told, and stays until it is answered', async () => {
  const { vault, account, told, kept } = await scene();
  const foreign = [{ id: PREFIX, at: NOW - 60 }];
  expect(await told([ID])).toEqual(foreign);
  expect(await told([ID])).toEqual(foreign);
  // Its issuer no longer names it: the warning stays.
  expect(await told([])).toEqual(foreign);
  expect(await kept()).toEqual(foreign);
  await acknowledge(vault, account.id, foreign);
  expect(await kept()).toEqual([]);
  expect(await told([ID])).toEqual([]);
});

test.each(['leaving', 'given'] as const)(
  'an approval that was %s is this phone’s, whatever ended the app after it',
  async (state) => {
    const { told, kept, record } = await scene();
    await record(state);
    expect(await told([ID])).toEqual([]);
    expect(await kept()).toEqual([]);
  },
);

test('what a service tells is added once, the newest first', async () => {
  const { vault, account, told } = await scene();
  await told([ID]);
  const later = { id: 'aabbccdd', at: NOW };
  await addToAlarm(vault, account.id, [later]);
  expect(await addToAlarm(vault, account.id, [later])).toEqual([
    later,
    { id: PREFIX, at: NOW - 60 },
  ]);
});

test('what the person was not shown is not acknowledged', async () => {
  const { vault, account, told, kept } = await scene();
  const shown = await told([ID]);
  const later = { id: 'aabbccdd', at: NOW };
  await addToAlarm(vault, account.id, [later]);
  await acknowledge(vault, account.id, shown);
  expect(await kept()).toEqual([later]);
  expect(await told([ID])).toEqual([later]);
});

test('an approval without a time gets the one its issuer names, and keeps the earlier', async () => {
  const { vault, account, told, kept } = await scene();
  const timeless = { id: PREFIX };
  expect(await addToAlarm(vault, account.id, [timeless])).toEqual([timeless]);
  expect(await kept()).toEqual([timeless]);
  const named = [{ id: PREFIX, at: NOW - 60 }];
  expect(await told([ID])).toEqual(named);
  await addToAlarm(vault, account.id, [timeless, { id: PREFIX, at: NOW }]);
  expect(await kept()).toEqual(named);
});

test('the last sign-in is kept, never set back, and goes with the account as the alarm does', async () => {
  const { vault, account, told } = await scene();
  const signedIn = async () => (await vault.snapshot()).settings[SIGNED_IN_SETTING + account.id];
  await told([ID], NOW - 5);
  await told([ID], NOW - 50);
  expect(await signedIn()).toBe(NOW - 5);
  await vault.removeAccount(account.id);
  await vault.setSetting(SIGNED_IN_SETTING + account.id, NOW);
  const { settings } = await vault.snapshot();
  expect(Object.keys(settings).filter((name) => name.endsWith(account.id))).toEqual([]);
});
