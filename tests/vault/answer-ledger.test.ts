/** The ledger of answers: approvals that this phone gave, and those that it did not. */
import { beforeEach, describe, expect, test } from 'vitest';

import { sha256 } from '../../src/protocol/hmac.ts';
import type { Vault } from '../../src/vault/types.ts';
import { drawn } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import { readRows, writeRow } from './raw-rows.ts';
import { code, sealFurther, withAccount } from './scenarios.ts';

beforeEach(reset);

const AT = 1_790_000_000;
const id = (byte: number): Uint8Array => new Uint8Array(8).fill(byte);
const approval = (byte: number, at = AT) => ({ idPrefix: id(byte).slice(0, 4), at });

async function scene() {
  const { vault, known } = await withAccount();
  const message = new Uint8Array(90).fill(1);
  const answer = { accountId: known.id, requestId: id(1), hash: await sha256(message), at: AT };
  const request = {
    accountId: known.id,
    requestId: id(1),
    message,
    expiresAt: clock.now / 1000 + 300,
  };
  return { vault, known, answer, request };
}

function unknown(vault: Vault, accountId: string, ...approvals: ReturnType<typeof approval>[]) {
  return vault.answers.unknown(accountId, { openedAt: AT, lastAccepted: { approvals } });
}

describe('an approval', () => {
  test('is recorded as leaving, then as given, and stays given', async () => {
    const { vault, known, answer } = await scene();
    expect(await vault.answers.find(known.id, id(1))).toBeUndefined();
    expect(await vault.answers.record({ ...answer, state: 'leaving' })).toBeUndefined();
    expect(await vault.answers.record({ ...answer, state: 'leaving' })).toBe('leaving');
    expect(await vault.answers.record({ ...answer, state: 'given' })).toBe('leaving');
    expect(await vault.answers.record({ ...answer, state: 'leaving' })).toBe('given');
    await vault.answers.withdraw(known.id, id(1));
    expect(await (await boot()).answers.find(known.id, id(1))).toBe('given');
  });

  test('that the service refused is taken back', async () => {
    const { vault, known, answer } = await scene();
    await vault.answers.record({ ...answer, state: 'leaving' });
    await vault.answers.withdraw(known.id, id(1));
    expect(await vault.answers.find(known.id, id(1))).toBeUndefined();
    expect(await unknown(vault, known.id, approval(1))).toEqual([approval(1)]);
  });

  test('shows beside its request, which cannot be denied or come with another message', async () => {
    const { vault, answer, request } = await scene();
    await vault.keepRequest(request);
    await vault.answers.record({ ...answer, state: 'leaving' });
    expect(await vault.requests()).toMatchObject([{ answer: 'leaving' }]);
    expect(await vault.keepRequest(request)).toMatchObject({ answer: 'leaving' });
    await expect(vault.answerRequest(request, 'denied')).rejects.toEqual(code('REQUEST_GONE'));
    await vault.answerRequest(request, 'approved');
    expect(await vault.requests()).toMatchObject([{ answer: 'given', decision: 'approved' }]);
    // Long after the request is forgotten.
    clock.now += 30 * 86_400_000;
    const forged = { ...request, message: new Uint8Array(90).fill(2) };
    await expect(vault.keepRequest(forged)).rejects.toEqual(code('REQUEST_REUSED'));
    const hash = await sha256(forged.message);
    const other = { ...answer, hash, state: 'given' } as const;
    await expect(vault.answers.record(other)).rejects.toEqual(code('REQUEST_REUSED'));
  });

  test('of a request that was denied is refused', async () => {
    const { vault, answer, request } = await scene();
    await vault.answerRequest(request, 'denied');
    const approving = vault.answers.record({ ...answer, state: 'leaving' });
    await expect(approving).rejects.toEqual(code('REQUEST_GONE'));
    expect(await vault.requests()).toMatchObject([{ answeredAt: clock.now / 1000 }]);
  });
});

describe('approvals that the issuer accepted', () => {
  test('are unknown unless they are in this account’s ledger or acknowledged', async () => {
    const { vault, known, answer } = await scene();
    await sealFurther(vault, await drawn('T-2'));
    const other = (await vault.snapshot()).accounts[1]!.id;
    await vault.answers.record({ ...answer, state: 'leaving' });
    const both = [approval(2), approval(1)];
    expect(await unknown(vault, known.id, ...both)).toEqual([approval(2)]);
    expect(await unknown(vault, other, ...both)).toEqual(both);
    await vault.answers.acknowledge(known.id, approval(2).idPrefix);
    await vault.answers.acknowledge(known.id, approval(2).idPrefix);
    expect(await unknown(vault, known.id, ...both)).toEqual([]);
    expect(await unknown(vault, other, ...both)).toEqual(both);
  });

  test('count from the first message on where the ledger begins late', async () => {
    const { vault, known } = await scene();
    await writeRow('answers', known.id, undefined);
    expect(await unknown(vault, known.id, approval(2, AT - 9))).toEqual([]);
    expect(await unknown(vault, known.id, approval(1, AT))).toEqual([]);
    expect(await unknown(vault, known.id, approval(1, AT + 1))).toHaveLength(1);
  });

  test('count from the last one that the first message tells of', async () => {
    const { vault, known } = await scene();
    await writeRow('answers', known.id, undefined);
    expect(await unknown(vault, known.id, approval(1, AT + 40))).toEqual([]);
    expect(await unknown(vault, known.id, approval(1, AT + 40))).toEqual([]);
    expect(await unknown(vault, known.id, approval(2, AT + 41))).toHaveLength(1);
  });

  test('do not count from a message that is over', async () => {
    const { vault, known } = await scene();
    await writeRow('answers', known.id, undefined);
    const over = { openedAt: undefined, lastAccepted: { approvals: [approval(1, AT - 900)] } };
    expect(await vault.answers.unknown(known.id, over)).toEqual([]);
    // What this phone approved before it opened the first message in time is no alarm.
    expect(await unknown(vault, known.id, approval(2, AT - 60))).toEqual([]);
    expect(await vault.answers.unknown(known.id, over)).toEqual([]);
  });

  test('do not depend on the phone’s clock', async () => {
    const { vault, known } = await scene();
    for (const now of [0, 4_000_000_000_000]) {
      clock.now = now;
      expect(await unknown(vault, known.id, approval(1))).toEqual([approval(1)]);
    }
  });
});

test('the ledger goes with its account, and with everything', async () => {
  const { vault, known, answer } = await scene();
  await sealFurther(vault, await drawn('T-2'));
  await vault.answers.record({ ...answer, state: 'given' });
  await vault.removeAccount(known.id);
  expect(Object.keys((await readRows()).answers)).toHaveLength(1);
  await vault.erase();
  expect((await readRows()).answers).toEqual({});
});

test('keeps 13 months, and the newest 256 whatever their age', async () => {
  const { vault, known, answer } = await scene();
  const record = (n: number, at: number) => {
    const requestId = Uint8Array.of(0, 0, 0, 0, 0, 0, n >> 8, n);
    return vault.answers.record({ ...answer, requestId, state: 'given', at });
  };
  for (let n = 0; n < 320; n++) await record(n, AT);
  const count = async () => Object.keys((await readRows()).answers).length - 1;
  expect(await count()).toBe(320);
  await record(320, AT + 397 * 86_400);
  expect(await count()).toBe(257);
  expect(await vault.answers.find(known.id, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
  expect(await vault.answers.find(known.id, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 63))).toBe('given');
});

test('knows no account that is not there', async () => {
  const { vault, answer } = await scene();
  const accountId = '00'.repeat(8);
  const gone = code('UNKNOWN_ACCOUNT');
  await expect(vault.answers.record({ ...answer, accountId, state: 'given' })).rejects.toEqual(
    gone,
  );
  await expect(unknown(vault, accountId)).rejects.toEqual(gone);
  await expect(vault.answers.acknowledge(accountId, id(1).slice(0, 4))).rejects.toEqual(gone);
});
