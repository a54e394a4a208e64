/** Asks, and follows them to their end: a typed code, the authenticator, or none. */
import type { Asked, PageRequest } from '../issuer/http/page-api.ts';
import type { CallProblem } from './connection-types.ts';
import type { KitEvent } from './kit-events.ts';
import { refusalEvent } from './kit-events.ts';
import { problemWords, requestWords, withWrongSince } from './outcome-text.ts';
import type { Visit } from './visit.ts';
import type { VisitState } from './visit-state.ts';
import { withFormError } from './visit-state.ts';
import type { Text } from './words.ts';

type End = Exclude<Asked['state'], 'PENDING'>;

/** How many wrong codes came before a right one. */
interface WrongBefore {
  readonly wrongSince?: number;
}

/** What the server says of a request's end. */
type Told = WrongBefore & Pick<Asked, 'by' | 'reason'> & { readonly events?: readonly KitEvent[] };

const NAMES = {
  APPROVED: 'approved',
  DENIED: 'denied',
  REFUSED: 'refused',
  EXPIRED: 'expired',
  CANCELLED: 'cancelled',
  BLOCKED: 'blocked',
} as const satisfies Record<End, string>;

export class VisitRequests {
  #isLooking = false;
  /** Something may have changed since the last look. */
  #isDue = false;

  readonly #visit: Visit;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  ask(device: string, content: object): Promise<void> {
    return this.#visit.during('ask', async () => {
      const answer = await this.#visit.options.calls.call<PageRequest>(
        'POST',
        `devices/${device}/requests`,
        content,
      );
      // Shown when it can be acted on: a tap on a card that is still busy would be lost.
      return answer.ok ? { request: answer.value } : withFormError('ask', answer.problem);
    });
  }

  enterResponse(code: string): Promise<void> {
    const { request } = this.#visit.view;
    if (!request) return Promise.resolve();
    return this.#visit.during('response-code', async () => {
      const path = `requests/${request.id}/response-code`;
      const answer = await this.#visit.options.calls.call<WrongBefore>('POST', path, { code });
      if (answer.ok) {
        const detail = { kind: 'response', request: request.id } as const;
        const events = [{ type: 'tessera-accepted', detail }] as const;
        return this.#ended(request, 'APPROVED', { ...answer.value, events });
      }
      return this.#refused(request, answer.problem);
    });
  }

  cancel(): Promise<void> {
    const { request } = this.#visit.view;
    if (!request) return Promise.resolve();
    return this.#visit.during('cancel', async () => {
      const answer = await this.#visit.options.calls.call('DELETE', `requests/${request.id}`);
      if (answer.ok) return this.#ended(request, 'CANCELLED');
      const end = endIn(answer.problem);
      return end ? this.#ended(request, end) : withFormError('cancel', answer.problem);
    });
  }

  /**
   * Checks whether the request was answered elsewhere or has expired, once no form's call is under
   * way. Ignores failures.
   */
  async look(): Promise<void> {
    this.#isDue = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#isDue) {
      await this.#visit.idle();
      this.#isDue = false;
      await this.#lookOnce();
    }
    this.#isLooking = false;
  }

  async #lookOnce(): Promise<void> {
    const { request } = this.#visit.view;
    if (!request) return;
    const answer = await this.#visit.options.calls.call<Asked>('GET', `requests/${request.id}`);
    const now = this.#visit.view;
    if (now.busy !== 'none') this.#isDue = true;
    if (now.busy !== 'none' || now.request?.id !== request.id) return;
    const end = answer.ok ? answer.value.state : endIn(answer.problem);
    if (end === undefined || end === 'PENDING') return;
    this.#visit.become({ ...this.#ended(request, end, answer.ok ? answer.value : undefined) });
    await this.#visit.refresh();
  }

  #refused(request: PageRequest, problem: CallProblem): Partial<VisitState> {
    const end = endIn(problem);
    if (end) return this.#ended(request, end);
    if (problem.error !== 'CODE_WRONG' && problem.error !== 'PAUSED')
      return withFormError('response-code', problem);
    const { clockOffset } = this.#visit.view;
    const text: Text = (t) => problemWords(t, 'response-code', problem, clockOffset);
    const name = problem.pausedUntil === undefined ? 'refused' : 'paused';
    return { feedback: { about: 'request', name, text, events: [refusalEvent(problem)] } };
  }

  /** Closes the card at once, so that the next overview can show another request. */
  #ended(request: PageRequest, end: End, told: Told = {}): Partial<VisitState> {
    this.#visit.become({ request: undefined });
    const { contact } = this.#visit.options;
    const { wrongSince } = told;
    const text: Text = (t) =>
      withWrongSince(t, requestWords(t, request, end, { ...told, contact }), {
        wrongSince,
        contact,
      });
    const name = end === 'DENIED' && told.reason === 'not-me' ? 'not-me' : NAMES[end];
    const decided = {
      type: 'tessera-decided',
      detail: { request: request.id, state: end },
    } as const;
    const events = [...(told.events ?? []), decided];
    return { error: undefined, feedback: { about: 'request', name, text, events } };
  }
}

/** What a refusal says of the request's end. */
function endIn(problem: CallProblem): End | undefined {
  switch (problem.error) {
    case 'REQUEST_ANSWERED':
      return problem.state === 'DENIED' || problem.state === 'REFUSED' ? problem.state : 'APPROVED';
    case 'EXPIRED':
      return 'EXPIRED';
    case 'BLOCKED':
      return 'BLOCKED';
    case 'CODE_WRONG':
      return problem.totalLeft === 0 ? 'BLOCKED' : undefined;
    case 'REQUEST_CANCELLED':
    case 'UNKNOWN_REQUEST':
    case 'WRONG_STATE':
      return 'CANCELLED';
    default:
      return undefined;
  }
}
