/** The rules of requests with a number, written a second time, beside the model of the limits. */
import type { createLimitsModel, Expected } from './limits-model.ts';

const HOUR = 3600;
const DAY = 86_400;

type State = 'PENDING' | 'APPROVED' | 'DENIED' | 'REFUSED' | 'CANCELLED';

interface Asked {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly asker: string;
  readonly number: string;
  state: State;
  wrong: number;
  /** When this very device denied, and whether it said why. */
  denied?: number;
  reason?: boolean;
}

export interface ModelledOutcome extends Partial<Omit<Expected, 'reason'>> {
  readonly reason: string;
  readonly request?: State;
  readonly triesLeft?: number;
  readonly already?: true;
}

export type Code = 'right' | 'wrong' | 'right with number' | 'wrong number';

export function createRequestsModel(limits: ReturnType<typeof createLimitsModel>) {
  const all: Asked[] = [];
  const numbers = new Map<string, { readonly number: string; readonly at: number }>();
  const open = (now: number): Asked[] =>
    all.filter(({ state, until }) => state === 'PENDING' && now <= until);

  function over({ state }: Asked, now: number): ModelledOutcome {
    const reason = state === 'CANCELLED' ? 'REQUEST_CANCELLED' : 'REQUEST_ANSWERED';
    return { reason, request: state, ...limits.left(now) };
  }

  return {
    all,
    mayAsk(now: number): boolean {
      const unanswered = all.filter(
        ({ at, state }) => at > now - HOUR && at >= limits.lastRight() && state !== 'APPROVED',
      );
      return open(now).length < 3 && unanswered.length < 5;
    },
    /** The number that must be shown, where it is not drawn anew; and those that must not be. */
    numberFor(asker: string, now: number): { readonly same?: string; readonly taken: string[] } {
      const taken = open(now).map(({ number }) => number);
      const before = numbers.get(asker);
      const isKept = before !== undefined && before.at > now - HOUR;
      return { taken, ...(isKept && !taken.includes(before.number) && { same: before.number }) };
    },
    asked(request: Omit<Asked, 'state' | 'wrong'>): void {
      all.push({ ...request, state: 'PENDING', wrong: 0 });
      numbers.set(request.asker, { number: request.number, at: request.at });
    },
    approve(request: Asked, by: 'service' | 'code', code: Code, now: number): ModelledOutcome {
      // At the page nobody types a number: such a code is a wrong one.
      const isRight = code === 'right' || (code === 'right with number' && by === 'service');
      const isCompared = now <= request.until && now >= limits.pausedUntil();
      if (request.state === 'APPROVED' && by === 'code' && isCompared && !limits.isBlocked()) {
        if (isRight) return { reason: 'ok', already: true, ...limits.left(now) };
        return { ...limits.answer(now, false), reason: 'REQUEST_ANSWERED', request: 'APPROVED' };
      }
      if (request.state !== 'PENDING') return over(request, now);
      if (now > request.until) return { reason: 'EXPIRED', ...limits.left(now) };
      const answer = limits.answer(now, isRight);
      if (answer.reason === 'ok') {
        request.state = 'APPROVED';
        numbers.delete(request.asker);
      }
      if (answer.reason !== 'CODE_WRONG' || by === 'code') return answer;
      request.wrong++;
      if (request.wrong === 2) request.state = 'REFUSED';
      return { ...answer, triesLeft: 2 - request.wrong };
    },
    deny(request: Asked, by: 'service' | 'site', reason: boolean, now: number): ModelledOutcome {
      if (reason && request.denied !== undefined && now <= request.denied + DAY) {
        const already = request.reason === true;
        request.reason = true;
        return { reason: 'ok', ...(already && { already }), ...limits.left(now) };
      }
      if (request.state !== 'PENDING') return over(request, now);
      if (now > request.until) return { reason: 'EXPIRED', ...limits.left(now) };
      request.state = 'DENIED';
      if (by === 'service') [request.denied, request.reason] = [now, reason];
      return { reason: 'ok', ...limits.left(now) };
    },
    cancel(request: Asked, now: number): ModelledOutcome {
      if (request.state !== 'PENDING') return over(request, now);
      request.state = 'CANCELLED';
      return { reason: 'ok', ...limits.left(now) };
    },
  };
}
