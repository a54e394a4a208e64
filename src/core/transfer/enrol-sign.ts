/** A later question of a LinOTP server: shown, authenticated, answered by a code that is typed. */
import type { EnrolProblem, Ocra2Answer, Ocra2Question, OfferHandle } from './enrol-types.ts';

export type Signing =
  | { readonly step: 'sign-idle' }
  /** Shown before the person authenticates. */
  | {
      readonly step: 'sign-question';
      readonly offer: OfferHandle;
      readonly question: Ocra2Question;
    }
  /** Its code is made, or waits for the authentication. */
  | { readonly step: 'sign-working'; readonly offer: OfferHandle; readonly question: Ocra2Question }
  | { readonly step: 'sign-code'; readonly answer: Ocra2Answer }
  | { readonly step: 'sign-failed'; readonly problem: EnrolProblem };

/** What the person does: **Show the code**, and going away. */
export type SignAction = { readonly type: 'sign-wanted' } | { readonly type: 'closed' };

export type SignEvent =
  | SignAction
  | {
      readonly type: 'question-offered';
      readonly offer: OfferHandle;
      readonly question: Ocra2Question;
    }
  | { readonly type: 'authenticated' }
  | { readonly type: 'answered'; readonly answer: Ocra2Answer }
  | { readonly type: 'failed'; readonly problem: EnrolProblem };

export type SignEffect =
  | { readonly type: 'authenticate' }
  | { readonly type: 'sign'; readonly offer: OfferHandle }
  | { readonly type: 'forget-offer'; readonly offer: OfferHandle }
  | { readonly type: 'leave' };

export type SignResult = readonly [Signing, ...SignEffect[]];

type At<Step extends Signing['step']> = Extract<Signing, { readonly step: Step }>;

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function sign(state: Signing, event: SignEvent): SignResult {
  if (event.type === 'question-offered' && state.step !== 'sign-working')
    return [
      { step: 'sign-question', offer: event.offer, question: event.question },
      ...forgotten(state),
    ];
  switch (state.step) {
    case 'sign-idle':
      return event.type === 'failed' ? [{ step: 'sign-failed', problem: event.problem }] : [state];
    case 'sign-question':
      if (event.type === 'sign-wanted') return [state, { type: 'authenticate' }];
      if (event.type === 'authenticated') return begin(state);
      if (event.type === 'failed') return fail(state, event.problem);
      return event.type === 'closed' ? leave(state) : [state];
    case 'sign-working':
      if (event.type === 'answered') return [{ step: 'sign-code', answer: event.answer }];
      return event.type === 'failed' ? fail(state, event.problem) : [state];
    case 'sign-code':
    case 'sign-failed':
      return event.type === 'closed' ? leave(state) : [state];
    default:
      return [state satisfies never];
  }
}

function begin({ offer, question }: At<'sign-question'>): SignResult {
  return [
    { step: 'sign-working', offer, question },
    { type: 'sign', offer },
  ];
}

function fail(state: Signing, problem: EnrolProblem): SignResult {
  return [{ step: 'sign-failed', problem }, ...forgotten(state)];
}

function leave(state: Signing): SignResult {
  return [{ step: 'sign-idle' }, ...forgotten(state), { type: 'leave' }];
}

function forgotten(state: Signing): readonly SignEffect[] {
  return 'offer' in state ? [{ type: 'forget-offer', offer: state.offer }] : [];
}
