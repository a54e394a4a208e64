/** Answers a request, by a code to type or by the issuer's service (docs/protocol.md §7, §8). */
import type { Account } from '../core/account.ts';
import { toBase64url, toHex } from '../core/codec/bytes.ts';
import type { Request } from '../core/codec/messages.ts';
import { asTesseraError, recoveryOf, TesseraError } from '../core/errors.ts';
import type { AnswerBy, Decision } from '../core/request-answer.ts';
import { responseSuite } from '../protocol/ocra.ts';
import { responseCode } from '../protocol/request.ts';
import type { OpenedRequest } from '../vault/request-store.ts';
import type { Vault } from '../vault/types.ts';
import type { Unlocked } from '../vault/unlocked.ts';
import { refuseUntimely } from './open-message.ts';
import type { ServiceClient } from './service-client.ts';

/** A request that is open, with what the vault keeps of it: the answer signs its message. */
export interface OpenRequest {
  readonly account: Account;
  readonly request: Request;
  readonly kept: OpenedRequest;
}

export interface AnswerContext {
  readonly vault: Pick<Vault, 'snapshot' | 'answerRequest' | 'dropRequest'>;
  readonly service: Pick<ServiceClient, 'call'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface RequestAnswer {
  readonly by: AnswerBy;
  readonly decision: Decision;
  /** A fresh authentication; to deny needs none, since it reveals nothing. */
  readonly unlocked?: Unlocked;
}

/** Returns true if the service rejected the answer, so that the person can decide again. */
export function wasNotSent(thrown: unknown): boolean {
  return recoveryOf(asTesseraError(thrown).code) === 'resend';
}

/**
 * Gives one answer. Resolves to the response code where the person has to type it. Only an answer
 * that was given is remembered.
 * @throws TesseraError LOCKED, UNKNOWN_ACCOUNT, REQUEST_EXPIRED, REQUEST_EARLY, REQUEST_REUSED,
 * REQUEST_GONE, and those of `wasNotSent`
 */
export async function answerRequest(
  context: AnswerContext,
  open: OpenRequest,
  { by, decision, unlocked }: RequestAnswer,
): Promise<string | undefined> {
  const { vault, now } = context;
  const { request, kept } = open;
  const account = (await vault.snapshot()).accounts.find(({ id }) => id === open.account.id);
  if (!account) throw new TesseraError('UNKNOWN_ACCOUNT');
  refuseUntimely(account, request, now());
  const code = decision === 'approved' ? await approveRequest(account, open, unlocked) : undefined;
  if (by === 'service') {
    await sendAnswer(context, { ...open, account }, decision, code);
    // The service has it, even if it cannot be noted here: the next list tells it too.
    await vault.answerRequest(kept, decision).catch(() => undefined);
    return undefined;
  }
  // Before the code is seen: another window may have decided otherwise, or another message may have
  // come under this id.
  const noted = await vault.answerRequest(kept, decision);
  if (noted.decision !== decision) throw new TesseraError('REQUEST_GONE');
  return code;
}

async function approveRequest(
  account: Account,
  { request, kept }: OpenRequest,
  unlocked: Unlocked | undefined,
): Promise<string> {
  if (!unlocked || unlocked.locked) throw new TesseraError('LOCKED');
  if (request.pinRequired && unlocked.by !== 'pin') throw new TesseraError('WRONG_STATE');
  const hmac = await unlocked.sign(account.id);
  return responseCode(hmac, responseSuite(account.ocraSuite), kept.message);
}

async function sendAnswer(
  { vault, service }: AnswerContext,
  { account, request }: OpenRequest,
  decision: Decision,
  code: string | undefined,
): Promise<void> {
  const path = `/requests/${toBase64url(request.requestId)}/answer`;
  const body = decision === 'approved' ? { decision: 'approve', code } : { decision: 'deny' };
  try {
    await service.call(account, { method: 'POST', path, body });
  } catch (thrown) {
    if (asTesseraError(thrown).code !== 'REQUEST_GONE') throw thrown;
    // The response to a first try was lost on its way back: the answer had arrived.
    if (stateIn(thrown) === decision.toUpperCase()) return;
    await vault.dropRequest(account.id, toHex(request.requestId)).catch(() => undefined);
    throw thrown;
  }
}

/** The state of the request that the service's response names. */
function stateIn(thrown: unknown): unknown {
  const { cause } = thrown as { readonly cause?: { readonly state?: unknown } | null };
  return cause?.state;
}
