/**
 * Wrong answers of an instance: pauses that grow and shrink, a total that right answers lower, and
 * what the site is told of them (docs/protocol.md §7).
 */
import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../src/issuer/outcome.ts';
import type { InstanceTries, TryLimits } from '../../src/issuer/tries.ts';
import {
  instanceRight,
  instanceWrong,
  isPaused,
  NO_TRIES,
  ownerWrong,
  ownerWrongAtInstance,
  stepAt,
} from '../../src/issuer/tries.ts';
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

const DAY = 86_400;
const LIMITS: TryLimits = {
  pauses: [900, 3600, 14_400, DAY],
  triesPerPause: 5,
  triesInAll: 25,
};

/** Five more wrong answers, the moment the pause is over; how long the next pause is. */
function fiveWrong(from: InstanceTries, now: number): [tries: InstanceTries, pause: number] {
  let tries = from;
  for (let i = 0; i < LIMITS.triesPerPause; i++) {
    expect(isPaused(tries, now)).toBe(false);
    tries = instanceWrong(tries, LIMITS, now);
  }
  return [tries, tries.pausedUntil! - now];
}

describe('the pauses', () => {
  it('grow by steps, and the last one repeats for whoever never stops', () => {
    let [tries, now] = [NO_TRIES, START];
    const pauses = [];
    for (let i = 0; i < 7; i++) {
      const [next, pause] = fiveWrong(tries, now);
      pauses.push(pause);
      [tries, now] = [next, now + pause];
    }
    expect(pauses).toEqual([900, 3600, 14_400, DAY, DAY, DAY, DAY]);
  });

  it('shrink by a step for each day without a wrong answer, the pause itself not counted', () => {
    let [tries, now] = [NO_TRIES, START];
    for (let i = 0; i < 4; i++) {
      const [next, pause] = fiveWrong(tries, now);
      [tries, now] = [next, now + pause];
    }
    const steps = [-DAY, 0, DAY - 1, DAY, 2 * DAY - 1, 2 * DAY, 3 * DAY, 9 * DAY].map((later) =>
      stepAt(tries, now + later),
    );
    expect(steps).toEqual([3, 3, 3, 2, 2, 1, 0, 0]);
    expect(fiveWrong(tries, now + DAY)[1]).toBe(14_400);
  });

  it('are not made shorter by a right answer', () => {
    const [paused] = fiveWrong(NO_TRIES, START);
    const [, second] = fiveWrong(instanceRight(paused), START + 900);
    expect(second).toBe(3600);
  });

  it('come after five wrong ones of a device and its owner together', () => {
    for (let byOwner = 0; byOwner <= 5; byOwner++) {
      let tries = NO_TRIES;
      for (let i = 0; i < 5; i++) {
        expect(isPaused(tries, START)).toBe(false);
        const count = i < byOwner ? ownerWrongAtInstance : instanceWrong;
        tries = count(tries, LIMITS, START);
      }
      expect(isPaused(tries, START)).toBe(true);
      expect(tries).toMatchObject({ byOwner, row: 5 - byOwner, total: 5 - byOwner });
    }
  });

  it('come to an owner by the same steps', () => {
    let [tries, now] = [{ row: 0, step: 0 } as ReturnType<typeof ownerWrong>, START];
    const pauses = [];
    for (let i = 0; i < 25; i++) {
      tries = ownerWrong(tries, LIMITS, now);
      if (!isPaused(tries, now)) continue;
      pauses.push(tries.pausedUntil! - now);
      now = tries.pausedUntil!;
    }
    expect(pauses).toEqual([900, 3600, 14_400, DAY, DAY]);
  });
});

describe('the total', () => {
  it('falls by one for every six right answers, and below none', () => {
    let tries: InstanceTries = { ...NO_TRIES, total: 2 };
    const totals = Array.from({ length: 20 }, () => (tries = instanceRight(tries)).total);
    expect(totals).toEqual([
      ...Array<number>(5).fill(2),
      ...Array<number>(6).fill(1),
      ...Array<number>(9).fill(0),
    ]);
    // What was right before there was a wrong one is no credit.
    expect(tries.right).toBe(0);
  });
});

describe('an instance', () => {
  it('is paused four times and then blocked by whoever only guesses', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const compared: string[] = [];
    const warned: number[] = [];
    for (let i = 0; i < 25; i++) {
      const outcome = refused(await at.issuer.verifyOtp(id, await wrongOtp(account, at.clock.now)));
      compared.push(outcome.reason);
      if (outcome.nearlyBlocked) warned.push(i + 1);
      at.clock.now = outcome.pausedUntil ?? at.clock.now;
    }
    expect(new Set(compared)).toEqual(new Set(['CODE_WRONG']));
    expect(warned).toEqual([15, 20]);
    expect(at.clock.now).toBe(START + 900 + 3600 + 14_400 + DAY);
    expect((await at.issuer.inspect(id))?.state).toBe('BLOCKED');
  });

  it('tells with a right answer how many wrong ones came before', async () => {
    const { at, bound } = await scene();
    await wrong(at, bound, 3);
    const accepted = granted(await right(at, bound));
    expect(accepted).toMatchObject({ wrongSince: 3, attemptsLeft: 5, totalLeft: 22 });
    expect(granted(await right(at, bound)).wrongSince).toBe(0);
  });

  it('goes on with all that compares no code while it is paused', async () => {
    const { at, bound } = await scene();
    const ask = async () =>
      granted(await at.issuer.createRequest(bound.id, { kind: 'login', title: 'Log in' }));
    const [one, two] = [await ask(), await ask()];
    await wrong(at, bound, 5);
    const paused = { reason: 'PAUSED', state: 'ACTIVE', pausedUntil: START + 900, totalLeft: 20 };
    const code = await responseTo(bound.account, one.message);
    for (const typed of [code, mistyped(code)])
      expect(await at.issuer.verifyResponse(one.id, typed)).toMatchObject(paused);
    granted(await at.issuer.denyRequest(one.id));
    granted(await at.issuer.cancelRequest(two.id));
    await ask();
    expect(await at.issuer.inspect(bound.id)).toMatchObject({
      state: 'ACTIVE',
      attemptsLeft: 0,
      totalLeft: 20,
      pausedUntil: START + 900,
    });
    const proof = { identifiedAsAtEnrolment: true } as const;
    granted(await at.issuer.beginReplacement(bound.id, proof));
  });

  it('is unpaused by the site, with the total and the step as they are', async () => {
    const { at, bound } = await scene();
    await wrong(at, bound, 5);
    expect(await at.issuer.unpause(bound.id)).toEqual({
      ok: true,
      attemptsLeft: 5,
      totalLeft: 20,
    });
    await wrong(at, bound, 4);
    const last = refused(await wrong(at, bound, 1));
    expect(last).toMatchObject({ pausedUntil: START + 3600, totalLeft: 15 });
    granted(await at.issuer.unpause(bound.id));
    granted(await at.issuer.unpause(bound.id));
    expect(granted(await right(at, bound)).wrongSince).toBe(10);
  });

  it('is not unpaused when it is none, not active or blocked', async () => {
    const at = createIssuerFixture();
    const begun = granted(await at.issuer.begin());
    expect(refused(await at.issuer.unpause(begun.id)).reason).toBe('WRONG_STATE');
    expect(refused(await at.issuer.unpause('00')).reason).toBe('UNKNOWN_ACTIVATION');
    const { bound } = await scene(at);
    await setTotal(at, bound.id, 24);
    await wrong(at, bound, 1);
    expect(refused(await at.issuer.unpause(bound.id)).reason).toBe('BLOCKED');
  });

  it('keeps to the limits that the site has chosen', async () => {
    const at = createIssuerFixture({ pauses: [60], triesPerPause: 3, triesInAll: 7 });
    const { bound } = await scene(at);
    const left = [];
    for (let i = 0; i < 7; i++) {
      const outcome = refused(await wrong(at, bound, 1));
      left.push([outcome.attemptsLeft, outcome.totalLeft]);
      at.clock.now = outcome.pausedUntil ?? at.clock.now;
    }
    expect(left).toEqual([
      [2, 6],
      [1, 5],
      [0, 4],
      [2, 3],
      [1, 2],
      [0, 1],
      [0, 0],
    ]);
    expect(at.clock.now).toBe(START + 120);
  });
});

async function scene(at = createIssuerFixture()): Promise<{ at: IssuerFixture; bound: Bound }> {
  return { at, bound: await activate(at) };
}

/** So many wrong one-time passwords; the last outcome. */
async function wrong(at: IssuerFixture, { id, account }: Bound, count: number): Promise<Outcome> {
  const code = await wrongOtp(account, at.clock.now);
  for (let i = 1; i < count; i++) expect((await at.issuer.verifyOtp(id, code)).ok).toBe(false);
  return at.issuer.verifyOtp(id, code);
}

/** A right one-time password, of a time step that is not spent. */
async function right(at: IssuerFixture, { id, account }: Bound) {
  at.clock.now += 60;
  return at.issuer.verifyOtp(id, await account.otpAt(at.clock.now));
}

describe('a pause of a clock that was ahead', () => {
  const YEAR = 365 * 86_400;

  it('is over once the clock is right again', () => {
    const tries = { ...NO_TRIES, row: 5, step: 1, wrongAt: YEAR, pausedUntil: YEAR + 900 };
    expect([0, YEAR - 86_401].map((now) => isPaused(tries, now))).toEqual([false, false]);
    expect([YEAR - 86_400, YEAR, YEAR + 899].map((now) => isPaused(tries, now))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isPaused(tries, YEAR + 900)).toBe(false);
  });
});
