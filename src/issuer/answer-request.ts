/**
 * Accepts the one answer of a request: a response code (OCRA, RFC 6287), a denial, or the site's
 * own decision (docs/protocol.md §7).
 */
import { asciiBytes, equal } from '../core/codec/bytes.ts';
import { responseSuite } from '../protocol/ocra.ts';
import type { Context } from './context.ts';
import { evidenceChanges } from './evidence/evidence.ts';
import type { ActiveInstance, Instance } from './instance.ts';
import { noteApproval } from './last-accepted.ts';
import type { Granted, Outcome, Refusal, RefusalReason } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import type { CancelRequestReason, DenyReason, ResponseReason } from './reasons.ts';
import { forgetNumber } from './request-number.ts';
import type { Answered } from './request-options.ts';
import type { DenialReason, RequestRow, RequestState } from './request-row.ts';
import { expectedCode } from './response-code.ts';
import type { RowChange } from './store.ts';
import { answerRight, answerWrong } from './transitions.ts';
import type { TryLimits } from './tries.ts';
import { inRow, isPaused } from './tries.ts';
import { typedDigits } from './typed-code.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/** Wrong answers through the service that end a request with a number. */
const MAX_WRONG_ANSWERS = 2;
/** How long after its denial an instance may add why, in seconds: 24 hours. */
const REASON_SECONDS = 24 * 3600;

type Update<Reason extends RefusalReason = ResponseReason> = InstanceUpdate<Answered, Reason>;

/** Reads a request and its instance, and says what becomes of them. */
export type Judge<Reason extends RefusalReason> = (
  request: RequestRow,
  instance: Instance,
  now: number,
) => Update<Reason> | Promise<Update<Reason>>;

/** See {@link Issuer.verifyResponse}. */
export function verifyResponse(
  context: Context,
  requestId: string,
  typed: string,
): Promise<Outcome<Answered, ResponseReason>> {
  return ofRequest(context, requestId, approveBy(context, { typed, by: 'code' }));
}

/** See {@link Issuer.denyRequest}. */
export function denyRequest(
  context: Context,
  requestId: string,
): Promise<Outcome<Answered, DenyReason>> {
  return ofRequest(context, requestId, denyBy('site'));
}

/** See {@link Issuer.cancelRequest}. */
export function cancelRequest(
  context: Context,
  requestId: string,
): Promise<Outcome<Answered, CancelRequestReason>> {
  return ofRequest<CancelRequestReason>(context, requestId, (request, instance) =>
    request.state === 'PENDING'
      ? settleRequest(request, 'CANCELLED')
      : { outcome: finalRefusal(request, instance) },
  );
}

async function ofRequest<Reason extends RefusalReason>(
  context: Context,
  requestId: string,
  judge: Judge<Reason>,
): Promise<Outcome<Answered, Reason | 'UNKNOWN_REQUEST' | 'BUSY'>> {
  const request = await context.store.request(requestId);
  if (request === undefined) return refusal('UNKNOWN_REQUEST');
  const decide = judgeRequest(context, requestId, judge, request);
  const outcome = await attempt(context, request.instance, decide);
  if (!outcome.ok && outcome.reason === 'UNKNOWN_ACTIVATION') return refusal('UNKNOWN_REQUEST');
  // An instance that was asked is active or was, and so no activation whose time runs out.
  return outcome as Outcome<Answered, Reason | 'UNKNOWN_REQUEST' | 'BUSY'>;
}

/**
 * A decision on a request as it was within the call; on none of another instance's. What is written
 * of it fails unless that version is the newest, and then it is read again. A wrong code that is
 * counted at the instance alone stays counted where the request ended in the meantime, as if it had
 * come first.
 * @param read the request as just read
 */
export function judgeRequest<Reason extends RefusalReason>(
  { store }: Context,
  requestId: string,
  judge: Judge<Reason>,
  read?: RequestRow,
): (instance: Instance, now: number) => Promise<Update<Reason | 'UNKNOWN_REQUEST'>> {
  let known = read;
  return async (instance, now) => {
    const request = known ?? (await store.request(requestId));
    known = undefined;
    if (request?.instance !== instance.id) return { outcome: refusal('UNKNOWN_REQUEST', instance) };
    return { ...(await judge(request, instance, now)), about: request };
  };
}

/** An approval: the code as it came, and how. */
export interface Approval {
  readonly typed: string;
  readonly by: 'code' | 'service';
  /** The code signs the number that the page shows, too; never so of a typed one. */
  readonly withNumber?: boolean;
}

/**
 * Approves with a response code: right, it ends the row of wrong ones with the same write; wrong,
 * it is counted.
 */
export function approveBy(
  { tries, retention }: Context,
  approval: Approval,
): Judge<ResponseReason> {
  const { typed, by, withNumber = false } = approval;
  return async (request, instance, now) => {
    if (request.state === 'APPROVED' && by === 'code' && instance.state === 'ACTIVE')
      return approvedBefore(request, instance, typed, { now, tries });
    const open = checkAnswerable(request, instance, now);
    if (!open.ok) return { outcome: open };
    if (isPaused(open.instance.tries, now)) return { outcome: refusal('PAUSED', instance) };
    const digits = parseResponse(open.instance, typed);
    if (digits === undefined) return { outcome: malformed(typed, 'digits', instance) };
    const number = withNumber ? request.number : undefined;
    if (!(await isResponseTo(request, open.instance, digits, number)))
      return wrongResponse(request, open.instance, by, { now, tries });
    const { outcome, changes } = settleRequest(request, 'APPROVED', {
      answeredAt: now,
      by,
      ...(number !== undefined && { number }),
    });
    const right = noteApproval(answerRight(open.instance, now), request.id, now);
    const row = forgetNumber(right, request.asker, now);
    const wrongSince = inRow(open.instance.tries);
    const answer = { digits, by, number, now };
    const evidence = await evidenceChanges({ retention }, request, open.instance, answer);
    return {
      outcome: { ...outcome, wrongSince },
      changes: [...changes, { table: 'instances', row }, ...evidence],
    };
  };
}

/** Approves with a response code that signs the number, too: of a request that has one. */
export function approveWithNumber(
  context: Context,
  typed: string,
): Judge<ResponseReason | 'NUMBER_NOT_ASKED'> {
  const approve = approveBy(context, { typed, by: 'service', withNumber: true });
  return (request, instance, now) =>
    request.numberDigits === undefined
      ? { outcome: refusal('NUMBER_NOT_ASKED', instance) }
      : approve(request, instance, now);
}

/**
 * The right code typed after the approval has arrived already, by whichever way, is no fault of
 * the person's. A wrong one is counted: whoever has the device key alone could otherwise try PINs
 * at a request that was approved. For the same reason none is compared once the time is over.
 */
async function approvedBefore(
  request: RequestRow,
  instance: ActiveInstance,
  typed: string,
  { now, tries }: { readonly now: number; readonly tries: TryLimits },
): Promise<Update> {
  const isCompared = now <= request.expiresAt && !isPaused(instance.tries, now);
  const digits = isCompared ? parseResponse(instance, typed) : undefined;
  if (digits === undefined) return { outcome: finalRefusal(request, instance) };
  if (await isResponseTo(request, instance, digits))
    return { outcome: { ok: true, ...toAnswered(request), already: true } };
  const row = answerWrong(instance, now, tries);
  return { outcome: finalRefusal(request, row), changes: [{ table: 'instances', row }] };
}

function parseResponse({ ocraSuite }: ActiveInstance, typed: string): string | undefined {
  return typedDigits(typed, responseSuite(ocraSuite).digits);
}

async function isResponseTo(
  request: RequestRow,
  { ocraSuite, secrets }: ActiveInstance,
  digits: string,
  number?: string,
): Promise<boolean> {
  const key = { suite: ocraSuite, signKey: secrets.keys.sign };
  const code = await expectedCode(key, request.message, number);
  return equal(asciiBytes(code), asciiBytes(digits));
}

/**
 * Denies. There is no code in it, so the counter stays where it is: the device key alone must not
 * buy more guesses (§8).
 */
export function denyBy(by: 'service' | 'site', reason?: DenialReason): Judge<DenyReason> {
  return (request, instance, now) => {
    if (reason && canAddReason(request, now)) return addReason(request, reason);
    const open = checkAnswerable(request, instance, now);
    if (!open.ok) return { outcome: open };
    return settleRequest(request, 'DENIED', { answeredAt: now, by, ...(reason && { reason }) });
  };
}

/** Whether this very instance denied, not long ago: it may still say why. */
function canAddReason({ state, by, answeredAt = 0 }: RequestRow, now: number): boolean {
  return state === 'DENIED' && by === 'service' && now <= answeredAt + REASON_SECONDS;
}

function addReason(request: RequestRow, reason: DenialReason): Update<never> {
  if (request.reason === reason)
    return { outcome: { ok: true, ...toAnswered(request), already: true } };
  const row: RequestRow = { ...request, version: request.version + 1, reason };
  return { outcome: { ok: true, ...toAnswered(row) }, changes: [{ table: 'requests', row }] };
}

function checkAnswerable(
  request: RequestRow,
  instance: Instance,
  now: number,
): { readonly ok: true; readonly instance: ActiveInstance } | Refusal<DenyReason> {
  if (request.state !== 'PENDING') return finalRefusal(request, instance);
  if (instance.state !== 'ACTIVE') return wrongState(instance);
  if (now > request.expiresAt) return refusal('EXPIRED', instance);
  return { ok: true, instance };
}

/** The refusal of whoever comes after the one answer. */
function finalRefusal(
  { state }: RequestRow,
  instance: Instance,
): Refusal<'REQUEST_CANCELLED' | 'REQUEST_ANSWERED'> {
  const reason = state === 'CANCELLED' ? 'REQUEST_CANCELLED' : 'REQUEST_ANSWERED';
  return { ...refusal(reason, instance), request: state };
}

type Answer = Pick<RequestRow, 'answeredAt' | 'by' | 'reason' | 'number'>;

/** Ends a request. Its number is dropped, unless the answer signs it. */
function settleRequest(
  { number: _, ...request }: RequestRow,
  state: Exclude<RequestState, 'PENDING'>,
  answer: Answer = {},
): { outcome: Granted & Answered; changes: readonly RowChange[] } {
  const row: RequestRow = { ...request, version: request.version + 1, state, ...answer };
  return { outcome: { ok: true, ...toAnswered(row) }, changes: [{ table: 'requests', row }] };
}

function toAnswered({ id, instance, state, reference, reason }: RequestRow): Answered {
  return {
    id,
    instance,
    state,
    ...(reference !== undefined && { reference }),
    ...(reason && { reason }),
  };
}

/**
 * Counts a wrong answer at the instance; through the service, where a number may have been
 * guessed, at a request with a number as well, which it ends in the end.
 */
function wrongResponse(
  request: RequestRow,
  instance: ActiveInstance,
  by: Approval['by'],
  { now, tries }: { readonly now: number; readonly tries: TryLimits },
): Update {
  const row = answerWrong(instance, now, tries);
  const counted: RowChange = { table: 'instances', row };
  const outcome = refusal('CODE_WRONG', row);
  if (by === 'code' || request.numberDigits === undefined) return { outcome, changes: [counted] };
  const wrongAnswers = (request.wrongAnswers ?? 0) + 1;
  const triesLeft = MAX_WRONG_ANSWERS - wrongAnswers;
  const wrong = { ...request, wrongAnswers };
  const changes =
    triesLeft > 0
      ? [{ table: 'requests', row: { ...wrong, version: request.version + 1 } } as const]
      : settleRequest(wrong, 'REFUSED', { answeredAt: now, by }).changes;
  return { outcome: { ...outcome, triesLeft }, changes: [counted, ...changes] };
}
