/** A move between two real vaults: HOTP, a key that no PIN hides, and one that does not open. */
import { expect, it } from 'vitest';

import type { Receive } from '../../../src/core/transfer/receive-types.ts';
import type { Send } from '../../../src/core/transfer/send-types.ts';
import { pin } from '../../../src/vault/pin.ts';
import type { OathRow } from '../../../src/vault/schema.ts';
import { isLong } from '../../chance.ts';
import { boot, killedAt, reset } from '../../vault/fake-device.ts';
import { entry, hasKeyOf, HOTP, plainKey } from '../../vault/oath-fixtures.ts';
import { editRow } from '../../vault/raw-rows.ts';
import { PIN } from '../../vault/scenarios.ts';
import type { Phone } from './move-scene.ts';
import { bringOver, phone, typeReceipt, until } from './move-scene.ts';

/** In the long run the phone is killed at every write, else at every third. */
const STEP = isLong ? 1 : 3;

it('takes over what opens, names what does not, and deletes only what moved', async () => {
  reset();
  const [plain, hidden] = [entry({ label: 'a' }), entry({ label: 'b' })];
  const counting = entry({ type: 'hotp', label: 'c', counter: 7, otp: HOTP });
  const unhidden = entry({ label: 'd', secret: plainKey() });
  const from = await phone(plain, counting, unhidden, hidden);
  // The profile opens, and its key is none of its class.
  await from.on(() =>
    editRow<OathRow>('accounts', from.ids[3]!, (row) => ({
      ...row,
      secret: { class: 1, bytes: plainKey() },
    })),
  );
  expect((await from.vault.snapshot()).accounts).toHaveLength(4);
  const to = await phone();

  const move = await bringOver(from, to);
  const { old, fresh } = move;
  expect(fresh.state).toMatchObject({
    arrived: {
      accounts: 3,
      names: ['a', 'c', 'd'].map((label) => ['Fern & Moss', label]),
      unhidden: [['Fern & Moss', 'd']],
      notice: 'first',
    },
  });
  expect((await to.vault.snapshot()).accounts).toEqual([]);
  fresh.act({ type: 'receive-keep-wanted' });
  await until<Receive>(fresh, 'receive-done');
  await typeReceipt(move);
  expect(old.state).toMatchObject({
    packed: {
      accounts: 3,
      countingNames: [['Fern & Moss', 'c']],
      unread: [['Fern & Moss', 'b']],
    },
  });
  old.act({ type: 'send-delete-wanted' });
  old.act({ type: 'send-delete-confirmed' });
  await until<Send>(old, 'send-done');
  expect((await from.vault.snapshot()).accounts.map(({ id }) => id)).toEqual([from.ids[3]]);

  const { accounts } = await to.vault.snapshot();
  expect(accounts.map(({ label }) => label)).toEqual(['a', 'c', 'd']);
  const unlocked = await to.vault.unlock(pin(PIN));
  for (const [i, each] of [plain, counting, unhidden].entries())
    expect(await hasKeyOf(unlocked, accounts[i]!.id, each)).toBe(true);
  expect(accounts[1]).toMatchObject({ type: 'hotp', counter: 7 });
});

const ENTRIES = [
  entry({ label: 'a' }),
  entry({ type: 'hotp', label: 'b', counter: 7, otp: HOTP }),
  entry({ label: 'c', secret: plainKey() }),
];

const labelsOn = (phone: Phone): Promise<readonly string[]> =>
  phone.on(async () => {
    const vault = await boot();
    const { accounts } = await vault.snapshot();
    vault.close();
    return accounts.map(({ label }) => label);
  });

it('killed at a write of the new phone: all arrived or nothing, and nothing is lost on the old one', async () => {
  for (let n = 1, killed = true; killed; n += STEP) {
    reset();
    const [from, to] = [await phone(...ENTRIES), await phone()];
    const { fresh } = await bringOver(from, to);
    killed = await killedAt(n, async () => {
      fresh.act({ type: 'receive-keep-wanted' });
      await until<Receive>(fresh, 'receive-done');
    });
    expect(await labelsOn(from)).toEqual(['a', 'b', 'c']);
    const arrived = await labelsOn(to);
    expect([[], ['a', 'b', 'c']], `killed at moment ${n}`).toContainEqual(arrived);
    if (!killed) expect([arrived.length, n > 4]).toEqual([3, true]);
  }
});

it('killed at a write of the old phone: all are deleted or none, and the new one has them', async () => {
  for (let n = 1, killed = true; killed; n += STEP) {
    reset();
    const [from, to] = [await phone(...ENTRIES), await phone()];
    const move = await bringOver(from, to);
    move.fresh.act({ type: 'receive-keep-wanted' });
    await until<Receive>(move.fresh, 'receive-done');
    await typeReceipt(move);
    move.old.act({ type: 'send-delete-wanted' });
    killed = await killedAt(n, async () => {
      move.old.act({ type: 'send-delete-confirmed' });
      await until<Send>(move.old, 'send-done');
    });
    expect(await labelsOn(to)).toEqual(['a', 'b', 'c']);
    const left = await labelsOn(from);
    expect([[], ['a', 'b', 'c']], `killed at moment ${n}`).toContainEqual(left);
    if (!killed) expect([left.length, n > 4]).toEqual([0, true]);
  }
});
