/**
 * Finds the time step of a typed one-time password: near the issuer's clock and near the phone's
 * known drift (RFC 6238 §5.2), and, by two codes in a row, of a clock that has drifted further
 * (resynchronisation, §6).
 */
import { asciiBytes, equal } from '../core/codec/bytes.ts';
import { timeStep } from '../protocol/totp.ts';
import type { ClockFind, ClockMemory } from './clock-memory.ts';
import { clockAnswered, clockOf, isSpent, spendStep } from './clock-memory.ts';
import type { InstanceFacts } from './instance.ts';

/** Steps either way of the issuer's clock, and of the phone's known drift. */
const WINDOW_STEPS = 1;
/** How far off a clock is looked for: the look-ahead window (RFC 6238 §6), both ways, seconds. */
const SEARCH_SECONDS = 30 * 60;
/** How long a found code waits for the next one, seconds. */
const CONFIRM_SECONDS = 5 * 60;
/** Refusals with CLOCK between two right codes. */
const MAX_CLOCK_REFUSALS = 3;

/** A typed code, and what it is compared with. */
export interface TypedOtp {
  readonly instance: Pick<InstanceFacts, 'otpPolicy' | 'lastStep' | 'clock'>;
  /** As many digits as the policy says. */
  readonly digits: string;
  /** The issuer's clock, seconds. */
  readonly now: number;
  /** The one-time password of a time step. */
  readonly codeAt: (step: number) => Promise<string>;
}

/** The facts of an instance that a right code changes. */
type ClockFacts = Pick<InstanceFacts, 'lastStep'> & { readonly clock: ClockMemory };

/** A code that is right, with what is to be kept of it. */
export interface AcceptedStep {
  readonly kind: 'accepted';
  /** The code's step minus the issuer's. */
  readonly drift: number;
  /** This code confirmed a drift that was not known. */
  readonly clockSet: boolean;
  readonly facts: ClockFacts;
}

/** A code whose clock is off, with what is to be kept until the next one. */
export interface FoundClock {
  readonly kind: 'clock';
  /** How far the phone's clock is ahead of the issuer's; negative: behind. */
  readonly seconds: number;
  readonly clock: ClockMemory;
}

/** `used`: right, but of a spent step. `wrong`: nothing of these. */
export type WindowMatch = AcceptedStep | { readonly kind: 'used' } | { readonly kind: 'wrong' };
export type SearchMatch = AcceptedStep | FoundClock | { readonly kind: 'wrong' };

/**
 * Compares with the codes around the issuer's clock, the likeliest first, and around the known
 * drift. An unspent step wins where codes of two steps are equal by chance.
 */
export async function matchWindow(typed: TypedOtp): Promise<WindowMatch> {
  const { clock, current } = placeOf(typed);
  let used = false;
  for (const drift of windowAround(clock.drift)) {
    if (!(await isCodeAt(typed, current + drift))) continue;
    if (!isSpent(clock, current + drift, current)) return accept(typed, drift);
    used = true;
  }
  return { kind: used ? 'used' : 'wrong' };
}

/**
 * Looks further for a code that no window has: first for the one that confirms what was found
 * before, then within half an hour. Never for what a single code decides for good.
 */
export async function searchClock(typed: TypedOtp): Promise<SearchMatch> {
  const { clock, current } = placeOf(typed);
  const window = windowAround(clock.drift);
  const isOpen = (drift: number) =>
    !window.includes(drift) && !isSpent(clock, current + drift, current);
  for (const drift of confirmingDrifts(typed))
    if (isOpen(drift) && (await isCodeAt(typed, current + drift))) return confirm(typed, drift);
  if (clock.refusals >= MAX_CLOCK_REFUSALS) return { kind: 'wrong' };
  for (const drift of nearestFirst(reachOf(typed)))
    if (isOpen(drift) && (await isCodeAt(typed, current + drift))) return find(typed, drift);
  return { kind: 'wrong' };
}

/**
 * How far an accepted step is ahead of what the issuer's clock allows, in seconds: the clock was
 * ahead when it was accepted; 0 otherwise.
 */
export function secondsAhead({ instance, now }: Pick<TypedOtp, 'instance' | 'now'>): number {
  const { otpPolicy, lastStep } = instance;
  const steps = lastStep - timeStep(otpPolicy, now) - WINDOW_STEPS;
  return Math.max(0, steps) * otpPolicy.period;
}

function placeOf({ instance, now }: TypedOtp): {
  readonly clock: ClockMemory;
  readonly current: number;
} {
  return { clock: clockOf(instance), current: timeStep(instance.otpPolicy, now) };
}

async function isCodeAt({ codeAt, digits }: TypedOtp, step: number): Promise<boolean> {
  return step >= 0 && equal(asciiBytes(await codeAt(step)), asciiBytes(digits));
}

function windowAround(drift: number): readonly number[] {
  return [...new Set([0, drift].flatMap((middle) => [middle, middle - 1, middle + 1]))];
}

/** Drifts at which a code confirms the one found before: of a later step, and nearly the same. */
function confirmingDrifts(typed: TypedOtp): readonly number[] {
  const { current } = placeOf(typed);
  const found = freshFind(typed);
  if (found === undefined) return [];
  return [found.drift, found.drift - 1, found.drift + 1].filter(
    (drift) => current + drift > found.step,
  );
}

/** The code found before, while it may still be confirmed. */
function freshFind({ instance, now }: TypedOtp): ClockFind | undefined {
  const { found } = clockOf(instance);
  if (found === undefined || now < found.at) return undefined;
  return now - found.at <= CONFIRM_SECONDS ? found : undefined;
}

function reachOf({ instance }: TypedOtp): number {
  return Math.ceil(SEARCH_SECONDS / instance.otpPolicy.period);
}

function* nearestFirst(reach: number): Generator<number> {
  for (let distance = 1; distance <= reach; distance++) {
    yield -distance;
    yield distance;
  }
}

/** A code on time takes a known drift back; one beside it says too little. */
function accept(typed: TypedOtp, drift: number): AcceptedStep {
  const { clock, current } = placeOf(typed);
  const known = drift === 0 ? { ...clock, drift: 0 } : clock;
  return accepted(typed, {
    drift,
    clock: spendStep(known, current + drift, current),
    clockSet: false,
  });
}

/** Keeps the drift, and spends the code that was refused before, too. */
function confirm(typed: TypedOtp, drift: number): AcceptedStep {
  const { clock, current } = placeOf(typed);
  const found = freshFind(typed);
  const refused = found === undefined ? clock : spendStep(clock, found.step, current);
  const spent = spendStep(refused, current + drift, current);
  return accepted(typed, { drift, clock: { ...spent, drift }, clockSet: true });
}

function accepted(
  typed: TypedOtp,
  { drift, clock, clockSet }: Pick<AcceptedStep, 'drift' | 'clockSet'> & { clock: ClockMemory },
): AcceptedStep {
  const step = placeOf(typed).current + drift;
  const lastStep = drift > WINDOW_STEPS ? typed.instance.lastStep : step;
  return {
    kind: 'accepted',
    drift,
    clockSet,
    facts: { lastStep, clock: clockAnswered(clock) },
  };
}

/** Remembers the code; typed once more, it is the same find. */
function find(typed: TypedOtp, drift: number): FoundClock {
  const { clock, current } = placeOf(typed);
  const step = current + drift;
  const before = freshFind(typed);
  const found = before?.step === step ? before : { step, drift, at: typed.now };
  return {
    kind: 'clock',
    seconds: drift * typed.instance.otpPolicy.period,
    clock: { ...clock, found, refusals: clock.refusals + 1 },
  };
}
