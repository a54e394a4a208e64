/** Authentication as a small state machine: biometrics or PIN, confirmed before a write. */
import type { ErrorCode } from './errors.ts';

/** A PIN, opaque: only the vault looks into it. */
export interface PinHandle {
  readonly opaque: 'pin';
}

/** An opaque proof of a passed authentication, kept by the runner. */
export type ProofHandle = number;

/** Why a chosen PIN is too easy to guess (src/vault/pin-weakness.ts). */
export type PinWeakness =
  | 'repeated'
  | 'run'
  | 'steps'
  | 'halves'
  | 'pairs'
  | 'few'
  | 'keypad'
  | 'common';

export type PinProblem =
  | { readonly code: 'PIN_WRONG'; readonly left: number }
  /** `until` is milliseconds since 1970. */
  | { readonly code: 'PIN_WAIT'; readonly until: number }
  /** `by`: the picture was another one. */
  | { readonly code: ErrorCode; readonly by?: 'picture' };

/** How the person may authenticate: by biometrics first, or by PIN alone. */
export type Means = 'pin' | 'biometrics-or-pin';

export type Authentication =
  | { readonly at: 'pin'; readonly means: Means; readonly problem?: PinProblem }
  /** The system's prompt is open; `unasked`: nobody has tapped the key for it. */
  | { readonly at: 'biometrics'; readonly means: Means; readonly unasked?: true }
  | {
      readonly at: 'checking';
      readonly means: Means;
      readonly entry: 'first' | 'again' | 'picture';
    }
  /** "Which is your picture?" Nothing here says which of the nine is this PIN's. */
  | {
      readonly at: 'which-picture';
      readonly means: Means;
      readonly proof: ProofHandle;
      /** 0–31, in the order on the screen. */
      readonly pictures: readonly number[];
    }
  /** A second entry must agree with the first. */
  | {
      readonly at: 'pin-again';
      readonly means: Means;
      readonly proof: ProofHandle;
      readonly problem?: PinProblem;
    }
  /** "Is this your picture?" */
  | {
      readonly at: 'picture';
      readonly means: Means;
      readonly proof: ProofHandle;
      readonly picture: number;
    }
  | { readonly at: 'passed'; readonly proof: ProofHandle };

export type AuthenticationEvent =
  | { readonly type: 'pin-entered'; readonly pin: PinHandle }
  | { readonly type: 'biometrics-chosen' }
  /** The PIN instead of the system's prompt. */
  | { readonly type: 'pin-wanted' }
  /** `lacking`: what still has to confirm the PIN before a write. */
  | {
      readonly type: 'proof-given';
      readonly proof: ProofHandle;
      readonly picture: number;
      readonly lacking: 'nothing' | 'entry' | 'picture';
    }
  /** The person has to find the picture among nine. */
  | {
      readonly type: 'proof-given';
      readonly proof: ProofHandle;
      readonly pictures: readonly number[];
      readonly lacking: 'choice';
    }
  | { readonly type: 'proof-refused'; readonly problem: PinProblem }
  | { readonly type: 'picture-chosen'; readonly picture: number }
  /** The person does not remember the picture. */
  | { readonly type: 'picture-forgotten' }
  | { readonly type: 'picture-confirmed' }
  | { readonly type: 'picture-denied' };

export type AuthenticationEffect =
  | { readonly type: 'check-pin'; readonly pin: PinHandle; readonly agreeWith?: ProofHandle }
  | { readonly type: 'check-biometrics' }
  /** `chosen`: among nine; else the person said yes to the one that was shown. */
  | { readonly type: 'confirm-picture'; readonly proof: ProofHandle; readonly chosen?: number }
  | { readonly type: 'forget-proof'; readonly proof: ProofHandle };

type At<A extends Authentication['at']> = Extract<Authentication, { readonly at: A }>;

/** An authentication, and the effects that lead on from it. */
type Step = readonly [Authentication, ...AuthenticationEffect[]];

/** Begins at the system's prompt where biometrics are on, else at the keypad. */
export function beginAuthentication(means: Means): Step {
  return means === 'pin'
    ? [restAuthentication(means)]
    : [{ at: 'biometrics', means, unasked: true }, { type: 'check-biometrics' }];
}

/** Returns an authentication at its keypad: where nobody has just tapped, no prompt opens. */
export function restAuthentication(means: Means): Authentication {
  return { at: 'pin', means };
}

/** Returns the next state and its effects; the same object for an event that means nothing here. */
export function authenticationTransition(state: Authentication, event: AuthenticationEvent): Step {
  const { at } = state;
  switch (at) {
    case 'pin':
      if (event.type === 'pin-entered')
        return [
          { at: 'checking', means: state.means, entry: 'first' },
          { type: 'check-pin', pin: event.pin },
        ];
      if (event.type === 'biometrics-chosen' && state.means === 'biometrics-or-pin')
        return [{ at: 'biometrics', means: state.means }, { type: 'check-biometrics' }];
      return [state];
    case 'biometrics':
      if (event.type === 'pin-wanted') return [restAuthentication(state.means)];
      // Who closes a prompt that came by itself has not failed at anything.
      if (state.unasked && isCancelled(event)) return [restAuthentication(state.means)];
      return afterCheck(state, event);
    case 'checking':
      return afterCheck(state, event);
    case 'pin-again':
      if (event.type === 'pin-entered')
        return [
          { at: 'checking', means: state.means, entry: 'again' },
          { type: 'check-pin', pin: event.pin, agreeWith: state.proof },
        ];
      return [state];
    case 'picture':
      if (event.type === 'picture-confirmed')
        return [
          { at: 'checking', means: state.means, entry: 'picture' },
          { type: 'confirm-picture', proof: state.proof },
        ];
      return event.type === 'picture-denied' ? denyPicture(state) : [state];
    case 'which-picture':
      return fromWhichPicture(state, event);
    case 'passed':
      return [state];
    default:
      return [at satisfies never];
  }
}

function fromWhichPicture(state: At<'which-picture'>, event: AuthenticationEvent): Step {
  const { means, proof } = state;
  if (event.type === 'picture-chosen' && state.pictures.includes(event.picture))
    return [
      { at: 'checking', means, entry: 'picture' },
      { type: 'confirm-picture', proof, chosen: event.picture },
    ];
  if (event.type === 'picture-forgotten') return [{ at: 'pin-again', means, proof }];
  return event.type === 'picture-denied' ? denyPicture(state) : [state];
}

function denyPicture({ means, proof }: At<'picture' | 'which-picture'>): Step {
  return [
    { at: 'pin', means, problem: { code: 'PIN_DISAGREES', by: 'picture' } },
    { type: 'forget-proof', proof },
  ];
}

function isCancelled(event: AuthenticationEvent): boolean {
  return event.type === 'proof-refused' && event.problem.code === 'BIOMETRICS_CANCELLED';
}

function afterCheck(state: At<'biometrics' | 'checking'>, event: AuthenticationEvent): Step {
  if (event.type === 'proof-given') return [afterProof(state.means, event)];
  if (event.type === 'proof-refused')
    return [{ at: 'pin', means: state.means, problem: event.problem }];
  return [state];
}

function afterProof(
  means: Means,
  event: Extract<AuthenticationEvent, { type: 'proof-given' }>,
): Authentication {
  switch (event.lacking) {
    case 'nothing':
      return { at: 'passed', proof: event.proof };
    case 'entry':
      return { at: 'pin-again', means, proof: event.proof };
    case 'picture':
      return { at: 'picture', means, proof: event.proof, picture: event.picture };
    case 'choice':
      return { at: 'which-picture', means, proof: event.proof, pictures: event.pictures };
  }
}

/** Returns what drops the proof of an authentication that is given up half-way. */
export function forgetProof(state: Authentication): readonly AuthenticationEffect[] {
  return state.at === 'pin-again' || state.at === 'picture' || state.at === 'which-picture'
    ? [{ type: 'forget-proof', proof: state.proof }]
    : [];
}

/** Returns true for the events of this machine. */
export function isAuthenticationEvent(event: {
  readonly type: string;
}): event is AuthenticationEvent {
  return (
    event.type === 'pin-entered' ||
    event.type === 'biometrics-chosen' ||
    event.type === 'pin-wanted' ||
    event.type === 'proof-given' ||
    event.type === 'proof-refused' ||
    event.type === 'picture-chosen' ||
    event.type === 'picture-forgotten' ||
    event.type === 'picture-confirmed' ||
    event.type === 'picture-denied'
  );
}
