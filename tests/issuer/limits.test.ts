/** What is counted, what is not, and where each count ends (docs/protocol.md §3, §6, §7). */
import { describe, expect, it } from 'vitest';

import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  phone,
  refused,
  setTotal,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

describe('device codes', () => {
  it('refuses and does not count what is no code', async () => {
    const { issuer } = createIssuerFixture();
    const { id } = granted(await issuer.begin());
    for (const typed of ['', 'ABCD', 'ABCD-EFGH-JKMN-PQR', 'ABCD-EFGH-JKMN-PQRST'])
      expect(await issuer.acceptDeviceCode(id, typed)).toEqual({
        ok: false,
        reason: 'CODE_MALFORMED',
        state: 'CREATED',
        attemptsLeft: 5,
      });
  });

  it('names a character that such a code cannot contain, and does not count it', async () => {
    const { issuer } = createIssuerFixture();
    const { id } = granted(await issuer.begin());
    for (const [typed, foreign] of [
      ['ÄBCD-EFGH-JKMN-PQRS', { text: 'Ä' }],
      ['АBCD-EFGH-JKMN-PQRS', { text: 'А', script: 'Cyrl' }],
      ['ΑBCD-EFGH-JKMN-PQRS', { text: 'Α', script: 'Grek' }],
    ] as const)
      expect(await issuer.acceptDeviceCode(id, typed)).toEqual({
        ok: false,
        reason: 'CODE_MALFORMED',
        state: 'CREATED',
        attemptsLeft: 5,
        foreign,
      });
  });

  it('counts wrong ones, and the fifth ends the activation', async () => {
    const { issuer } = createIssuerFixture();
    const { id, firstMessage } = granted(await issuer.begin());
    const { deviceCode } = await phone(firstMessage);
    for (const left of [4, 3, 2, 1])
      expect(await issuer.acceptDeviceCode(id, mistyped(deviceCode))).toEqual({
        ok: false,
        reason: 'CODE_WRONG',
        state: 'CREATED',
        attemptsLeft: left,
      });
    expect(await issuer.acceptDeviceCode(id, mistyped(deviceCode))).toEqual({
      ok: false,
      reason: 'CODE_WRONG',
      state: 'FAILED',
      failure: 'DEVICE_CODES',
      attemptsLeft: 0,
    });
    expect(refused(await issuer.acceptDeviceCode(id, deviceCode)).reason).toBe('WRONG_STATE');
    expect(await issuer.inspect(id)).not.toHaveProperty('message');
  });

  it('answers the same code with the same second message, and no other valid code', async () => {
    const at = createIssuerFixture();
    const { id, phone: holder, secondMessage } = await bind(at, granted(await at.issuer.begin()));
    at.clock.now += 60;
    const again = granted(await at.issuer.acceptDeviceCode(id, holder.deviceCode));
    expect(again.secondMessage).toEqual(secondMessage);
    for (let i = 0; i < 6; i++)
      expect(await at.issuer.acceptDeviceCode(id, holder.otherDeviceCode)).toEqual({
        ok: false,
        reason: 'CODE_OTHER',
        state: 'CODE_BOUND',
        attemptsLeft: 3,
      });
    granted(await at.issuer.acceptDeviceCode(id, holder.deviceCode));
  });

  it('goes on counting wrong ones after one was accepted', async () => {
    const at = createIssuerFixture();
    const { id, phone: holder } = await bind(at, granted(await at.issuer.begin()));
    for (let i = 0; i < 5; i++) await at.issuer.acceptDeviceCode(id, mistyped(holder.deviceCode));
    expect((await at.issuer.inspect(id))?.failure).toBe('DEVICE_CODES');
  });

  it('refuses a code for another image', async () => {
    const { issuer } = createIssuerFixture();
    const [one, other] = [granted(await issuer.begin()), granted(await issuer.begin())];
    const { deviceCode } = await phone(other.firstMessage);
    expect(refused(await issuer.acceptDeviceCode(one.id, deviceCode)).reason).toBe('CODE_WRONG');
  });
});

describe('activation codes', () => {
  it('counts wrong ones, not malformed ones, and the third ends the activation', async () => {
    const at = createIssuerFixture();
    const { id, account } = await bind(at, granted(await at.issuer.begin()));
    for (const typed of ['', '1234567', '123456789', '1234567a'])
      expect(refused(await at.issuer.confirm(id, typed))).toMatchObject({
        reason: 'CODE_MALFORMED',
        attemptsLeft: 3,
      });
    for (const left of [2, 1])
      expect(await at.issuer.confirm(id, mistyped(account.activationCode))).toEqual({
        ok: false,
        reason: 'CODE_WRONG',
        state: 'CODE_BOUND',
        attemptsLeft: left,
      });
    expect(await at.issuer.confirm(id, mistyped(account.activationCode))).toEqual({
      ok: false,
      reason: 'CODE_WRONG',
      state: 'FAILED',
      failure: 'ACTIVATION_CODES',
      attemptsLeft: 0,
    });
    expect(refused(await at.issuer.confirm(id, account.activationCode)).reason).toBe('WRONG_STATE');
  });

  it('accepts the right one after two wrong ones', async () => {
    const at = createIssuerFixture();
    const { id, account } = await bind(at, granted(await at.issuer.begin()));
    for (let i = 0; i < 2; i++) await at.issuer.confirm(id, mistyped(account.activationCode));
    granted(await at.issuer.confirm(id, account.activationCode));
  });

  it('does not accept the code of another activation', async () => {
    const at = createIssuerFixture();
    const one = await bind(at, granted(await at.issuer.begin()));
    const other = await bind(at, granted(await at.issuer.begin()));
    const outcome = await at.issuer.confirm(one.id, other.account.activationCode);
    expect(refused(outcome).reason).toBe('CODE_WRONG');
  });
});

describe('one-time passwords', () => {
  it('accepts one step either way and no further', async () => {
    for (const [offset, expected] of [
      [-1830, 'CODE_WRONG'],
      [-60, 'CLOCK'],
      [-30, -1],
      [0, 0],
      [30, 1],
      [60, 'CLOCK'],
      [1830, 'CODE_WRONG'],
    ] as const) {
      const at = createIssuerFixture();
      const { id, account } = await activate(at);
      const outcome = await at.issuer.verifyOtp(id, await account.otpAt(START + offset));
      expect(outcome.ok ? outcome.drift : outcome.reason).toBe(expected);
    }
  });

  it('accepts each step once, and none before an accepted one', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const code = await account.otpAt(START);
    granted(await at.issuer.verifyOtp(id, code));
    const before = await account.otpAt(START - 30);
    for (const spent of [code, before])
      expect(await at.issuer.verifyOtp(id, spent)).toEqual({
        ok: false,
        reason: 'CODE_USED',
        state: 'ACTIVE',
        attemptsLeft: 5,
        totalLeft: 25,
      });
    granted(await at.issuer.verifyOtp(id, await account.otpAt(START + 30)));
    at.clock.now += 30;
    expect(refused(await at.issuer.verifyOtp(id, await account.otpAt(at.clock.now))).reason).toBe(
      'CODE_USED',
    );
    at.clock.now += 30;
    granted(await at.issuer.verifyOtp(id, await account.otpAt(at.clock.now)));
  });

  it('does not count what has not as many digits', async () => {
    const at = createIssuerFixture();
    const { id } = await activate(at);
    for (let i = 0; i < 12; i++)
      expect(refused(await at.issuer.verifyOtp(id, '12345'))).toMatchObject({
        reason: 'CODE_MALFORMED',
        attemptsLeft: 5,
      });
  });

  it('pauses after five wrong ones in a row, for right ones too', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const wrong = await wrongOtp(account, START);
    const paused = { state: 'ACTIVE', attemptsLeft: 0, totalLeft: 20, pausedUntil: START + 900 };
    for (let left = 4; left > 0; left--)
      expect(await at.issuer.verifyOtp(id, wrong)).toEqual({
        ok: false,
        reason: 'CODE_WRONG',
        state: 'ACTIVE',
        attemptsLeft: left,
        totalLeft: 20 + left,
      });
    expect(await at.issuer.verifyOtp(id, wrong)).toEqual({
      ok: false,
      reason: 'CODE_WRONG',
      ...paused,
    });
    at.clock.now = START + 899;
    for (const typed of [wrong, await account.otpAt(at.clock.now), '123', ''])
      expect(await at.issuer.verifyOtp(id, typed)).toEqual({
        ok: false,
        reason: 'PAUSED',
        ...paused,
      });
    at.clock.now = START + 900;
    const { serial } = account.message;
    expect(await at.issuer.verifyOtp(id, await account.otpAt(at.clock.now))).toEqual({
      ok: true,
      id,
      serial,
      drift: 0,
      wrongSince: 5,
      attemptsLeft: 5,
      totalLeft: 20,
    });
  });

  it('blocks after 25 wrong ones in all, for right ones too', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    await setTotal(at, id, 24);
    const wrong = await wrongOtp(account, START);
    expect((await at.issuer.inspect(id))?.attemptsLeft).toBe(1);
    expect(await at.issuer.verifyOtp(id, wrong)).toEqual({
      ok: false,
      reason: 'CODE_WRONG',
      state: 'BLOCKED',
      attemptsLeft: 0,
      totalLeft: 0,
    });
    const row = await at.store.instance(id);
    expect(Object.keys(row?.secrets ?? {})).toEqual(['channel']);
    const outcome = await at.issuer.verifyOtp(id, await account.otpAt(START));
    expect(refused(outcome).reason).toBe('BLOCKED');
  });

  it('begins the count anew with a right one, not with a used one', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const code = await account.otpAt(START);
    granted(await at.issuer.verifyOtp(id, code));
    const wrong = await wrongOtp(account, START);
    for (let i = 0; i < 4; i++) await at.issuer.verifyOtp(id, wrong);
    expect(refused(await at.issuer.verifyOtp(id, code))).toMatchObject({
      reason: 'CODE_USED',
      attemptsLeft: 1,
    });
    granted(await at.issuer.verifyOtp(id, await account.otpAt(START + 30)));
    expect((await at.issuer.inspect(id))?.attemptsLeft).toBe(5);
  });
});

describe('time', () => {
  it('is enforced up to the activation code, the last second included', async () => {
    const at = createIssuerFixture();
    const { id, account, phone: holder } = await bind(at, granted(await at.issuer.begin()));
    at.clock.now = START + 600;
    granted(await at.issuer.acceptDeviceCode(id, holder.deviceCode));
    at.clock.now = START + 601;
    expect((await at.issuer.inspect(id))?.state).toBe('EXPIRED');
    expect(await at.issuer.confirm(id, account.activationCode)).toEqual({
      ok: false,
      reason: 'EXPIRED',
      state: 'EXPIRED',
    });
    // An expiry is final, even if the clock is set back.
    at.clock.now = START;
    expect(refused(await at.issuer.confirm(id, account.activationCode)).reason).toBe('EXPIRED');
    expect((await at.store.instance(id))?.secrets).toBeUndefined();
  });

  it('does not end an account', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    at.clock.now = START + 40_000_000;
    granted(await at.issuer.verifyOtp(id, await account.otpAt(at.clock.now)));
  });

  it('sweeps what never became an account, and nothing else', async () => {
    const at = createIssuerFixture();
    const active = await activate(at, granted(await at.issuer.begin({ owner: 'c' })));
    const expired = granted(await at.issuer.begin({ owner: 'c', serial: 'GONE' }));
    const cancelled = granted(await at.issuer.begin({ owner: 'c' }));
    granted(await at.issuer.revoke(cancelled.id));
    expect((await at.issuer.sweep()).instances).toBe(0);
    at.clock.now += 600 + 24 * 3600 + 1;
    const fresh = granted(await at.issuer.begin({ owner: 'c' }));
    expect((await at.issuer.sweep()).instances).toBe(2);
    expect((await at.issuer.list('c')).map(({ id }) => id)).toEqual([active.id, fresh.id]);
    expect(await at.issuer.inspect(expired.id)).toBeUndefined();
    expect(await at.store.account('GONE')).toBeUndefined();
  });
});

describe('arguments that no site should pass', () => {
  it.each([
    [{ label: 'x'.repeat(61) }, 'OUT_OF_RANGE'],
    [{ label: 'a\u202eb' }, 'OUT_OF_RANGE'],
    [{ privateLabel: 'x'.repeat(61) }, 'OUT_OF_RANGE'],
    [{ serial: '' }, 'OUT_OF_RANGE'],
    [{ serial: 'A_1' }, 'OUT_OF_RANGE'],
    [{ serial: 'x'.repeat(21) }, 'OUT_OF_RANGE'],
  ])('%j: %s, when it is begun', async (options, code) => {
    const { issuer, store } = createIssuerFixture();
    await expect(issuer.begin(options)).rejects.toMatchObject({ code });
    expect((await store.sweep({ before: Infinity })).instances).toBe(0);
  });

  it('refuses a second message that would be too large when it is begun', async () => {
    const { issuer } = createIssuerFixture({
      serviceUrl: `https://bank.example/${'x'.repeat(300)}`,
    });
    granted(await issuer.begin());
    await expect(issuer.begin({ privateLabel: '🂡'.repeat(60) })).rejects.toThrow(
      'MESSAGE_TOO_LARGE',
    );
  });

  it.each([
    { name: '' },
    { name: 'x'.repeat(41) },
    { lifetime: 0 },
    { otp: { algorithm: 'SHA1', digits: 9, period: 30 } },
    { otp: { algorithm: 'SHA1', digits: 6, period: 10 } },
    { ocraSuite: 'OCRA-1:HOTP-SHA1-6:QN08' },
    { serviceUrl: 'http://bank.example/' },
    { vapidKey: new Uint8Array(33) },
  ] as const)('refuses options %j', (options) => {
    expect(() => createIssuerFixture(options)).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });
});
