/** Requests and their one answer, and deactivations (docs/protocol.md §7). */
import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { readChannelMessage, readRequest } from '../../src/protocol/request.ts';
import { responseTo } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  mistyped,
  refused,
  setTotal,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

const PAYMENT: RequestOptions = {
  kind: 'transaction',
  notAPayment: true,
  title: 'Pay 12.50 EUR',
  fields: [
    ['To', '<b>Eve</b> & co'],
    ['Amount', '12.50 EUR'],
  ],
  pinRequired: true,
  reference: 'order 7',
};

async function asked(at: IssuerFixture = createIssuerFixture(), options = PAYMENT): Promise<Asked> {
  const bound = await activate(at);
  const request = granted(await at.issuer.createRequest(bound.id, options));
  return { at, bound, request, code: await responseTo(bound.account, request.message) };
}

interface Asked {
  readonly at: IssuerFixture;
  readonly bound: Bound;
  readonly request: {
    readonly id: string;
    readonly message: Uint8Array;
    readonly expiresAt: number;
  };
  readonly code: string;
}

describe('a request', () => {
  it('says to the authenticator what the site asks, and no more', async () => {
    const { bound, request } = await asked();
    const { requestId, ...said } = await readRequest(request.message, bound.account.keys.channel);
    expect(Buffer.from(requestId).toString('hex')).toBe(request.id);
    const { reference, notAPayment, ...shown } = PAYMENT;
    expect(said).toEqual({ ...shown, issuedAt: START, expiresAt: START + 300 });
    expect([reference, notAPayment]).toEqual(['order 7', true]);
  });

  it('that was approved says no more of codes than an open one', async () => {
    const { at, bound, request, code } = await asked();
    const answer = (typed: string) => at.issuer.verifyResponse(request.id, typed);
    granted(await answer(code));
    for (let wrong = 1; wrong <= 5; wrong++)
      expect(refused(await answer(mistyped(code)))).toMatchObject({
        reason: 'REQUEST_ANSWERED',
        attemptsLeft: 5 - wrong,
        totalLeft: 25 - wrong,
      });
    const { pausedUntil } = refused(await answer(code));
    expect(pausedUntil).toBe(at.clock.now + 900);
    expect(refused(await at.issuer.verifyOtp(bound.id, '000000')).reason).toBe('PAUSED');
    // After its time the right code and a wrong one are told the same, and nothing is counted.
    at.clock.now = Math.max(pausedUntil!, request.expiresAt + 1);
    const late = refused(await answer(code));
    expect(late).toMatchObject({ reason: 'REQUEST_ANSWERED', totalLeft: 20 });
    expect(await answer(mistyped(code))).toEqual(late);
  });

  it('is approved by its response code, once', async () => {
    const { at, bound, request, code } = await asked();
    at.clock.now += 300;
    const answered = { id: request.id, instance: bound.id, state: 'APPROVED' };
    expect(await at.issuer.verifyResponse(request.id, code)).toEqual({
      ok: true,
      ...answered,
      reference: 'order 7',
      wrongSince: 0,
      attemptsLeft: 5,
      totalLeft: 25,
    });
    expect(await at.issuer.verifyResponse(request.id, code)).toEqual({
      ok: true,
      ...answered,
      reference: 'order 7',
      already: true,
      attemptsLeft: 5,
      totalLeft: 25,
    });
    expect(await at.issuer.verifyResponse(request.id, mistyped(code))).toEqual({
      ok: false,
      reason: 'REQUEST_ANSWERED',
      request: 'APPROVED',
      state: 'ACTIVE',
      attemptsLeft: 4,
      totalLeft: 24,
    });
    const { fields, title } = PAYMENT;
    expect(await at.issuer.inspectRequest(request.id)).toEqual({
      ...answered,
      kind: 'transaction',
      title,
      fields,
      pinRequired: true,
      reference: 'order 7',
      createdAt: START,
      expiresAt: START + 300,
      answeredAt: START + 300,
      by: 'code',
    });
    expect((await at.issuer.inspect(bound.id))?.usedAt).toBe(START + 300);
  });

  it('takes the code as it was typed', async () => {
    const { at, request, code } = await asked();
    granted(await at.issuer.verifyResponse(request.id, ` ${code.slice(0, 4)} ${code.slice(4)}`));
  });

  it('is not answered by another request’s code, or another account’s', async () => {
    const { at, bound, request } = await asked();
    const twin = granted(await at.issuer.createRequest(bound.id, PAYMENT));
    const codes = [
      await responseTo(bound.account, twin.message),
      await responseTo((await activate(at)).account, request.message),
    ];
    for (const code of codes)
      expect(refused(await at.issuer.verifyResponse(request.id, code)).reason).toBe('CODE_WRONG');
  });

  it('that has expired is said so, and costs no attempt', async () => {
    const { at, request, code } = await asked();
    at.clock.now += 301;
    for (const typed of [code, mistyped(code)])
      expect(await at.issuer.verifyResponse(request.id, typed)).toMatchObject({
        reason: 'EXPIRED',
        attemptsLeft: 5,
      });
    expect(refused(await at.issuer.denyRequest(request.id)).reason).toBe('EXPIRED');
    const seen = await at.issuer.inspectRequest(request.id);
    expect(seen?.state).toBe('EXPIRED');
    expect(seen).not.toHaveProperty('message');
  });

  it('can be denied or taken back, and then not approved', async () => {
    const { at, bound, request, code } = await asked();
    expect(granted(await at.issuer.denyRequest(request.id)).state).toBe('DENIED');
    expect(refused(await at.issuer.verifyResponse(request.id, code))).toMatchObject({
      reason: 'REQUEST_ANSWERED',
      request: 'DENIED',
    });
    const other = granted(await at.issuer.createRequest(bound.id, PAYMENT));
    expect(granted(await at.issuer.cancelRequest(other.id)).state).toBe('CANCELLED');
    const late = await responseTo(bound.account, other.message);
    expect(refused(await at.issuer.verifyResponse(other.id, late)).reason).toBe(
      'REQUEST_CANCELLED',
    );
    expect(refused(await at.issuer.cancelRequest(request.id)).reason).toBe('REQUEST_ANSWERED');
  });

  it('that nobody made is unknown', async () => {
    const { issuer } = createIssuerFixture();
    const id = '0011223344556677';
    for (const outcome of [
      await issuer.verifyResponse(id, '12345678'),
      await issuer.denyRequest(id),
      await issuer.cancelRequest(id),
    ])
      expect(refused(outcome).reason).toBe('UNKNOWN_REQUEST');
    expect(await issuer.inspectRequest(id)).toBeUndefined();
  });

  it('is asked of active instances only, and dies with them', async () => {
    const { at, bound, request, code } = await asked();
    granted(await at.issuer.revoke(bound.id));
    expect(refused(await at.issuer.verifyResponse(request.id, code))).toMatchObject({
      reason: 'WRONG_STATE',
      state: 'REVOKED',
    });
    expect((await at.issuer.inspectRequest(request.id))?.title).toBe(PAYMENT.title);
    expect(refused(await at.issuer.createRequest(bound.id, PAYMENT)).reason).toBe('WRONG_STATE');
    const { id } = granted(await at.issuer.begin());
    expect(refused(await at.issuer.createRequest(id, PAYMENT)).reason).toBe('WRONG_STATE');
    expect(refused(await at.issuer.createRequest('00', PAYMENT)).reason).toBe('UNKNOWN_ACTIVATION');
  });

  it('is one of sixteen at most', async () => {
    const at = createIssuerFixture();
    const { id } = await activate(at);
    for (let i = 0; i < 16; i++) granted(await at.issuer.createRequest(id, PAYMENT));
    expect(refused(await at.issuer.createRequest(id, PAYMENT)).reason).toBe('TOO_MANY_REQUESTS');
    at.clock.now += 301;
    granted(await at.issuer.createRequest(id, PAYMENT));
  });

  it.each([
    [{ ...PAYMENT, title: '' }, 'OUT_OF_RANGE'],
    [{ ...PAYMENT, title: 'Pay\u202e' }, 'OUT_OF_RANGE'],
    [{ ...PAYMENT, fields: [['To', 'x'.repeat(121)]] }, 'OUT_OF_RANGE'],
    [{ ...PAYMENT, lifetime: 24 * 3600 + 1 }, 'OUT_OF_RANGE'],
    [{ ...PAYMENT, lifetime: 0 }, 'OUT_OF_RANGE'],
    [{ ...PAYMENT, lifetime: 1.5 }, 'OUT_OF_RANGE'],
    [
      { ...PAYMENT, fields: Array.from({ length: 5 }, () => ['To', 'x'.repeat(120)]) },
      'MESSAGE_TOO_LARGE',
    ],
  ] as [RequestOptions, string][])('%j: %s', async (options, code) => {
    const at = createIssuerFixture();
    const { id } = await activate(at);
    await expect(at.issuer.createRequest(id, options)).rejects.toMatchObject({ code });
  });

  it('is listed by instance and by owner, oldest first, and swept a day after its end', async () => {
    const { at, request } = await asked();
    at.clock.now += 10;
    const other = await activate(at);
    const second = granted(
      await at.issuer.createRequest(other.id, { kind: 'login', title: 'Log in' }),
    );
    const ids = async (of: { owner: string } | { instance: string }): Promise<string[]> =>
      (await at.issuer.listRequests(of)).map(({ id }) => id);
    expect(await ids({ owner: 'customer' })).toEqual([request.id, second.id]);
    expect(await ids({ instance: other.id })).toEqual([second.id]);
    expect(await ids({ owner: 'nobody' })).toEqual([]);
    at.clock.now = START + 300 + 24 * 3600 + 1;
    await at.issuer.sweep();
    expect(await ids({ owner: 'customer' })).toEqual([second.id]);
    expect(await at.issuer.inspectRequest(request.id)).toBeUndefined();
  });
});

describe('the one counter', () => {
  it('counts wrong response codes and one-time passwords together, and pauses at five', async () => {
    const { at, bound, request, code } = await asked();
    const otp = await wrongOtp(bound.account, START);
    for (let left = 4; left > 0; left -= 2) {
      const typed = await at.issuer.verifyResponse(request.id, mistyped(code));
      expect(refused(typed)).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: left });
      const second = await at.issuer.verifyOtp(bound.id, otp);
      expect(refused(second)).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: left - 1 });
    }
    expect(refused(await at.issuer.verifyOtp(bound.id, otp)).pausedUntil).toBe(START + 900);
    expect(refused(await at.issuer.verifyResponse(request.id, code)).reason).toBe('PAUSED');
    granted(await at.issuer.denyRequest(request.id));
  });

  it('blocks at 25 in all, whatever the last one answers', async () => {
    const { at, bound, request, code } = await asked();
    await setTotal(at, bound.id, 23);
    await at.issuer.verifyOtp(bound.id, await wrongOtp(bound.account, START));
    const last = await at.issuer.verifyResponse(request.id, mistyped(code));
    expect(refused(last)).toMatchObject({ reason: 'CODE_WRONG', state: 'BLOCKED', totalLeft: 0 });
    expect(refused(await at.issuer.verifyResponse(request.id, code)).reason).toBe('BLOCKED');
  });

  it('does not count what has not as many digits', async () => {
    const { at, request } = await asked();
    for (const typed of ['', '1234567', '123456789', '1234567a'])
      expect(refused(await at.issuer.verifyResponse(request.id, typed))).toMatchObject({
        reason: 'CODE_MALFORMED',
        attemptsLeft: 5,
      });
  });

  it('begins anew with a right code, and not with a denial', async () => {
    const { at, bound, request, code } = await asked();
    const other = granted(await at.issuer.createRequest(bound.id, PAYMENT));
    for (let i = 0; i < 4; i++) await at.issuer.verifyResponse(request.id, mistyped(code));
    granted(await at.issuer.denyRequest(other.id));
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(1);
    granted(await at.issuer.verifyResponse(request.id, code));
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });

  it('lets a one-time password still be used after a response code', async () => {
    const { at, bound, request, code } = await asked();
    const otp = await bound.account.otpAt(START);
    granted(await at.issuer.verifyOtp(bound.id, otp));
    granted(await at.issuer.verifyResponse(request.id, code));
    expect(refused(await at.issuer.verifyOtp(bound.id, otp)).reason).toBe('CODE_USED');
  });
});

describe('the answer', () => {
  it('is written whole or not at all', async () => {
    const store = createMemoryStore();
    let failing = false;
    const at = createIssuerFixture({
      store: {
        ...store,
        commit: (changes) => (failing ? Promise.reject(new Error('lost')) : store.commit(changes)),
      },
    });
    const { bound, request, code } = await asked(at);
    await at.issuer.verifyResponse(request.id, mistyped(code));
    failing = true;
    await expect(at.issuer.verifyResponse(request.id, code)).rejects.toThrow('lost');
    failing = false;
    expect((await at.issuer.inspectRequest(request.id))?.state).toBe('PENDING');
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(4);
    granted(await at.issuer.verifyResponse(request.id, code));
  });

  it('to a request that is taken back meanwhile is counted if wrong, and never taken', async () => {
    const store = createMemoryStore();
    let takeBack = false;
    const at = createIssuerFixture({
      store: {
        ...store,
        async request(id) {
          const read = await store.request(id);
          const isFirst = takeBack;
          takeBack = false;
          if (isFirst) granted(await at.issuer.cancelRequest(id));
          return read;
        },
      },
    });
    const wrong = await asked(at);
    takeBack = true;
    const typed = await at.issuer.verifyResponse(wrong.request.id, mistyped(wrong.code));
    expect(typed).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: 4 });
    expect(await at.issuer.inspectRequest(wrong.request.id)).toMatchObject({ state: 'CANCELLED' });
    const right = await asked(at);
    takeBack = true;
    const late = await at.issuer.verifyResponse(right.request.id, right.code);
    expect(late).toMatchObject({ reason: 'REQUEST_CANCELLED', attemptsLeft: 5 });
  });
});

describe('a deactivation', () => {
  it('can be made for what is or was active, and changes nothing here', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const made = async (): Promise<unknown> => {
      const { message } = granted(await at.issuer.createDeactivation(id));
      return readChannelMessage(message, account.keys.channel);
    };
    const deactivation = { requestId: expect.any(Uint8Array) as unknown, issuedAt: START };
    expect(await made()).toEqual({ kind: 'deactivation', deactivation });
    expect((await at.issuer.inspect(id))?.state).toBe('ACTIVE');
    granted(await at.issuer.revoke(id));
    expect(await made()).toEqual({ kind: 'deactivation', deactivation });
  });

  it('cannot be made for what never was', async () => {
    const { issuer } = createIssuerFixture();
    const { id } = granted(await issuer.begin());
    expect(refused(await issuer.createDeactivation(id)).reason).toBe('WRONG_STATE');
    expect(refused(await issuer.createDeactivation('00')).reason).toBe('UNKNOWN_ACTIVATION');
  });
});
