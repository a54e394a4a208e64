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
import { ACTIVATION_CODE_LIMIT, ANSWER_LIMIT, DEVICE_CODE_LIMIT } from './transitions.ts';

/**
 * Why a call was refused.
 *
 * - `UNKNOWN_ACTIVATION`: no such id.
 * - `EXPIRED`: the activation's time, or the request's, has run out; begin another.
 * - `WRONG_STATE`: the instance is in another state than the call needs; `state` (and `failure`)
 *   say which.
 * - `CODE_MALFORMED`: too short, too long, or with a character that such codes don't use, which
 *   `foreign` then names; not counted.
 * - `CODE_WRONG`: counted; `attemptsLeft` says how many are left.
 * - `CODE_USED`: a right one-time password of a time step that is spent; not counted.
 * - `CODE_OTHER`: a valid device code, but another one was accepted before; not counted.
 * - `BLOCKED`: too many wrong answers in a row.
 * - `BUSY`: too many calls at once; the same call may be tried again in a moment. Not counted.
 * - `UNKNOWN_REQUEST`: no such request, or none of this instance.
 * - `REQUEST_ANSWERED`: approved or denied before; `request` says which. `REQUEST_CANCELLED`: taken
 *   back by the site.
 * - `TOO_MANY_REQUESTS`: as many requests of the instance as may be are open.
 * - `TOKEN_REFUSED`, `TOKEN_EXPIRED`, `TOKEN_USED`: a service token that is none for this call, is
 *   late or early, or was seen before (§8).
 * - `SUBSCRIPTION_REFUSED`: a push subscription that is none, or of a place that no issuer should
 *   send to.
 */
export type RefusalReason =
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

/** Why a call about a request was refused; see {@link RefusalReason}. */
export type RequestRefusal =
  'UNKNOWN_REQUEST' | 'REQUEST_ANSWERED' | 'REQUEST_CANCELLED' | 'TOO_MANY_REQUESTS';

/** Why a service token or subscription was refused; see {@link RefusalReason}. */
export type TokenRefusal =
  'TOKEN_REFUSED' | 'TOKEN_EXPIRED' | 'TOKEN_USED' | 'SUBSCRIPTION_REFUSED';

/** A call that was refused, with what has become of the instance. */
export interface Refusal {
  /** Tells a refusal from a result. */
  readonly ok: false;
  /** Why the call was refused. */
  readonly reason: RefusalReason;
  /** The state after the call. */
  readonly state?: InstanceState;
  /** Why the activation failed, where it has. */
  readonly failure?: Failure;
  /**
   * Wrong codes that the state's own limit still allows; absent where nothing is counted any more.
   */
  readonly attemptsLeft?: number;
  /** What became of the request, where that is why. */
  readonly request?: RequestState;
  /** With `CODE_MALFORMED`: the first character that such a code can't contain. */
  readonly foreign?: ForeignCharacter;
}

/** The result, or the refusal, told apart by `ok`. */
export type Outcome<Result extends object = object> = (Granted & Result) | Refusal;

/** What every result has. */
export interface Granted {
  /** Tells a result from a refusal. */
  readonly ok: true;
}

/**
 * Wrong codes still allowed in an instance's state: device codes, activation codes, or answers in a
 * row.
 */
export function attemptsLeft(instance: Instance): number | undefined {
  switch (instance.state) {
    case 'CREATED':
      return DEVICE_CODE_LIMIT - instance.wrongDeviceCodes;
    case 'CODE_BOUND':
      return ACTIVATION_CODE_LIMIT - instance.wrongActivationCodes;
    case 'ACTIVE':
      return ANSWER_LIMIT - instance.wrongAnswers;
    case 'BLOCKED':
    case 'FAILED':
      return 0;
    default:
      return undefined;
  }
}

/** A refusal that tells what has become of the instance. */
export function refusal(reason: RefusalReason, instance?: Instance): Refusal {
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
export function malformed(typed: string, form: TypedForm, instance: Instance): Refusal {
  const { foreign } = readTyped(typed, form);
  return { ...refusal('CODE_MALFORMED', instance), ...(foreign && { foreign }) };
}

/** The refusal of a call that needs another state than the instance's. */
export function wrongState(instance: Instance): Refusal {
  if (instance.state === 'EXPIRED' || instance.state === 'BLOCKED')
    return refusal(instance.state, instance);
  return refusal('WRONG_STATE', instance);
}
