/** A later question of a LinOTP server: shown, authenticated, answered by a code that is typed. */
import type { At, EnrolEvent, EnrolResult } from './enrol-types.ts';

export function fromQuestion(
  state: At<'sign-question' | 'sign-working' | 'sign-code'>,
  event: EnrolEvent,
): EnrolResult {
  if (event.type === 'question-offered' && state.step !== 'sign-working')
    return [
      { step: 'sign-question', offer: event.offer, question: event.question },
      ...forgotten(state),
    ];
  switch (state.step) {
    case 'sign-question': {
      const { offer, question } = state;
      if (event.type === 'sign-wanted')
        return [
          { step: 'sign-working', offer, question },
          { type: 'sign', offer },
        ];
      return event.type === 'closed' ? leave(state) : [state];
    }
    case 'sign-working': {
      const { offer, question } = state;
      if (event.type === 'answered') return [{ step: 'sign-code', answer: event.answer }];
      // The person did not authenticate: the question is still there.
      if (event.type === 'failed' && event.problem === 'LOCKED')
        return [{ step: 'sign-question', offer, question }];
      return event.type === 'failed'
        ? [{ step: 'enrol-failed', problem: event.problem }, ...forgotten(state)]
        : [state];
    }
    case 'sign-code':
      return event.type === 'closed' ? leave(state) : [state];
    default:
      return [state satisfies never];
  }
}

function leave(state: At<'sign-question' | 'sign-code'>): EnrolResult {
  return [{ step: 'enrol-idle' }, ...forgotten(state), { type: 'leave' }];
}

function forgotten(state: At<'sign-question' | 'sign-working' | 'sign-code'>) {
  return 'offer' in state ? [{ type: 'forget-offer', offer: state.offer } as const] : [];
}
