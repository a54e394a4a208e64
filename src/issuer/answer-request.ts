/**
 * Accepts the one answer of a request: a response code (OCRA, RFC 6287), a denial, or the site's
 * own decision (docs/protocol.md §7).
 */
import { asciiBytes, equal } from '../core/codec/bytes.ts';
import { parseDigits } from '../protocol/activation-code.ts';
import { responseSuite } from '../protocol/ocra.ts';
import { responseCode } from '../protocol/request.ts';
import type { Context } from './context.ts';
import { issuerHmac } from './hmac.ts';
import type { ActiveInstance, Instance } from './instance.ts';
import type { Granted, Outcome, Refusal } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import type { Answered } from './request-options.ts';
import type { RequestRow, RequestState } from './request-row.ts';
import type { RowChange } from './store.ts';
import { answerRight, answerWrong } from './transitions.ts';
import type { TryLimits } from './tries.ts';
import { inRow, isPaused } from './tries.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

type Judge = (
  request: RequestRow,
  instance: Instance,
  now: number,
) => InstanceUpdate<Answered> | Promise<InstanceUpdate<Answered>>;

/** See {@link Issuer.verifyResponse}. */
export function verifyResponse(
  context: Context,
  requestId: string,
  typed: string,
): Promise<Outcome<Answered>> {
  return ofRequest(context, requestId, approveBy(context, typed, 'code'));
}

/** See {@link Issuer.denyRequest}. */
export function denyRequest(context: Context, requestId: string): Promise<Outcome<Answered>> {
  return ofRequest(context, requestId, denyBy('site'));
}

/** See {@link Issuer.cancelRequest}. */
export function cancelRequest(context: Context, requestId: string): Promise<Outcome<Answered>> {
  return ofRequest(context, requestId, (request, instance) =>
    request.state === 'PENDING'
      ? settleRequest(request, 'CANCELLED')
      : { outcome: finalRefusal(request, instance) },
  );
}

async function ofRequest(
  context: Context,
  requestId: string,
  judge: Judge,
): Promise<Outcome<Answered>> {
  const request = await context.store.request(requestId);
  if (request === undefined) return refusal('UNKNOWN_REQUEST');
  return attempt<Answered>(context, request.instance, judgeRequest(context, requestId, judge));
}

/** A decision on the newest version of a request; on none of another instance's. */
export function judgeRequest(
  { store }: Context,
  requestId: string,
  judge: Judge,
): (instance: Instance, now: number) => Promise<InstanceUpdate<Answered>> {
  return async (instance, now) => {
    const request = await store.request(requestId);
    if (request?.instance !== instance.id) return { outcome: refusal('UNKNOWN_REQUEST', instance) };
    return judge(request, instance, now);
  };
}

/**
 * Approves with a response code: right, it ends the row of wrong ones with the same write; wrong,
 * it is counted.
 */
export function approveBy({ tries }: Context, typed: string, by: 'code' | 'service'): Judge {
  return async (request, instance, now) => {
    const open = checkAnswerable(request, instance, now);
    if (!open.ok) return { outcome: open };
    if (isPaused(open.instance.tries, now)) return { outcome: refusal('PAUSED', instance) };
    const suite = responseSuite(open.instance.ocraSuite);
    const digits = parseDigits(typed, suite.digits);
    if (digits === undefined) return { outcome: malformed(typed, 'digits', instance) };
    const hmac = await issuerHmac(suite.hash, open.instance.secrets.keys.sign);
    const code = await responseCode(hmac, suite, request.message);
    if (!equal(asciiBytes(code), asciiBytes(digits)))
      return wrongResponse(open.instance, now, tries);
    const { outcome, changes } = settleRequest(request, 'APPROVED', { answeredAt: now, by });
    const right: RowChange = { table: 'instances', row: answerRight(open.instance, now) };
    const wrongSince = inRow(open.instance.tries);
    return { outcome: { ...outcome, wrongSince }, changes: [...changes, right] };
  };
}

/**
 * Denies. There is no code in it, so the counter stays where it is: the device key alone must not
 * buy more guesses (§8).
 */
export function denyBy(by: 'service' | 'site'): Judge {
  return (request, instance, now) => {
    const open = checkAnswerable(request, instance, now);
    return open.ok ? settleRequest(request, 'DENIED', { answeredAt: now, by }) : { outcome: open };
  };
}

function checkAnswerable(
  request: RequestRow,
  instance: Instance,
  now: number,
): { readonly ok: true; readonly instance: ActiveInstance } | Refusal {
  if (request.state !== 'PENDING') return finalRefusal(request, instance);
  if (instance.state !== 'ACTIVE') return wrongState(instance);
  if (now > request.expiresAt) return refusal('EXPIRED', instance);
  return { ok: true, instance };
}

/** The refusal of whoever comes after the one answer. */
function finalRefusal({ state }: RequestRow, instance: Instance): Refusal {
  const reason = state === 'CANCELLED' ? 'REQUEST_CANCELLED' : 'REQUEST_ANSWERED';
  return { ...refusal(reason, instance), request: state };
}

function settleRequest(
  request: RequestRow,
  state: Exclude<RequestState, 'PENDING'>,
  answer: Pick<RequestRow, 'answeredAt' | 'by'> = {},
): { outcome: Granted & Answered; changes: readonly RowChange[] } {
  const { id, instance, reference } = request;
  const row: RequestRow = { ...request, version: request.version + 1, state, ...answer };
  return {
    outcome: { ok: true, id, instance, state, ...(reference !== undefined && { reference }) },
    changes: [{ table: 'requests', row }],
  };
}

function wrongResponse(
  instance: ActiveInstance,
  now: number,
  limits: TryLimits,
): InstanceUpdate<Answered> {
  const row = answerWrong(instance, now, limits);
  return { outcome: refusal('CODE_WRONG', row), changes: [{ table: 'instances', row }] };
}
