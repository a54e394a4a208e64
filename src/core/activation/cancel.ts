/** What several steps share: the ways out, and what each step carries on to the next. */
import { abandoned, beginAuthentication, type AuthenticationEffect } from '../authentication.ts';
import type {
  Activation,
  ActivationEvent,
  At,
  ScanProblem,
  Opened,
  Purpose,
  Renewing,
  Result,
  Stoppable,
  WaitingView,
} from './types.ts';
import type { ProofHandle } from '../authentication.ts';

export function firstScan(purpose: Purpose, proof?: ProofHandle): At<'scan-first'> {
  return { step: 'scan-first', purpose, ...(proof !== undefined && { proof }) };
}

/** What the steps after sealing carry on. */
export function only(state: { readonly waiting: WaitingView }): { readonly waiting: WaitingView } {
  return { waiting: state.waiting };
}

export function opened(state: Opened): Opened {
  return { pending: state.pending, opened: state.opened };
}

export function renewing({ renews }: Renewing): Renewing {
  return { ...(renews !== undefined && { renews }) };
}

/** What the steps before the second message carry on. */
export function carried<T extends { readonly purpose: Purpose; readonly proof?: ProofHandle }>(
  state: T,
) {
  return { purpose: state.purpose, ...(state.proof !== undefined && { proof: state.proof }) };
}

export function noticed<S extends At<'scan-first' | 'scan-second'>>(
  state: S,
  notice: ScanProblem,
): S {
  return sameNotice(state.notice, notice) ? state : { ...state, notice };
}

function sameNotice(a: ScanProblem | undefined, b: ScanProblem): boolean {
  return a?.code === b.code && a.seen === b.seen;
}

/** The last resort of every step that can be stopped: the Cancel question, Start over, failures. */
export function stoppable(state: Stoppable, event: ActivationEvent): Result {
  if (event.type === 'stop-asked') return [{ step: 'stop', from: resting(state) }, ...letGo(state)];
  if (event.type === 'start-over-asked') return discard(state, true);
  return [state];
}

/** The step that **Keep going** leads to: work under way is given up when the question is asked, so busy steps go back to what began them. */
function resting(state: Stoppable): Stoppable {
  switch (state.step) {
    case 'reading-first':
      return state.pending
        ? { step: 'scan-second', ...carried(state), pending: state.pending }
        : firstScan(state.purpose, state.proof);
    case 'reading-second':
      return { step: 'scan-second', ...carried(state), pending: state.pending };
    case 'authenticate':
      return state.auth.at === 'passed'
        ? state
        : { ...state, auth: beginAuthentication(state.auth.means) };
    case 'authorising-pin':
      return { step: 'forgot-pin', means: state.means, ...opened(state) };
    case 'enabling-biometrics':
      return { step: 'choose-unlock', biometrics: 'offered', ...only(state) };
    default:
      return state;
  }
}

/** Everything that the activation has left so far goes; then home, or the first scan again. */
export function discard(from: Activation, thenStart: boolean): Result {
  const account = sealedIn(from);
  return [
    { step: 'stopping', thenStart, ...account },
    ...(from.step === 'confirm-pin' ? [{ type: 'wipe-pin', pin: from.pin } as const] : []),
    ...letGo(from),
    { type: 'discard', ...account },
  ];
}

/** The account that the activation has sealed, also where removing it has failed before. */
export function sealedIn(state: Activation): { readonly account?: string } {
  if ('waiting' in state) return { account: state.waiting.account };
  const left = state.step === 'stopping' || state.step === 'failed' ? state.account : undefined;
  return left === undefined ? {} : { account: left };
}

/** An authentication that is given up leaves no proof behind. */
function letGo(state: Activation): readonly AuthenticationEffect[] {
  return state.step === 'authenticate' ? abandoned(state.auth) : [];
}
