/**
 * What an issuer's calls answer: an expected refusal is a value with its reason, only a broken
 * assumption throws.
 */
import type { ForeignCharacter } from '../core/codec/foreign-character.ts';
import type { TypedForm } from '../core/codec/typed-code.ts';
import { readTyped } from '../core/codec/typed-code.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Failure, Instance, InstanceState } from './instance.ts';
import type { RequestState } from './request-row.ts';
import { ACTIVATION_CODE_LIMIT, DEVICE_CODE_LIMIT } from './transitions.ts';
import type { TryLimits } from './tries.ts';
import { inRow, isNearlyBlocked, isPaused, leftInRow } from './tries.ts';

/**
 * Why a call was refused.
 *
 * - `UNKNOWN_ACTIVATION`: no such id, or no such serial number.
 * - `UNKNOWN_OWNER`: the owner has no device, and never had one.
 * - `SERIAL_TAKEN`: the serial number is another owner's, or of an account that was active before.
 * - `DEVICE_LIMIT`: the owner has as many active devices as may be.
 * - `TOO_MANY_ACTIVATIONS`: as many activations of the owner as may be were begun today;
 *   `until` says when one more may be.
 * - `EXPIRED`: the activation's time, or the request's, has run out; begin another.
 * - `WRONG_STATE`: the instance is in another state than the call needs; `state` (and `failure`)
 *   say which.
 * - `CODE_MALFORMED`: too short, too long, or with a character that such codes don't use, which
 *   `foreign` then names; not counted.
 * - `CODE_WRONG`: counted; `attemptsLeft` says how many are left.
 * - `CODE_USED`: a right one-time password of a time step that is spent; not counted.
 * - `CLOCK`: a right one-time password of a clock that is off by `seconds`; the next one is
 *   accepted. Not counted.
 * - `CODE_OTHER`: a valid device code, but another one was accepted before; not counted.
 * - `PAUSED`: several wrong answers in a row; no code was compared, and nothing counted.
 *   `pausedUntil` says when one is again.
 * - `BLOCKED`: too many wrong answers in all.
 * - `BUSY`: too many calls at once; the same call may be tried again in a moment. Not counted.
 * - `UNKNOWN_REQUEST`: no such request, or none of this instance.
 * - `REQUEST_ANSWERED`: approved, denied or ended by wrong answers before; `request` says which.
 *   `REQUEST_CANCELLED`: taken back by the site.
 * - `NUMBER_NOT_ASKED`: an answer with a number to a request that has none; not counted.
 * - `TOO_MANY_REQUESTS`: as many requests of the owner as may be are open, or were asked within an
 *   hour without a right answer; `until` says when one more may be.
 * - `TOKEN_REFUSED`, `TOKEN_EXPIRED`, `TOKEN_USED`: a service token that is none for this call, is
 *   late or early, or was seen before (§8).
 * - `SUBSCRIPTION_REFUSED`: a push subscription that is none, or of a place that no issuer should
 *   send to.
 */
export type RefusalReason =
  | 'CLOCK'
  | 'PAUSED'
  | BeginRefusal
  | RequestRefusal
  | TokenRefusal
  | Extract<
      ErrorCode,
      | 'UNKNOWN_ACTIVATION'
      | 'EXPIRED'
      | 'WRONG_STATE'
      | 'CODE_MALFORMED'
      | 'CODE_WRONG'
      | 'CODE_USED'
      | 'CODE_OTHER'
      | 'BLOCKED'
      | 'BUSY'
    >;

/** Why nothing was begun, or no device found of an owner; see {@link RefusalReason}. */
export type BeginRefusal =
  | 'UNKNOWN_OWNER'
  | 'SERIAL_TAKEN'
  | 'DEVICE_LIMIT'
  | 'TOO_MANY_ACTIVATIONS';

/** Why a call about a request was refused; see {@link RefusalReason}. */
export type RequestRefusal =
  | 'UNKNOWN_REQUEST'
  | 'REQUEST_ANSWERED'
  | 'REQUEST_CANCELLED'
  | 'NUMBER_NOT_ASKED'
  | 'TOO_MANY_REQUESTS';

/** Why a service token or subscription was refused; see {@link RefusalReason}. */
export type TokenRefusal =
  | 'TOKEN_REFUSED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_USED'
  | 'SUBSCRIPTION_REFUSED';

/** What an outcome tells of an instance's wrong codes, as they stand after the call. */
export interface TriesFacts {
  /**
   * Wrong codes that the state's own limit still allows, of an active instance until the next
   * pause; absent where nothing is counted any more.
   */
  readonly attemptsLeft?: number;
  /** Wrong answers until an active instance is blocked for good. */
  readonly totalLeft?: number;
  /** The second from which codes are compared again, where they aren't now. */
  readonly pausedUntil?: number;
  /**
   * This call has counted the wrong answer after which the person should be warned, before the
   * instance is blocked for good: with the default limits the 15th and the 20th.
   */
  readonly nearlyBlocked?: true;
}

/**
 * A call that was refused, with what has become of the instance. Each call has reasons of its own,
 * for example {@link OtpReason}.
 */
export interface Refusal<Reason extends RefusalReason = RefusalReason> extends TriesFacts {
  /** Tells a refusal from a result. */
  readonly ok: false;
  /** Why the call was refused. */
  readonly reason: Reason;
  /** The state after the call. */
  readonly state?: InstanceState;
  /** Why the activation failed, where it has. */
  readonly failure?: Failure;
  /** What became of the request, where that is why. */
  readonly request?: RequestState;
  /**
   * With `CODE_WRONG` through the service, of a request with a number: wrong answers that it still
   * allows; 0 when this one has ended it.
   */
  readonly triesLeft?: number;
  /**
   * With `TOO_MANY_REQUESTS` and `TOO_MANY_ACTIVATIONS`: the second (since 1970 UTC) from which one
   * more may be, at the latest; an answer to what is open brings the first forward.
   */
  readonly until?: number;
  /** With `CODE_MALFORMED`: the first character that such a code can't contain. */
  readonly foreign?: ForeignCharacter;
  /** With `CLOCK`: how far the phone's clock is ahead of the issuer's; negative: behind. */
  readonly seconds?: number;
}

/** The result, or the refusal, told apart by `ok`. */
export type Outcome<Result extends object = object, Reason extends RefusalReason = RefusalReason> =
  | (Granted & Result)
  | Refusal<Reason>;

/** What every result has. */
export interface Granted extends TriesFacts {
  /** Tells a result from a refusal. */
  readonly ok: true;
  /**
   * With a code that was accepted: wrong answers since the right one before it, for the site to
   * tell the person.
   */
  readonly wrongSince?: number;
}

/** What is to be told of an instance's wrong codes now. */
export function triesFacts(instance: Instance, limits: TryLimits, now: number): TriesFacts {
  if (instance.state === 'BLOCKED') return { attemptsLeft: 0, totalLeft: 0 };
  if (instance.state !== 'ACTIVE') {
    const left = attemptsLeft(instance);
    return left === undefined ? {} : { attemptsLeft: left };
  }
  const { tries } = instance;
  // With limits that were lowered meanwhile, the next wrong answer blocks.
  const totalLeft = Math.max(1, limits.triesInAll - tries.total);
  return {
    attemptsLeft: Math.min(leftInRow(tries, inRow(tries), limits, now), totalLeft),
    totalLeft,
    ...(isPaused(tries, now) && { pausedUntil: tries.pausedUntil! }),
  };
}

/** The outcome with what it is to tell of the instance's tries, before the call and after it. */
export function withTries<Result extends object, Reason extends RefusalReason>(
  outcome: Outcome<Result, Reason>,
  { before, after }: { readonly before: Instance; readonly after: Instance },
  limits: TryLimits,
  now: number,
): Outcome<Result, Reason> {
  return {
    ...outcome,
    ...triesFacts(after, limits, now),
    ...(isNearlyBlocked(before.tries, after.tries, limits) && { nearlyBlocked: true }),
  };
}

/** Wrong codes still allowed before an instance is active, and none once it is blocked. */
function attemptsLeft(instance: Instance): number | undefined {
  switch (instance.state) {
    case 'CREATED':
      return DEVICE_CODE_LIMIT - instance.wrongDeviceCodes;
    case 'CODE_BOUND':
      return ACTIVATION_CODE_LIMIT - instance.wrongActivationCodes;
    case 'BLOCKED':
    case 'FAILED':
      return 0;
    default:
      return undefined;
  }
}

/** A refusal that tells what has become of the instance. */
export function refusal<Reason extends RefusalReason>(
  reason: Reason,
  instance?: Instance,
): Refusal<Reason> {
  if (instance === undefined) return { ok: false, reason };
  const left = attemptsLeft(instance);
  return {
    ok: false,
    reason,
    state: instance.state,
    ...('failure' in instance ? { failure: instance.failure } : {}),
    ...(left === undefined ? {} : { attemptsLeft: left }),
  };
}

/** The refusal of what is no code of this form; it names a foreign character, where that is why. */
export function malformed(
  typed: string,
  form: TypedForm,
  instance: Instance,
): Refusal<'CODE_MALFORMED'> {
  const { foreign } = readTyped(typed, form);
  return { ...refusal('CODE_MALFORMED', instance), ...(foreign && { foreign }) };
}

type StateReason<State extends InstanceState> = State extends 'EXPIRED' | 'BLOCKED'
  ? State
  : 'WRONG_STATE';

/** Why a call is refused that needs another state than this. */
export function stateReason<State extends InstanceState>(state: State): StateReason<State> {
  const isReason = state === 'EXPIRED' || state === 'BLOCKED';
  return (isReason ? state : 'WRONG_STATE') as StateReason<State>;
}

/** The refusal of a call that needs another state than the instance's. */
export function wrongState<State extends InstanceState>(
  instance: Instance & { readonly state: State },
): Refusal<StateReason<State>> {
  return refusal(stateReason(instance.state), instance);
}
