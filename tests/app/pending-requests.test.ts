/** Requests over a real vault: opened, refused, answered once, remembered only if answered. */
import { beforeEach, expect, test } from 'vitest';

import { acceptRequest } from '../../src/app/accept-request.ts';
import { createRequests } from '../../src/app/pending-requests.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import { toQrText } from '../../src/core/codec/message-text.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { Route } from '../../src/core/navigation/route-types.ts';
import type { NavigationEvent } from '../../src/core/navigation/types.ts';
import { writeDeactivation, writeRequest } from '../../src/protocol/request.ts';
import { createServiceClient } from '../../src/requests/service-client.ts';
import { pin } from '../../src/vault/pin.ts';
import { clock, reset } from '../vault/fake-device.ts';
import { code, PIN, withAccount } from '../vault/scenarios.ts';

beforeEach(reset);

const NOW = 1_790_000_000;

async function scene(answer: () => unknown = () => ({ requests: [] })) {
  const { vault, known } = await withAccount();
  const channel = await vault.channelKey(known.id);
  const context = { activationId: fromHex(known.id), channel };
  const write = (request: Partial<Request> = {}) =>
    writeRequest(
      {
        requestId: new Uint8Array(8).fill(7),
        issuedAt: NOW,
        expiresAt: NOW + 300,
        kind: 'login',
        title: 'Log in',
        fields: [],
        pinRequired: false,
        ...request,
      },
      context,
    );
  const unlocked = await vault.unlock(pin(PIN));
  const requests = createRequests({
    vault,
    service: createServiceClient({
      serviceKey: vault.serviceKey,
      fetch: async () => new Response(JSON.stringify(answer())),
      now: () => clock.now,
      language: () => 'en',
      allowedOrigins: [],
    }),
    now: () => clock.now,
    isOnline: () => true,
    unlocked: () => unlocked,
    changed: () => undefined,
  });
  const opening = { vault, now: () => clock.now };
  return { vault, known, context, write, requests, opening, unlocked };
}

/** A message as the machine hands it over. */
function channel(bytes: Uint8Array) {
  const message = parseMessage(bytes);
  if (message.kind !== 'channel') throw new Error(message.kind);
  return message;
}

function handleOf(event: NavigationEvent): number {
  if (event.type !== 'request-opened') throw new Error(event.type);
  return event.request;
}

const answered = (request: number, decision: 'approved' | 'denied'): Route => ({
  at: 'response-code',
  request,
  back: decision === 'approved' ? 'home' : 'requests',
});

const DAY = 86_400;

test('only what ended more than a day ago by the account’s clock is refused', async () => {
  const { vault, known, write, opening } = await scene();
  const accept = async (request: Partial<Request>) =>
    acceptRequest(opening, channel(await write(request)));
  const past = (seconds: number) => ({ issuedAt: NOW - seconds - 300, expiresAt: NOW - seconds });
  for (const shown of [past(1), past(DAY), { issuedAt: NOW + DAY, expiresAt: NOW + DAY + 300 }])
    expect(
      await accept({ ...shown, requestId: crypto.getRandomValues(new Uint8Array(8)) }),
    ).toMatchObject({ kind: 'request' });
  const refused = await accept(past(DAY + 1)).catch((thrown: unknown) => thrown);
  expect(refused).toEqual(code('REQUEST_EXPIRED'));
  expect(refused).toMatchObject({ clocks: { phone: NOW * 1000, page: (NOW - DAY - 1) * 1000 } });
  await vault.setClockOffset(known.id, 2 * DAY);
  await expect(accept({})).rejects.toEqual(code('REQUEST_EXPIRED'));
});

test('what is over by the phone’s clock is approved only once that is called wrong', async () => {
  const { write, requests } = await scene();
  const message = await write({ issuedAt: NOW - 400, expiresAt: NOW - 100 });
  const request = handleOf(await requests.scanned(channel(message)));
  const route = { at: 'request', request, by: 'code', seen: true, back: 'home' } as const;
  const approve = { type: 'approve', by: 'code' } as const;
  expect(requests.intent(approve, route)).toBeUndefined();
  expect(requests.intent(approve, { ...route, clock: 'right' })).toBeUndefined();
  expect(requests.intent(approve, { ...route, clock: 'wrong' })).toEqual({
    to: 'approve',
    request,
    by: 'code',
  });
});

test('other words under a known number are refused, seen or answered', async () => {
  const { write, requests } = await scene();
  const message = await write();
  const forged = await write({ title: 'Log in, and more' });
  const request = handleOf(await requests.scanned(channel(message)));
  await expect(requests.scanned(channel(forged))).rejects.toEqual(code('REQUEST_REUSED'));
  await requests.perform({
    type: 'answer-request',
    request,
    by: 'code',
    decision: 'approved',
    proof: 1,
  });
  await expect(requests.scanned(channel(forged))).rejects.toEqual(code('REQUEST_REUSED'));
  expect(await requests.scanned(channel(message))).toMatchObject({ decision: 'approved' });
});

test('a code takes a proof, is shown on its screen alone, and is the same each time', async () => {
  const { write, requests } = await scene();
  const request = handleOf(await requests.scanned(channel(await write())));
  const effect = { type: 'answer-request', request, by: 'code', decision: 'approved' } as const;
  await expect(requests.perform(effect)).rejects.toEqual(code('LOCKED'));
  expect(await requests.perform({ ...effect, proof: 1 })).toEqual({ type: 'answer-given' });
  const route = answered(request, 'approved');
  const first = requests.see(route)?.response;
  expect(first).toMatch(/^\d{8}$/);
  requests.moved({ at: 'request', request, by: 'code', seen: true, back: 'home' });
  expect(requests.see(route)?.response).toBeUndefined();
  await requests.perform({ ...effect, proof: 1 });
  expect(requests.see(route)?.response).toBe(first);
  requests.moved({ at: 'home' });
  expect(requests.see(route)).toBeUndefined();
});

test('biometrics do not approve what demands the PIN', async () => {
  const { write, requests, unlocked } = await scene();
  const request = handleOf(await requests.scanned(channel(await write({ pinRequired: true }))));
  Object.defineProperty(unlocked, 'by', { value: 'biometrics' });
  const effect = {
    type: 'answer-request',
    request,
    by: 'code',
    decision: 'approved',
    proof: 1,
  } as const;
  await expect(requests.perform(effect)).rejects.toEqual(code('WRONG_STATE'));
  expect(
    requests.asksForPin({ at: 'request', request, by: 'code', seen: true, back: 'home' }),
  ).toBe(true);
});

test('what was denied is not approved afterwards, here or in another window', async () => {
  const { write, requests, vault } = await scene();
  const message = await write();
  const request = handleOf(await requests.scanned(channel(message)));
  const [kept] = await vault.requests();
  await vault.answerRequest(
    {
      accountId: kept!.accountId,
      requestId: fromHex(kept!.requestId),
      message,
      expiresAt: kept!.expiresAt,
    },
    'denied',
  );
  const effect = {
    type: 'answer-request',
    request,
    by: 'code',
    decision: 'approved',
    proof: 1,
  } as const;
  await expect(requests.perform(effect)).rejects.toEqual(code('REQUEST_GONE'));
  expect(requests.see(answered(request, 'approved'))?.response).toBeUndefined();
});

test('an approval that was leaving when the app ended is not answered again, but shows its code', async () => {
  const { write, requests, vault, known } = await scene();
  const message = await write();
  await requests.scanned(channel(message));
  const [kept] = await vault.requests();
  await vault.answers.record({
    accountId: known.id,
    requestId: fromHex(kept!.requestId),
    hash: kept!.hash,
    state: 'leaving',
    at: NOW,
  });
  const opened = await requests.scanned(channel(message));
  expect(opened).toMatchObject({ decision: 'approved', unheard: true });
  const request = handleOf(opened);
  const denial = { type: 'answer-request', request, by: 'code', decision: 'denied' } as const;
  await expect(requests.perform(denial)).rejects.toEqual(code('VAULT_CHANGED'));
  const approval = { ...denial, decision: 'approved', proof: 1 } as const;
  expect(await requests.perform(approval)).toEqual({ type: 'answer-given' });
  expect(await requests.scanned(channel(message))).not.toHaveProperty('unheard');
});

test('what is answered and opened by its name says which answer it has', async () => {
  for (const [decision, refusal] of [
    ['approved', 'REQUEST_APPROVED'],
    ['denied', 'REQUEST_GONE'],
  ] as const) {
    reset();
    const { vault, known, write, requests, opening } = await scene();
    const message = channel(await write());
    const accepted = await acceptRequest(opening, message);
    if (accepted.kind !== 'request') throw new Error(accepted.kind);
    await vault.answerRequest(accepted.open.kept, decision);
    const name = { account: known.id, request: '07'.repeat(8) };
    const reopening = requests.perform({ type: 'open-request', ...name });
    await expect(reopening).rejects.toEqual(code(refusal));
  }
});

test('an answer that the service does not take is remembered nowhere', async () => {
  const { write, requests, vault } = await scene();
  const request = handleOf(await requests.scanned(channel(await write())));
  const effect = { type: 'answer-request', request, by: 'service', decision: 'denied' } as const;
  expect(await requests.perform(effect)).toEqual({ type: 'not-sent', code: 'SERVICE_NOT_ALLOWED' });
  expect((await vault.requests())[0]).not.toHaveProperty('decision');
});

test('a reason that the service refuses was not told, which the person hears', async () => {
  const { write, vault, unlocked } = await scene();
  const cause = { error: 'REQUEST_ANSWERED', state: 'DENIED' };
  const requests = createRequests({
    vault,
    service: {
      canCall: () => true,
      call: () => Promise.reject(new TesseraError('REQUEST_GONE', { cause })),
    },
    now: () => clock.now,
    isOnline: () => true,
    unlocked: () => unlocked,
    changed: () => undefined,
  });
  const request = handleOf(await requests.scanned(channel(await write())));
  const denial = { type: 'answer-request', request, by: 'service', decision: 'denied' } as const;
  expect(await requests.perform({ ...denial, reason: 'not-me' })).toEqual({
    type: 'not-sent',
    code: 'REQUEST_GONE',
  });
  expect(await requests.perform(denial)).toEqual({ type: 'answer-given' });
});

test('the end of a pause is told by the clock that the response has set', async () => {
  const { known, write, vault, unlocked } = await scene();
  const requests = createRequests({
    vault,
    service: {
      canCall: () => true,
      async call() {
        await vault.setClockOffset(known.id, 120);
        throw new TesseraError('PAUSED', { cause: { pausedUntil: NOW + 900 } });
      },
    },
    now: () => clock.now,
    isOnline: () => true,
    unlocked: () => unlocked,
    changed: () => undefined,
  });
  const request = handleOf(await requests.scanned(channel(await write())));
  const approval = { request, by: 'service', decision: 'approved', proof: 1 } as const;
  expect(await requests.perform({ type: 'answer-request', ...approval })).toEqual({
    type: 'not-sent',
    code: 'PAUSED',
    until: (NOW + 780) * 1000,
  });
});

test('what waits is listed until it is answered or over', async () => {
  const { write, requests } = await scene();
  const request = handleOf(await requests.scanned(channel(await write())));
  await requests.scanned(
    channel(await write({ requestId: new Uint8Array(8).fill(9), expiresAt: NOW + 60 })),
  );
  await requests.look();
  expect(requests.view.items.map((item) => item.request.slice(0, 2))).toEqual(['09', '07']);
  await requests.perform({ type: 'answer-request', request, by: 'code', decision: 'denied' });
  clock.now += 61_000;
  await requests.look();
  expect(requests.view.items).toEqual([]);
});

test('what is early by the phone’s clock is listed, and what is over is not', async () => {
  const { known, write, requests, vault } = await scene();
  const message = await write({ issuedAt: NOW + 120 });
  const requestId = new Uint8Array(8).fill(7);
  await vault.keepRequest({ accountId: known.id, requestId, message, expiresAt: NOW + 300 });
  await requests.look();
  expect(requests.view.items).toHaveLength(1);
  clock.now = (NOW + 301) * 1000;
  await requests.look();
  expect(requests.view.items).toEqual([]);
});

test('a way that leads back to a request does not lose it', async () => {
  const { write, requests } = await scene();
  const request = handleOf(await requests.scanned(channel(await write())));
  const asked: Route = { at: 'request', request, by: 'code', seen: true, back: 'home' };
  for (const at of ['working', 'failed'] as const) {
    const route = { at, what: 'change-pin', next: { at: 'home' }, error: 'LOCKED', back: asked };
    requests.moved(route as Route);
    expect(requests.see(asked)).toBeDefined();
  }
  requests.moved({ at: 'failed', error: 'LOCKED', back: { at: 'home' } });
  expect(requests.see(asked)).toBeUndefined();
});

test('a deactivation names its account, and changes nothing by itself', async () => {
  const { requests, context, known, vault } = await scene();
  const message = await writeDeactivation({ requestId: new Uint8Array(8), issuedAt: NOW }, context);
  expect(await requests.scanned(channel(message))).toMatchObject({
    type: 'deactivation-opened',
    account: known.id,
  });
  expect((await vault.snapshot()).accounts).toHaveLength(1);
  expect(toQrText(message)).toMatch(/^TES1:/);
});

test('Pending requests looks when it is opened, but not where a look was just before', async () => {
  const { vault, unlocked } = await scene();
  let calls = 0;
  const withService = async () => {
    const { accounts, ...rest } = await vault.snapshot();
    const serviceUrl = 'https://bank.example/service';
    return { ...rest, accounts: accounts.map((each) => ({ ...each, serviceUrl })) };
  };
  const requests = createRequests({
    vault: { ...vault, snapshot: withService },
    service: {
      canCall: () => true,
      call: () => Promise.resolve({ requests: [], time: ++calls && NOW }),
    },
    now: () => clock.now,
    isOnline: () => true,
    unlocked: () => unlocked,
    changed: () => undefined,
  });
  const open = async () => {
    requests.moved({ at: 'requests' });
    // One check at a time: this one waits for the other.
    await requests.check(false);
  };
  await open();
  expect(calls).toBe(1);
  clock.now += 2000;
  await open();
  expect(calls).toBe(1);
  clock.now += 1000;
  await open();
  expect(calls).toBe(2);
});
