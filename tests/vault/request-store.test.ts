/** Requests: kept until they expire, one message a request id, answers without codes. */
import { beforeEach, expect, test } from 'vitest';

import { boot, clock, reset } from './fake-device.ts';
import { readRows } from './raw-rows.ts';
import { code, withAccount } from './scenarios.ts';

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

test('a list of the service takes the place of the last one, and of nothing else', async () => {
  const { vault, known, request } = await scene();
  const other = (byte: number) => ({
    ...request,
    requestId: new Uint8Array(8).fill(byte),
    message: new Uint8Array(90).fill(byte),
  });
  const list = (...requests: (typeof request)[]) =>
    vault.listRequests({ accountId: known.id, requests });
  const names = async () => (await vault.requests()).map((each) => each.requestId.slice(0, 2));
  await vault.keepRequest(request);
  expect(await list(other(8), other(9))).toBe(0);
  expect(await names()).toEqual(['07', '08', '09']);
  await vault.answerRequest(other(8), 'approved');
  expect(await list(other(8), request)).toBe(0);
  expect(await vault.requests()).toMatchObject([
    { listed: true, message: request.message },
    { decision: 'approved' },
  ]);
  // Scanned first and listed then: it is dropped once it is listed no longer.
  await list();
  expect(await names()).toEqual(['08']);
});

test('what a list says anew of a known request is left out, and what is too much', async () => {
  const { vault, known, request } = await scene();
  await vault.keepRequest(request);
  const forged = { ...request, message: new Uint8Array(90).fill(2) };
  expect(await vault.listRequests({ accountId: known.id, requests: [forged] })).toBe(1);
  expect(await vault.requests()).toMatchObject([{ message: request.message }]);
  const flood = Array.from({ length: 200 }, (_, i) => ({
    ...request,
    requestId: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, i),
    message: Uint8Array.of(i),
  }));
  expect(await vault.listRequests({ accountId: known.id, requests: flood })).toBe(136);
  expect(await vault.requests()).toHaveLength(65);
  await vault.keepRequest({ ...request, requestId: new Uint8Array(8).fill(99) });
  expect(await vault.requests()).toHaveLength(65);
});

test('one list with two messages under one id undoes no answer', async () => {
  const { vault, known, request } = await scene();
  const forged = { ...request, message: new Uint8Array(90).fill(2) };
  await vault.answerRequest(request, 'approved');
  const twice = { accountId: known.id, requests: [request, forged] };
  expect(await vault.listRequests(twice)).toBe(1);
  expect(await vault.requests()).toMatchObject([{ decision: 'approved' }]);
  const fresh = { ...request, requestId: new Uint8Array(8).fill(8) };
  const both = [fresh, { ...fresh, message: forged.message }, request];
  expect(await vault.listRequests({ accountId: known.id, requests: both })).toBe(1);
  expect(await vault.requests()).toContainEqual(
    expect.objectContaining({ requestId: '08'.repeat(8), message: request.message }),
  );
});

test('a request that its issuer no longer waits for is forgotten, an answer is not', async () => {
  const { vault, known, request } = await scene();
  await vault.keepRequest(request);
  await vault.dropRequest(known.id, '07'.repeat(8));
  expect(await vault.requests()).toEqual([]);
  await vault.answerRequest(request, 'denied');
  await vault.dropRequest(known.id, '07'.repeat(8));
  expect(await vault.requests()).toMatchObject([{ decision: 'denied' }]);
});

test('when it was fetched goes with the account', async () => {
  const { vault, known } = await scene();
  await vault.listRequests({ accountId: known.id, requests: [] });
  expect((await vault.snapshot()).settings).toMatchObject({
    [`fetched/${known.id}`]: clock.now / 1000,
  });
  await vault.removeAccount(known.id);
  expect((await readRows()).settings).toEqual({});
});

test('a list that changes nothing writes its time once a minute', async () => {
  const { vault, known, request } = await scene();
  const begin = clock.now;
  const written: number[] = [];
  let before = JSON.stringify(await readRows());
  for (const seconds of [0, 5, 20, 59, 60, 75, 120, 30]) {
    clock.now = begin + seconds * 1000;
    await vault.listRequests({ accountId: known.id, requests: [request] });
    const rows = JSON.stringify(await readRows());
    if (rows !== before) written.push(seconds);
    before = rows;
  }
  // The last one is a clock that was set back.
  expect(written).toEqual([0, 60, 120, 30]);
});

test('what is over for 48 hours is dropped by the next write, and by the account’s removal', async () => {
  const { vault, known, request } = await scene();
  const other = (byte: number) => ({
    ...request,
    requestId: new Uint8Array(8).fill(byte),
    expiresAt: clock.now / 1000 + 300,
  });
  await vault.keepRequest(request);
  clock.now += 300_000 + 48 * 3_600_000;
  await vault.keepRequest(other(9));
  expect(Object.keys((await readRows()).requests)).toHaveLength(2);
  expect(await vault.requests()).toHaveLength(1);
  await vault.dropRequest(known.id, '09'.repeat(8));
  // By the issuer's time, where that is later.
  await vault.setClockOffset(known.id, 48 * 3_600_000);
  await vault.setClockOffset(known.id, 0);
  clock.now += 300_000 + 48 * 3_600_000 + 1000;
  await vault.keepRequest(other(8));
  expect(Object.keys((await readRows()).requests)).toEqual([`${known.id}/${'08'.repeat(8)}`]);
  await vault.removeAccount(known.id);
  expect((await readRows()).requests).toEqual({});
});

test('a request for an account that is not there is refused', async () => {
  const vault = await boot();
  const request = {
    accountId: '00'.repeat(8),
    requestId: new Uint8Array(8),
    message: new Uint8Array(90),
    expiresAt: clock.now / 1000 + 300,
  };
  await expect(vault.keepRequest(request)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  await expect(vault.answerRequest(request, 'denied')).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  const listing = { accountId: request.accountId, requests: [] };
  await expect(vault.listRequests(listing)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
});
