/**
 * Simulates the limits of wrong answers with the issuer's own rules: a year of a thief with a
 * stolen profile beside the honest owner, and a year of honest people who mistype.
 */
import { DEFAULT_TRIES } from '../../src/issuer/context.ts';
import type { InstanceTries } from '../../src/issuer/tries.ts';
import {
  instanceRight,
  instanceWrong,
  isNearlyBlocked,
  isPaused,
  NO_TRIES,
} from '../../src/issuer/tries.ts';
import { times } from '../chance.ts';

/** PINs of six digits that pass the check of a stolen profile: one in sixteen of a million. */
const PINS_LEFT = 62_500;
const DAYS = 365;
const DAY_SECONDS = 24 * 3600;
/** People are awake from 7:00 to 23:00. */
const WAKES = 7 * 3600;
const AWAKE_SECONDS = 16 * 3600;
/** From a wrong answer to the next one. */
const RETYPE_SECONDS = 20;
/** A patient thief leaves no more than this many tries to the pause and to the first warning. */
const MARGIN = 1;
const FIRST_WARNING = 15;

const USES = [1, 3, 10] as const;
const SLIPS = [0.02, 0.05, 0.1] as const;
/** Of each part of wrong answers, a third for each use. */
const PEOPLE = 2_000;
const VICTIMS = 200;
/** No more than this part of greedy thieves may get in, and of honest people be blocked. */
const GOAL = 0.001;
/** No more than this part of patient thieves, whom right answers hide for a year, may get in. */
const PATIENT_GOAL = 0.01;

interface Person {
  /** Answers a day. */
  readonly uses: number;
  /** The part of a person's answers that are wrong. */
  readonly slips: number;
}

type Thief = 'none' | 'greedy' | 'patient';

interface Year {
  /** Tries of the thief. */
  readonly tries: number;
  readonly pauses: number;
  /** The site was told that the account is nearly blocked. */
  readonly warned: boolean;
  readonly blocked: boolean;
}

export function run(): boolean {
  const random = seeded(Number(process.env['TESSERA_SEED'] ?? '1'));
  const { pauses, triesPerPause, triesInAll } = DEFAULT_TRIES;
  console.log(
    `  after each ${String(triesPerPause)} wrong in a row a pause of ${pauses.join(', ')} s; ` +
      `${String(triesInAll)} in all block; ${String(rightPerWrong())} right ones take one back`,
  );
  const isGood = [thieves(random), honest(random)].every(Boolean);
  console.log(`\n  ${isGood ? 'passed' : 'FAILED'}`);
  return isGood;
}

/** Thieves try beside an owner who mistypes one answer in fifty. */
function thieves(random: () => number): boolean {
  console.log(
    `\n  a thief with a stolen profile, ${String(PINS_LEFT)} PINs left, a year, ${String(times(VICTIMS))} victims\n` +
      '  thief    answers a day    tries    gets in    the account is blocked',
  );
  let isGood = true;
  for (const thief of ['greedy', 'patient'] as const)
    for (const uses of USES) {
      const years = lives(times(VICTIMS), { uses, slips: 0.02 }, thief, random);
      const tries = mean(years.map((year) => year.tries));
      const chance = tries / PINS_LEFT;
      const blocked = part(years, (year) => year.blocked);
      console.log(
        `  ${thief.padEnd(8)} ${String(uses).padStart(13)} ${tries.toFixed(1).padStart(8)}` +
          ` ${percent(chance, 3).padStart(10)} ${percent(blocked, 1).padStart(25)}`,
      );
      isGood &&= chance < (thief === 'greedy' ? GOAL : PATIENT_GOAL);
    }
  return isGood;
}

function honest(random: () => number): boolean {
  console.log(
    `\n  honest people, a year, ${String(times(PEOPLE))} for each part of wrong answers\n` +
      '  answers a day    wrong    ever paused    pauses a year, of those    warned    blocked',
  );
  let isGood = true;
  for (const uses of USES)
    for (const slips of SLIPS) {
      const years = lives(Math.round(times(PEOPLE) / USES.length), { uses, slips }, 'none', random);
      const paused = years.filter(({ pauses }) => pauses > 0);
      const often = mean(paused.map(({ pauses }) => pauses));
      const blocked = part(years, (year) => year.blocked);
      console.log(
        `  ${String(uses).padStart(13)} ${percent(slips, 0).padStart(8)}` +
          ` ${percent(paused.length / years.length, 2).padStart(14)}` +
          ` ${(paused.length === 0 ? '–' : often.toFixed(2)).padStart(26)}` +
          ` ${percent(
            part(years, ({ warned }) => warned),
            2,
          ).padStart(9)}` +
          ` ${percent(blocked, 2).padStart(10)}`,
      );
      isGood &&= blocked < GOAL;
    }
  return isGood;
}

function lives(count: number, person: Person, thief: Thief, random: () => number): Year[] {
  return Array.from({ length: count }, () => liveAYear(person, thief, random));
}

/** One account's year: every answer of its owner, and every try of the thief in between. */
function liveAYear({ uses, slips }: Person, thief: Thief, random: () => number): Year {
  let state: InstanceTries = NO_TRIES;
  let [tries, pauses, warned] = [0, 0, false];
  const isBlocked = () => state.total >= DEFAULT_TRIES.triesInAll;

  function wrong(now: number): void {
    const before = state;
    state = instanceWrong(state, DEFAULT_TRIES, now);
    if (state.pausedUntil !== before.pausedUntil) pauses++;
    warned ||= isNearlyBlocked(before, state, DEFAULT_TRIES);
  }
  function steal(from: number, until: number): void {
    let now = from;
    while (!isBlocked()) {
      now = Math.max(now, state.pausedUntil ?? 0);
      if (now >= until || (thief === 'patient' && !isHidden(state))) return;
      tries++;
      wrong(now);
      now++;
    }
  }
  /** Until it is right: a person waits where there is a pause. Returns when that is. */
  function answer(when: number): number {
    let now = when;
    while (!isBlocked()) {
      if (isPaused(state, now)) now = state.pausedUntil!;
      if (random() >= slips) {
        state = instanceRight(state);
        return now;
      }
      wrong(now);
      now += RETYPE_SECONDS;
    }
    return now;
  }

  let now = 0;
  for (let day = 0; day < DAYS; day++) {
    for (const second of momentsOf(uses, random)) {
      const when = day * DAY_SECONDS + WAKES + second;
      if (thief !== 'none') steal(now, when);
      now = answer(Math.max(now, when));
      if (isBlocked()) return { tries, pauses, warned, blocked: true };
    }
  }
  return { tries, pauses, warned, blocked: false };
}

/** Right answers that lower the total by one. */
function rightPerWrong(): number {
  let [state, count] = [instanceWrong(NO_TRIES, DEFAULT_TRIES, 0), 0];
  for (; state.total > 0; count++) state = instanceRight(state);
  return count;
}

/** The thief knows the rules: no pause, and no warning before the account is blocked. */
function isHidden({ row, total }: InstanceTries): boolean {
  return row + MARGIN < DEFAULT_TRIES.triesPerPause && total + MARGIN < FIRST_WARNING;
}

/** So many moments of a day that a person is awake, in order. */
function momentsOf(uses: number, random: () => number): number[] {
  const moments = Array.from({ length: uses }, () => Math.floor(random() * AWAKE_SECONDS));
  return moments.sort((a, b) => a - b);
}

/** Numbers from 0 to 1, the same for one seed (xorshift32, Marsaglia 2003). */
function seeded(seed: number): () => number {
  let state = (seed % 2 ** 32) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function part<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.filter(holds).length / values.length;
}

function percent(value: number, digits: number): string {
  return `${(100 * value).toFixed(digits)} %`;
}
