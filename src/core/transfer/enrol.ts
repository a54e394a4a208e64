/** Enrolments at other servers, a pure state machine: step and event in, next step and effects. */
import type { At, EnrolEvent, Enrolment, EnrolRest, EnrolResult } from './enrol-types.ts';

const IDLE: Enrolment = { step: 'enrol-idle' };

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function enrol(state: Enrolment, event: EnrolEvent): EnrolResult {
  switch (state.step) {
    case 'enrol-idle':
      return fromIdle(state, event);
    case 'enrol-reading':
      return fromReading(state, event);
    case 'enrol-notice':
      if (event.type === 'notice-read')
        return [
          { step: 'enrol-reading' },
          { type: 'read-offer', offer: state.offer, answered: 'notice' },
        ];
      return event.type === 'closed' ? forget(state) : [state];
    case 'enrol-replace':
      if (event.type === 'replace-confirmed')
        return [
          { step: 'enrol-reading' },
          { type: 'read-offer', offer: state.offer, answered: 'replace' },
        ];
      return event.type === 'replace-denied' || event.type === 'closed' ? forget(state) : [state];
    case 'enrol-code':
      if (event.type === 'second-wanted') return [{ step: 'enrol-scan', pending: state.pending }];
      // A text may be pasted while the code is shown.
      if (event.type === 'code-refused')
        return [{ step: 'enrol-scan', pending: state.pending, problem: event.problem }];
      return fromResting(state, event);
    case 'enrol-scan':
      if (event.type === 'code-refused') return [{ ...state, problem: event.problem }];
      if (event.type === 'code-wanted' && state.pending)
        return [{ step: 'enrol-code', pending: state.pending }];
      return fromResting(state, event);
    case 'enrol-unhidden':
      if (event.type === 'unhidden-allowed')
        return [
          { step: 'enrol-reading', from: { step: 'enrol-scan', pending: state.pending } },
          { type: 'read-offer', offer: state.offer, answered: 'unhidden' },
        ];
      return fromResting(state, event);
    case 'enrol-text':
    case 'enrol-answer':
      if (event.type === 'page-accepted') {
        const account = accountOf(state)!;
        return [
          { step: 'enrol-writing', account, back: state },
          { type: 'accept', account },
        ];
      }
      if (event.type === 'page-refused') return [{ step: 'enrol-refused', from: state }];
      return fromResting(state, event);
    case 'enrol-refused':
      if (event.type === 'stop-denied' || event.type === 'try-again-asked') return [state.from];
      return event.type === 'refused-discarded' ? discard(state.from) : [state];
    case 'enrol-writing':
      if (event.type === 'written') return [IDLE, { type: 'leave' }];
      if (event.type === 'failed')
        return [{ step: 'enrol-failed', problem: event.problem, back: state.back }];
      return [state];
    case 'enrol-stop':
      if (event.type === 'stop-denied') return [state.from];
      // **Finish later**: what is kept is found again on Home.
      if (event.type === 'closed') return fromResting(state.from, event);
      return event.type === 'stop-confirmed' ? discard(state.from) : [state];
    case 'enrol-failed':
      if (event.type === 'try-again-asked' && state.back) return [state.back];
      if (event.type === 'stop-asked' && state.back)
        return [{ step: 'enrol-stop', from: state.back }];
      if (event.type === 'closed') return [IDLE, { type: 'leave' }];
      return fromIdle(state, event);
    default:
      return [state satisfies never];
  }
}

/** Returns the account that is sealed and waits for its page. */
function accountOf(state: Enrolment): string | undefined {
  switch (state.step) {
    case 'enrol-text':
      return state.waiting.account;
    case 'enrol-answer':
      return state.answer.account;
    case 'enrol-scan':
    case 'enrol-writing':
      return state.account;
    default:
      return undefined;
  }
}

function fromIdle(state: Enrolment, event: EnrolEvent): EnrolResult {
  switch (event.type) {
    case 'offered':
      return [{ step: 'enrol-reading' }, { type: 'read-offer', offer: event.offer }];
    case 'text-kept':
      return [{ step: 'enrol-text', waiting: event.waiting }];
    case 'code-kept':
      return [{ step: 'enrol-code', pending: event.pending }];
    case 'image-needed':
      return [{ step: 'enrol-scan', account: event.account }];
    case 'failed':
    case 'code-refused':
      return [{ step: 'enrol-failed', problem: event.problem }];
    default:
      return [state];
  }
}

/** Once something of the enrolment is kept, a code that leads no further asks for another. */
function fromReading(state: At<'enrol-reading'>, event: EnrolEvent): EnrolResult {
  switch (event.type) {
    case 'notice-due':
      return [{ step: 'enrol-notice', notice: event.notice, offer: event.offer }];
    case 'other-pending':
      return [{ step: 'enrol-replace', offer: event.offer }];
    case 'unhidden-found':
      return [{ step: 'enrol-unhidden', offer: event.offer, pending: event.pending }];
    case 'text-kept':
      return [{ step: 'enrol-text', waiting: event.waiting }];
    case 'code-kept':
      return [{ step: 'enrol-code', pending: event.pending }];
    case 'answered':
      return [{ step: 'enrol-answer', answer: event.answer }];
    case 'failed': {
      const { problem } = event;
      return [state.from ? { ...state.from, problem } : { step: 'enrol-failed', problem }];
    }
    default:
      return [state];
  }
}

/** The events that every step takes at which something is kept. */
function fromResting(state: EnrolRest, event: EnrolEvent): EnrolResult {
  switch (event.type) {
    case 'offered': {
      const from = scanStep(state);
      return [
        { step: 'enrol-reading', ...(from && { from }) },
        { type: 'read-offer', offer: event.offer },
      ];
    }
    case 'stop-asked':
      return [{ step: 'enrol-stop', from: state }];
    case 'closed':
      return [IDLE, { type: 'leave' }];
    default:
      return [state];
  }
}

/** Where image 2 is scanned: another text may be the right one. */
function scanStep(state: EnrolRest): At<'enrol-scan'> | undefined {
  if (state.step === 'enrol-scan') {
    const { problem: _, ...rest } = state;
    return rest;
  }
  return 'pending' in state ? { step: 'enrol-scan', pending: state.pending } : undefined;
}

/** Leaves before anything is kept. */
function forget({ offer }: At<'enrol-notice' | 'enrol-replace'>): EnrolResult {
  return [IDLE, { type: 'forget-offer', offer }, { type: 'leave' }];
}

/** Leaves no trace of the enrolment. */
function discard(from: EnrolRest): EnrolResult {
  const account = accountOf(from);
  return [
    { step: 'enrol-writing', back: from, ...(account !== undefined && { account }) },
    ...(from.step === 'enrol-unhidden'
      ? [{ type: 'forget-offer', offer: from.offer } as const]
      : []),
    { type: 'discard', ...(account !== undefined && { account }) },
  ];
}
