/**
 * The one-time password on the screen: at the boundary, after sleep, with a wrong clock, once left,
 * and masked in the end.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createOtpClock } from '../../src/app/otp-clock.ts';
import type { IssuerAccount, OathAccount } from '../../src/core/account.ts';
import type { OtpView, View } from '../../src/core/view.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { steamCode } from '../../src/protocol/steam.ts';
import { totp } from '../../src/protocol/totp.ts';

/** Not an HMAC, but as long as one and different for each counter. */
const hmac = async (data: Uint8Array) => {
  const counter = data[data.length - 1]!;
  return Uint8Array.from({ length: 20 }, (_, i) => (counter * 31 + i * 7) % 256);
};
const account = {
  id: 'a',
  otp: { algorithm: 'SHA1', digits: 6, period: 30 },
  clockOffset: 0,
} as IssuerAccount;
const at = (seconds: number) => totp(hmac, account.otp, seconds);
const START = 1_790_000_010;

let seen: View['otp'][];
let clock: ReturnType<typeof createOtpClock>;
beforeEach(() => {
  vi.useFakeTimers({ now: START * 1000 });
  seen = [];
  clock = createOtpClock(
    (otp) => seen.push(otp),
    (thrown) => {
      throw thrown;
    },
  );
});
afterEach(() => {
  clock.show(undefined);
  vi.useRealTimers();
});
const last = () => seen[seen.length - 1] as OtpView | undefined;
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

it('shows the code of now, and the next one at the boundary', async () => {
  clock.show(account, async () => hmac);
  await pass(0);
  expect(last()).toEqual({
    account: 'a',
    code: await at(START),
    validFrom: 1_790_000_010_000 - (START % 30) * 1000,
    validUntil: (START - (START % 30) + 30) * 1000,
  });
  await pass(30);
  expect(last()?.code).toBe(await at(START + 30));
});

it('skips what slept through its time', async () => {
  clock.show(account, async () => hmac);
  await pass(0);
  vi.setSystemTime((START + 3600) * 1000);
  await pass(1);
  expect(last()?.code).toBe(await at(START + 3601));
});

it('makes the code of the issuer’s time, and says until when on the phone’s', async () => {
  clock.show({ ...account, clockOffset: 95 }, async () => hmac);
  await pass(0);
  const { code, validFrom, validUntil } = last()!;
  expect(code).toBe(await at(START + 95));
  expect(validUntil - validFrom).toBe(30_000);
  expect(Date.now()).toBeGreaterThanOrEqual(validFrom);
  expect(Date.now()).toBeLessThan(validUntil);
});

it('shows nothing more once it was left', async () => {
  clock.show(account, async () => hmac);
  await pass(0);
  clock.show(undefined);
  const count = seen.length;
  await pass(120);
  expect(seen.length).toBe(count);
  expect(last()).toBeUndefined();
});

describe('a code that nobody takes', () => {
  const untilEnd = 30 - (START % 30);
  const codes = () => seen.flatMap((otp) => (otp && 'code' in otp ? [otp.code] : []));

  it('is followed by those of two whole periods, and then none', async () => {
    clock.show(account, async () => hmac);
    await pass(untilEnd + 2 * 30 - 1);
    expect(codes()).toHaveLength(3);
    expect(last()).toHaveProperty('code');
    await pass(1);
    expect(last()).toEqual({ account: 'a', masked: true });
    await pass(300);
    expect(last()).toEqual({ account: 'a', masked: true });
    expect(codes()).toHaveLength(3);
  });

  it('is there again when it is wanted', async () => {
    clock.show(account, async () => hmac);
    await pass(300);
    clock.show(account, async () => hmac);
    await pass(0);
    expect(last()?.code).toBe(await at(START + 300));
  });

  it('is not masked once it was left', async () => {
    clock.show(account, async () => hmac);
    await pass(untilEnd + 2 * 30 - 1);
    clock.show(undefined);
    await pass(300);
    expect(last()).toBeUndefined();
  });
});

describe('another server’s account', () => {
  const oath = (type: OathAccount['type'], otp: OathAccount['otp']) =>
    ({ id: 'a', kind: 'oath', type, otp, clockOffset: 0 }) as OathAccount;

  it('has codes of its own period and length', async () => {
    const policy = { algorithm: 'SHA1', digits: 10, period: 20 } as const;
    clock.show(oath('totp', policy), async () => hmac);
    await pass(0);
    const { code, validFrom, validUntil } = last()!;
    expect(code).toBe(await totp(hmac, policy, START));
    expect(code).toHaveLength(10);
    expect(validUntil - validFrom).toBe(20_000);
  });

  it('of Steam has its five symbols', async () => {
    const policy = { algorithm: 'SHA1', digits: 5, period: 30 } as const;
    clock.show(oath('steam', policy), async () => hmac);
    await pass(0);
    expect(last()?.code).toBe(await steamCode(hmac, START));
    await pass(30);
    expect(last()?.code).toBe(await steamCode(hmac, START + 30));
  });

  it('whose period is a day is masked after six minutes all the same', async () => {
    clock.show(oath('totp', { algorithm: 'SHA1', digits: 6, period: 86_400 }), async () => hmac);
    await pass(359);
    expect(last()).toHaveProperty('code');
    await pass(1);
    expect(last()).toEqual({ account: 'a', masked: true });
    await pass(86_400);
    expect(last()).toEqual({ account: 'a', masked: true });
  });

  it('with a counter shows no code before a tap', async () => {
    let taken = 0;
    const counters = {
      nextCounter: async () => taken++,
      shownCounter: async () => undefined,
    };
    clock.show(oath('hotp', { algorithm: 'SHA1', digits: 6 }), async () => hmac, counters);
    await pass(300);
    expect(seen).toEqual([undefined, { account: 'a', masked: true }]);
    expect(taken).toBe(0);
    clock.count('next');
    await pass(0);
    expect(last()).toEqual({ account: 'a', counter: 0, code: await hotp(hmac, 0, 6) });
    clock.show(undefined);
    clock.count('next');
    await pass(0);
    expect(taken).toBe(1);
  });
});
