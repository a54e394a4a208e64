/** Codes by counter: a number is never shown twice, whatever is tapped, killed or opened beside. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Counters } from '../../src/app/otp-counter.ts';
import { createOtpCounter } from '../../src/app/otp-counter.ts';
import type { OathAccount } from '../../src/core/account.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { CountedOtp, MaskedOtp } from '../../src/core/view.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { runs } from '../chance.ts';

const account = {
  id: 'a',
  kind: 'oath',
  type: 'hotp',
  otp: { algorithm: 'SHA1', digits: 6 },
} as OathAccount;
const MASKED = { account: 'a', masked: true };
const hmac = async (data: Uint8Array) =>
  Uint8Array.from({ length: 20 }, (_, i) => (data[data.length - 1]! * 31 + i * 7) % 256);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

/** A counter that is kept; `next` takes `steps` turns of the event loop after it is written. */
function keptCounter(first: number, steps = 1) {
  let next = first;
  const counters: Counters = {
    async nextCounter() {
      const taken = next++;
      for (let i = 0; i < steps; i++) await Promise.resolve();
      return taken;
    },
    shownCounter: async () => (next === 0 ? undefined : next - 1),
  };
  return counters;
}

function scene(counters: Counters, open = async () => hmac) {
  const shown: (CountedOtp | MaskedOtp)[] = [];
  const failures: unknown[] = [];
  const stop = new AbortController();
  const tap = createOtpCounter({
    account,
    hmac: open,
    counters,
    onCode: (otp) => shown.push(otp),
    failed: (thrown) => failures.push(thrown),
    signal: stop.signal,
  });
  return { shown, failures, tap, leave: () => stop.abort() };
}

it('shows none until a tap, then the next one with each', async () => {
  const { shown, tap } = scene(keptCounter(7));
  expect(shown).toEqual([MASKED]);
  tap('next');
  await settle();
  tap('next');
  await settle();
  expect(shown.slice(1)).toEqual([
    { account: 'a', counter: 7, code: await hotp(hmac, 7, 6) },
    { account: 'a', counter: 8, code: await hotp(hmac, 8, 6) },
  ]);
});

it('shows the last one again without using another', async () => {
  const counters = keptCounter(3);
  const { shown, tap } = scene(counters);
  tap('again');
  await settle();
  tap('again');
  await settle();
  const again = { account: 'a', counter: 2, code: await hotp(hmac, 2, 6) };
  expect(shown).toEqual([MASKED, again, again]);
  expect(await counters.nextCounter('a')).toBe(3);
});

it('has none to show again before the first', async () => {
  const { shown, tap } = scene(keptCounter(0));
  tap('again');
  await settle();
  expect(shown).toEqual([MASKED]);
});

it('takes one number for a double tap', async () => {
  const counters = keptCounter(5);
  const { shown, tap } = scene(counters);
  tap('next');
  tap('next');
  tap('next');
  await settle();
  expect(shown).toHaveLength(2);
  expect(await counters.nextCounter('a')).toBe(6);
});

it('masks a code after a while, and not one that came later', async () => {
  const { shown, tap } = scene(keptCounter(0));
  tap('next');
  await vi.advanceTimersByTimeAsync(60_000);
  tap('next');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(shown.at(-1)).toHaveProperty('counter', 1);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(shown.at(-1)).toEqual(MASKED);
});

it('shows nothing once the card was left', async () => {
  const { shown, tap, leave } = scene(keptCounter(0));
  tap('next');
  leave();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(shown).toEqual([MASKED]);
});

it('takes no number where the key does not open, and can be tapped again', async () => {
  const counters = keptCounter(0);
  let isLocked = true;
  const { shown, failures, tap } = scene(counters, async () => {
    if (isLocked) throw new TesseraError('LOCKED');
    return hmac;
  });
  tap('next');
  await settle();
  expect(failures).toMatchObject([{ code: 'LOCKED' }]);
  isLocked = false;
  tap('next');
  await settle();
  expect(shown.at(-1)).toHaveProperty('counter', 0);
});

it('never shows a number for two logins, in two tabs that are left and opened again', async () => {
  const step = fc.record({
    tab: fc.nat(1),
    does: fc.constantFrom('tap', 'tap', 'tap twice', 'leave', 'settle'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.nat(3), async (steps, slowness) => {
      const counters = keptCounter(0, slowness);
      const all: ReturnType<typeof scene>[] = [];
      const open = () => all[all.push(scene(counters)) - 1]!;
      const tabs = [open(), open()];
      for (const { tab, does } of steps) {
        if (does === 'settle') await settle();
        else if (does === 'leave') {
          tabs[tab]!.leave();
          tabs[tab] = open();
        } else {
          tabs[tab]!.tap('next');
          if (does === 'tap twice') tabs[tab]!.tap('next');
        }
      }
      await settle();
      const used = all
        .flatMap(({ shown }) => shown)
        .flatMap((otp) => ('code' in otp ? [otp.counter] : []));
      expect(new Set(used).size).toBe(used.length);
    }),
    runs(200),
  );
});
