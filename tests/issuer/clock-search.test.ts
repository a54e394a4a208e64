/** A drifting clock, found by two codes (RFC 6238 §6), and each step accepted once (§5.2). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ClockMemory } from '../../src/issuer/clock-memory.ts';
import { clockOf, spendStep, SPENT_KEPT } from '../../src/issuer/clock-memory.ts';
import type { TypedOtp } from '../../src/issuer/clock-search.ts';
import { matchWindow, searchClock, secondsAhead } from '../../src/issuer/clock-search.ts';
import { issuerHmac } from '../../src/issuer/hmac.ts';
import { matchDevices } from '../../src/issuer/match-devices.ts';
import { hashOf } from '../../src/protocol/hmac.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { runs } from '../chance.ts';
import type { Policy } from './simulated-phone.ts';
import { independentHotp, simulatedPhone } from './simulated-phone.ts';

const T = 60_000_000;
const POLICY: Policy = { algorithm: 'SHA1', digits: 6, period: 30 };
const KEY = new Uint8Array(32).fill(7);

interface Facts {
  readonly lastStep: number;
  readonly clock?: ClockMemory;
}

const UNUSED: Facts = { lastStep: -1 };

/** The library's own one-time passwords, each computed once. */
function codesOf(policy: Policy, key: Uint8Array): TypedOtp['codeAt'] {
  const keyed = issuerHmac(hashOf(policy.algorithm), key);
  const codes = new Map<number, Promise<string>>();
  const compute = async (step: number) => hotp(await keyed, step, policy.digits);
  return (step) => {
    const code = codes.get(step) ?? compute(step);
    codes.set(step, code);
    return code;
  };
}

const CODES = codesOf(POLICY, KEY);
/** Codes that tell their step, so that no two are equal. */
const PLAIN: TypedOtp['codeAt'] = (step) => Promise.resolve(String(step));

/** An issuer's side of one instance, with what it keeps. */
function issuerOf(policy: Policy, codeAt: TypedOtp['codeAt'], facts: Facts = UNUSED) {
  let kept = facts;
  return {
    kept: () => kept,
    memory: () => clockOf(kept),
    /** Tells what was answered, in one word or as the seconds of CLOCK. */
    async type(digits: string, now: number, maySearch = true) {
      const typed: TypedOtp = { instance: { ...kept, otpPolicy: policy }, digits, now, codeAt };
      const near = await matchWindow(typed);
      const match = near.kind === 'wrong' && maySearch ? await searchClock(typed) : near;
      if (match.kind === 'accepted') kept = match.facts;
      if (match.kind === 'clock') kept = { ...kept, clock: match.clock };
      return match;
    },
    ahead: (now: number) => secondsAhead({ instance: { ...kept, otpPolicy: policy }, now }),
  };
}

const code = (step: number): string => independentHotp(POLICY, KEY, step);
const at = (step: number): number => step * 30;
/** The second at which an issuer's clock is in the middle of a step. */
const middle = (step: number): number => at(step) + 15;

describe('the window', () => {
  it.each([-2, -1, 0, 1, 2])('takes one step either way: %i', async (drift) => {
    const issuer = issuerOf(POLICY, CODES);
    const { kind } = await issuer.type(code(T + drift), middle(T), false);
    expect(kind).toBe(Math.abs(drift) <= 1 ? 'accepted' : 'wrong');
  });

  it('is around a known drift, too, and one on time takes that back', async () => {
    const clock: ClockMemory = { drift: 20, spent: [], floor: -1, refusals: 0 };
    const accepted = async (drift: number) => {
      const issuer = issuerOf(POLICY, CODES, { lastStep: -1, clock });
      const { kind } = await issuer.type(code(T + drift), middle(T), false);
      return [kind, issuer.memory().drift];
    };
    for (const drift of [19, 20, 21, -1, 1])
      expect(await accepted(drift)).toEqual(['accepted', 20]);
    expect(await accepted(0)).toEqual(['accepted', 0]);
    for (const drift of [18, 22, 2, -2]) expect(await accepted(drift)).toEqual(['wrong', 20]);
  });
});

describe('a clock that is off', () => {
  it.each([
    [60, 1800],
    [4, 120],
    [-4, -120],
    [-60, -1800],
  ])('by %i steps is told in seconds, and the next code is taken', async (drift, seconds) => {
    const issuer = issuerOf(POLICY, CODES);
    const first = await issuer.type(code(T + drift), middle(T));
    expect(first).toMatchObject({ kind: 'clock', seconds });
    const second = await issuer.type(code(T + 1 + drift), middle(T + 1));
    expect(second).toMatchObject({ kind: 'accepted', drift, clockSet: true });
    const third = await issuer.type(code(T + 500 + drift), middle(T + 500), false);
    expect(third).toMatchObject({ kind: 'accepted', drift, clockSet: false });
  });

  it.each([61, -61])('by %i steps is not looked for', async (drift) => {
    expect(await issuerOf(POLICY, CODES).type(code(T + drift), middle(T))).toEqual({
      kind: 'wrong',
    });
  });

  it.each([
    ['the same code', 0, 0],
    ['an earlier one', -1, -1],
    ['one two steps off the drift', 3, 1],
    ['one after more than five minutes', 11, 11],
  ])('is not confirmed by %s', async (_, later, passed) => {
    const issuer = issuerOf(POLICY, CODES);
    await issuer.type(code(T + 20), at(T));
    const { kind } = await issuer.type(
      code(T + 20 + later),
      at(T + passed) + (passed < 0 ? 30 : 0),
    );
    expect(kind).toBe('clock');
  });

  it.each([
    [1, 0],
    [2, 1],
    [2, 3],
    [10, 10],
  ])('is confirmed by the code %i steps later, typed %i steps later', async (later, passed) => {
    const issuer = issuerOf(POLICY, CODES);
    await issuer.type(code(T + 20), at(T));
    const second = await issuer.type(code(T + 20 + later), at(T + passed));
    expect(second).toMatchObject({ kind: 'accepted', clockSet: true });
  });

  it('is confirmed although another code was wrong in between, or the first typed twice', async () => {
    const issuer = issuerOf(POLICY, CODES);
    await issuer.type(code(T + 20), middle(T));
    await issuer.type('not it', middle(T));
    expect((await issuer.type(code(T + 20), middle(T + 2))).kind).toBe('clock');
    const second = await issuer.type(code(T + 23), middle(T + 3));
    expect(second).toMatchObject({ kind: 'accepted', drift: 20 });
  });

  it('is told three times between two right codes, and still confirmed then', async () => {
    const issuer = issuerOf(POLICY, CODES);
    for (const drift of [10, 20, 30])
      expect((await issuer.type(code(T + drift), middle(T))).kind).toBe('clock');
    expect((await issuer.type(code(T + 50), middle(T))).kind).toBe('wrong');
    expect((await issuer.type(code(T + 31), middle(T + 1))).kind).toBe('accepted');
    expect((await issuer.type(code(T + 50), middle(T + 1))).kind).toBe('clock');
  });

  it('is looked for above what was accepted', async () => {
    const issuer = issuerOf(POLICY, CODES);
    await issuer.type(code(T), middle(T));
    expect((await issuer.type(code(T - 1), middle(T + 10))).kind).toBe('wrong');
    expect((await issuer.type(code(T + 1), middle(T + 10))).kind).toBe('clock');
  });
});

describe('a spent step', () => {
  it('spends those below it, but not where it was of a clock ahead', async () => {
    const issuer = issuerOf(POLICY, CODES);
    await issuer.type(code(T + 20), middle(T));
    await issuer.type(code(T + 21), middle(T + 1));
    // Set right: the phone shows the codes in between, and these two again.
    expect((await issuer.type(code(T + 3), middle(T + 3))).kind).toBe('accepted');
    expect((await issuer.type(code(T + 2), middle(T + 3))).kind).toBe('used');
    for (const step of [T + 20, T + 21])
      expect((await issuer.type(code(step), middle(T + 20))).kind).toBe('used');
    expect((await issuer.type(code(T + 22), middle(T + 22))).kind).toBe('accepted');
  });

  it('of an issuer’s clock that was ahead locks nobody out, and is reported', async () => {
    const issuer = issuerOf(POLICY, CODES);
    expect(issuer.ahead(at(T))).toBe(0);
    await issuer.type(code(T), middle(T));
    await issuer.type(code(T + 400), middle(T + 400));
    await issuer.type(code(T + 410), middle(T + 410));
    expect(issuer.ahead(at(T + 1))).toBe(408 * 30);
    expect((await issuer.type(code(T), middle(T + 1))).kind).toBe('used');
    expect((await issuer.type(code(T + 1), middle(T + 1))).kind).toBe('accepted');
    expect(issuer.ahead(at(T + 1))).toBe(0);
    for (const step of [T + 400, T + 410])
      expect((await issuer.type(code(step), middle(step))).kind).toBe('used');
  });

  it('of an issuer’s clock that was ahead locks nobody out, however many there are', async () => {
    const issuer = issuerOf(POLICY, CODES);
    for (let step = T + 400; step < T + 410; step++) await issuer.type(code(step), middle(step));
    for (let step = T; step < T + 20; step++) {
      expect((await issuer.type(code(step), middle(step))).kind).toBe('accepted');
      expect((await issuer.type(code(step), middle(step))).kind).toBe('used');
    }
  });

  it('of a phone’s clock that was ahead locks nobody out, however many there are', async () => {
    const issuer = issuerOf(POLICY, CODES);
    for (let step = T; step < T + 10; step++) await issuer.type(code(step + 40), middle(step));
    for (let step = T + 10; step < T + 30; step++) {
      expect((await issuer.type(code(step), middle(step))).kind).toBe('accepted');
      expect((await issuer.type(code(step), middle(step))).kind).toBe('used');
    }
  });

  it('is not all there is of a row without clock facts whose last step is ahead', async () => {
    const issuer = issuerOf(POLICY, CODES, { lastStep: T + 400 });
    expect((await issuer.type(code(T), middle(T))).kind).toBe('accepted');
    expect((await issuer.type(code(T + 400), middle(T + 400))).kind).toBe('used');
  });

  it('stays spent when it is no longer kept on its own', () => {
    let memory = clockOf(UNUSED);
    for (let step = 100; step < 100 + SPENT_KEPT + 3; step++)
      memory = spendStep(memory, step, step);
    expect(memory).toMatchObject({ floor: 102, spent: [103, 104, 105, 106, 107, 108, 109, 110] });
    expect(spendStep(memory, 101, 110)).toBe(memory);
    expect(spendStep(memory, 105, 110)).toBe(memory);
  });

  it('is known of a row without clock facts', async () => {
    const issuer = issuerOf(POLICY, CODES, { lastStep: T });
    expect((await issuer.type(code(T), middle(T))).kind).toBe('used');
    expect((await issuer.type(code(T - 1), middle(T))).kind).toBe('used');
    expect((await issuer.type(code(T + 1), middle(T))).kind).toBe('accepted');
  });
});

const anyPolicy = fc.record({
  algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
  digits: fc.integer({ min: 6, max: 8 }),
  period: fc.integer({ min: 15, max: 120 }),
});
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Two of an issuer's steps have one code: whoever compares digits cannot tell them apart. */
function isAmbiguous(policy: Policy, key: Uint8Array, step: number): boolean {
  const reach = 2 * Math.ceil(1800 / policy.period) + 2;
  const typed = independentHotp(policy, key, step);
  for (let distance = 1; distance <= reach; distance++)
    for (const other of [step - distance, step + distance])
      if (independentHotp(policy, key, other) === typed) return true;
  return false;
}

describe('an honest phone', () => {
  const session = fc.record({
    daysLater: fc.integer({ min: 1, max: 90 }),
    // So long before midnight that the next day's first code is another than this one's last.
    second: fc.integer({ min: 0, max: 86_400 - 3 * 120 }),
    // Typed while it is shown: parts of the time that is left.
    typing: fc.tuple(
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
    ),
  });

  it('gets in with at most two codes, whatever its clock is within half an hour', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPolicy,
        anyKey,
        fc.integer({ min: -1700, max: 1700 }),
        // ±100 seconds over a year, of bad quartz.
        fc.double({ min: -3e-6, max: 3e-6, noNaN: true }),
        fc.array(session, { minLength: 1, maxLength: 4 }),
        async (policy, key, offset, rate, sessions) => {
          const phone = simulatedPhone(policy, key, { offset, rate, from: at(T) });
          const issuer = issuerOf(policy, codesOf(policy, key));
          let now = at(T);
          for (const { daysLater, second, typing } of sessions) {
            now = Math.floor(now / 86_400 + daysLater) * 86_400 + second;
            for (const [n, part] of typing.entries()) {
              const shown = phone.codeAt(now);
              if (isAmbiguous(policy, key, phone.stepAt(now))) return;
              const typed = Math.floor(now + part * phone.untilNext(now));
              const match = await issuer.type(shown, typed);
              if (match.kind === 'accepted') break;
              expect({ n, kind: match.kind }).toEqual({ n: 0, kind: 'clock' });
              now = Math.ceil(now + phone.untilNext(now));
            }
            // An accepted one is never taken again.
            const { spent } = issuer.memory();
            const last = spent.at(-1)!;
            const again = await issuer.type(independentHotp(policy, key, last), now);
            expect(['used', 'wrong']).toContain(again.kind);
          }
        },
      ),
      runs(150),
    );
  });
});

/** What anybody may do between two codes, and which code is typed then. */
const anyMove = fc.oneof(
  { weight: 6, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 90, max: 4000 }) }) },
  { weight: 1, arbitrary: fc.record({ issuerJumps: fc.integer({ min: -2000, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.record({ phoneJumps: fc.integer({ min: -2000, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.constant({ phoneSetRight: true }) },
);
const anyTyped = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ shown: true }) },
  { weight: 2, arbitrary: fc.record({ back: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ beside: fc.integer({ min: -70, max: 70 }) }) },
  { weight: 1, arbitrary: fc.constant({ nothing: true }) },
);
const anyWalk = fc.array(fc.tuple(anyMove, anyTyped, fc.boolean()), {
  minLength: 200,
  maxLength: 200,
});

describe('whatever jumps the clocks make', () => {
  it('no step is accepted twice, none below an accepted one, and none off the known drift', async () => {
    await fc.assert(
      fc.asyncProperty(anyWalk, async (walk) => {
        const issuer = issuerOf(POLICY, PLAIN);
        const rules = createRules();
        let [now, phone] = [at(T), at(T)];
        const typedSteps: number[] = [T];
        for (const [move, typed, maySearch] of walk) {
          if ('wait' in move) [now, phone] = [now + move.wait, phone + move.wait];
          else if ('issuerJumps' in move) now += move.issuerJumps;
          else if ('phoneJumps' in move) phone += move.phoneJumps;
          else phone = now;
          let step = Math.floor(phone / 30);
          if ('back' in typed) step = typedSteps.at(-1 - typed.back) ?? T;
          if ('beside' in typed) step += typed.beside;
          if ('nothing' in typed) step = -1;
          typedSteps.push(step);
          const match = await issuer.type(String(step), now, maySearch);
          rules.judge({ step, current: Math.floor(now / 30), now, maySearch }, match);
        }
      }),
      runs(100),
    );
  });
});

/** The rules written down a second time, over everything that ever happened. */
function createRules() {
  const accepted: number[] = [];
  const finds: { readonly step: number; readonly drift: number; readonly now: number }[] = [];
  let [drift, latest, isSteady] = [0, 0, true];
  /** What must be known as spent: everything, but where a clock jumped, and there are many. */
  const isKnown = (): boolean => isSteady || accepted.length <= SPENT_KEPT;
  return {
    judge(
      typed: { step: number; current: number; now: number; maySearch: boolean },
      match: { readonly kind: string; readonly clockSet?: boolean },
    ): void {
      const { step, current, now } = typed;
      const off = step - current;
      const isNear = Math.abs(off) <= 1 || Math.abs(off - drift) <= 1;
      const isOld = accepted.some((each) => each === step || (each <= current + 1 && step < each));
      if (now < latest) isSteady = false;
      latest = now;
      if (match.kind === 'accepted') {
        expect(isKnown() ? isOld : step === accepted.at(-1)).toBe(false);
        const confirmed = finds.some(
          (find) =>
            step > find.step && Math.abs(off - find.drift) <= 1 && Math.abs(now - find.now) <= 300,
        );
        expect(match.clockSet === true ? confirmed && typed.maySearch : isNear).toBe(true);
        if (match.clockSet === true) [drift] = [off, accepted.push(finds.at(-1)!.step)];
        if (match.clockSet !== true && off === 0) drift = 0;
        accepted.push(step);
        if (off > 1) isSteady = false;
        finds.length = 0;
      }
      if (match.kind === 'clock') {
        expect({ isOld: isKnown() && isOld, isNear, may: typed.maySearch }).toEqual({
          isOld: false,
          isNear: false,
          may: true,
        });
        expect(Math.abs(off)).toBeLessThanOrEqual(60);
        finds.push({ step, drift: off, now });
        expect(finds.length).toBeLessThanOrEqual(3);
      }
      if (match.kind === 'used') expect(isNear).toBe(true);
      // Nobody is refused who is on time, whatever was accepted ahead.
      if (match.kind !== 'accepted' && isNear) expect(isOld).toBe(true);
    },
  };
}

describe('several devices of an owner', () => {
  const device = (codeAt: TypedOtp['codeAt'], digits: string, facts: Facts = UNUSED): TypedOtp => ({
    instance: { ...facts, otpPolicy: POLICY },
    digits,
    now: middle(T),
    codeAt,
  });
  const other = codesOf(POLICY, new Uint8Array(32).fill(8));

  it('are asked in order, and all windows before any search', async () => {
    const shown = await other(T + 1);
    // On the first device the code would be that of a clock that is off.
    const alike: TypedOtp['codeAt'] = (step) =>
      step === T + 30 ? Promise.resolve(shown) : CODES(step);
    const devices = [device(alike, shown), device(other, shown)];
    expect(await matchDevices(devices, true)).toMatchObject({
      kind: 'accepted',
      matches: [{ place: 1, match: { drift: 1 } }],
    });
  });

  it('are all spent where their codes are equal', async () => {
    const same = device(CODES, code(T));
    const { kind, ...rest } = await matchDevices([same, device(other, code(T)), same], true);
    expect(kind).toBe('accepted');
    expect(rest).toMatchObject({ matches: [{ place: 0 }, { place: 2 }] });
    const spent = device(CODES, code(T), { lastStep: T });
    expect(await matchDevices([device(other, code(T)), spent], true)).toEqual({ kind: 'used' });
    expect((await matchDevices([spent, same], true)).kind).toBe('accepted');
  });

  it('have each a clock that is looked for, and a confirmed one wins', async () => {
    const typed = [device(other, code(T + 9)), device(CODES, code(T + 9))];
    expect(await matchDevices(typed, false)).toEqual({ kind: 'wrong' });
    const found = await matchDevices(typed, true);
    expect(found).toMatchObject({
      kind: 'clock',
      matches: [{ place: 1, match: { seconds: 270 } }],
    });
    const alike: TypedOtp['codeAt'] = (step) =>
      Promise.resolve(step === T - 20 ? code(T + 10) : '000000');
    const clock: ClockMemory = {
      ...clockOf(UNUSED),
      found: { step: T + 9, drift: 9, at: middle(T) },
    };
    const next = [
      device(alike, code(T + 10)),
      device(CODES, code(T + 10), { lastStep: -1, clock }),
    ];
    expect(await matchDevices(next, true)).toMatchObject({
      kind: 'accepted',
      matches: [{ place: 1, match: { clockSet: true, drift: 10 } }],
    });
  });
});
