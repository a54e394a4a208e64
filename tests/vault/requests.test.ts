/** Requests: kept until they expire, one message a request id, answers without codes. */
import { beforeEach, expect, test } from 'vitest';
import { boot, clock, reset } from './machine.ts';
import { readRows } from './rows-at-hand.ts';
import { code, withAccount } from './scenes.ts';

beforeEach(reset);

async function scene() {
  const { vault, known } = await withAccount();
  const request = {
    accountId: known.id,
    requestId: new Uint8Array(8).fill(7),
    message: new Uint8Array(90).fill(1),
    expiresAt: clock.now / 1000 + 300,
  };
  return { vault, known, request };
}

test('a request is kept once, and until it expires by its issuer’s clock', async () => {
  const { vault, known, request } = await scene();
  await vault.keepRequest(request);
  await vault.keepRequest(request);
  expect(await vault.requests()).toMatchObject([
    { requestId: '07'.repeat(8), message: request.message },
  ]);
  clock.now += 300_000;
  expect(await vault.requests()).toHaveLength(1);
  await vault.setClockOffset(known.id, 2);
  expect(await vault.requests()).toEqual([]);
});

test('another message under the same id is refused, answered or not', async () => {
  const { vault, request } = await scene();
  const forged = { ...request, message: new Uint8Array(90).fill(2) };
  await vault.keepRequest(request);
  await expect(vault.keepRequest(forged)).rejects.toEqual(code('REQUEST_REUSED'));
  await vault.answerRequest(request, 'approved');
  await expect(vault.keepRequest(forged)).rejects.toEqual(code('REQUEST_REUSED'));
  await expect(vault.answerRequest(forged, 'denied')).rejects.toEqual(code('REQUEST_REUSED'));
});

test('an answer stays, and its message goes', async () => {
  const { vault, request } = await scene();
  await vault.answerRequest(request, 'denied');
  expect(await vault.answerRequest(request, 'approved')).toMatchObject({ decision: 'denied' });
  const [kept] = await vault.requests();
  expect(kept).toMatchObject({ decision: 'denied' });
  expect(kept).not.toHaveProperty('message');
  expect(await vault.keepRequest(request)).toMatchObject({ decision: 'denied' });
});

test('what has expired is cleared away by what comes next, and by the account’s removal', async () => {
  const { vault, known, request } = await scene();
  await vault.keepRequest(request);
  clock.now += 301_000;
  await vault.keepRequest({
    ...request,
    requestId: new Uint8Array(8).fill(8),
    expiresAt: request.expiresAt + 3600,
  });
  expect(Object.keys((await readRows()).requests)).toEqual([`${known.id}/${'08'.repeat(8)}`]);
  await vault.removeAccount(known.id);
  expect((await readRows()).requests).toEqual({});
});

test('a request for an account that is not held is refused', async () => {
  const vault = await boot();
  const request = {
    accountId: '00'.repeat(8),
    requestId: new Uint8Array(8),
    message: new Uint8Array(90),
    expiresAt: clock.now / 1000 + 300,
  };
  await expect(vault.keepRequest(request)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  await expect(vault.answerRequest(request, 'denied')).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
});
