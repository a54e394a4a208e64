/** Refusals as HTTP answers: a status that fits, and a body that the page can read. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal as IssuerRefusal } from '../../issuer/outcome.ts';
import { StoreError } from '../../issuer/stores/store-error.ts';
import type { Problem, Refusal } from '../api.ts';
import { lossFrom } from './customers.ts';

const STATUS: Record<Refusal, ContentfulStatusCode> = {
  UNKNOWN_ACTIVATION: 404,
  EXPIRED: 410,
  WRONG_STATE: 409,
  CODE_MALFORMED: 422,
  CODE_WRONG: 422,
  CODE_USED: 422,
  CODE_OTHER: 422,
  BLOCKED: 409,
  BUSY: 503,
  BAD_REQUEST: 400,
  UNEXPECTED: 500,
};

export function problem(c: Context, body: Problem, status = STATUS[body.error]): Response {
  if (body.error === 'BUSY') c.header('Retry-After', '1');
  return c.json(body, status);
}

/** The issuer's refusal, as the page needs it. */
export function refused(c: Context, refusal: IssuerRefusal): Response {
  const { reason, state, failure, attemptsLeft } = refusal;
  const lost = lossFrom(state, failure);
  return problem(c, {
    error: reason,
    ...(attemptsLeft !== undefined && { attemptsLeft }),
    ...(lost && { lost }),
  });
}

/** What a handler could not foresee; the log gets the error, the page only that there was one. */
export function unforeseen(thrown: Error, c: Context): Response {
  if (thrown instanceof HTTPException) return problem(c, { error: 'BAD_REQUEST' }, thrown.status as ContentfulStatusCode); // prettier-ignore
  console.error(thrown);
  // A database that is away comes back: the page may say so and try again.
  return problem(c, { error: thrown instanceof StoreError ? 'BUSY' : 'UNEXPECTED' });
}
