/** Answers a request, by the issuer's service or by a code to type (docs/protocol.md §7, §8). */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import { ownBytes, toBase64url, toHex } from '../core/codec/bytes.ts';
import type { Request } from '../core/codec/messages.ts';
import { asTesseraError, recoveryOf, TesseraError } from '../core/errors.ts';
import type { AnswerBy, Decision, DenyReason } from '../core/request-answer.ts';
import { sha256 } from '../protocol/hmac.ts';
import { responseSuite } from '../protocol/ocra.ts';
import { responseCode } from '../protocol/request.ts';
import type { OpenedRequest } from '../vault/request-store.ts';
import type { Vault } from '../vault/types.ts';
import type { Unlocked } from '../vault/unlocked.ts';
import { refuseUntimely } from './open-message.ts';
import type { ServiceClient } from './service-client.ts';
import { errorIn, stateIn, timeOf } from './service-response.ts';

/** A request that is open, with what the vault keeps of it: the answer signs its message. */
export interface OpenRequest {
  readonly account: IssuerAccount;
  readonly request: Request;
  readonly kept: OpenedRequest;
}

export interface AnswerContext {
  readonly vault: Pick<Vault, 'snapshot' | 'answers' | 'answerRequest' | 'dropRequest'>;
  readonly service: Pick<ServiceClient, 'call'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called where the service says that a request was approved, and not by this phone. */
  readonly cloneSuspected: (accountId: string, requestId: Uint8Array) => void;
}

export interface RequestAnswer {
  readonly by: AnswerBy;
  readonly decision: Decision;
  /** Of a denial. */
  readonly reason?: DenyReason;
  /** The digits that the page shows: an approval that is sent signs them, too. */
  readonly number?: string;
  /** A fresh authentication; to deny needs none, since it reveals nothing. */
  readonly unlocked?: Unlocked;
}

/**
 * `told`: the service has the answer. `noted`: a denial that nobody was told of. `code`: the code
 * is to be typed; `unheard`: it was sent, too, and whether it has arrived is not known.
 */
export type GivenAnswer =
  | { readonly is: 'told' | 'noted' }
  | { readonly is: 'code'; readonly code: string; readonly unheard: boolean };

/** Milliseconds in which the service must be heard, before a code is shown in its place. */
const ANSWER_TIMEOUT_MS = 5000;

/** Returns true if the service refused the answer or was not reached: it can be given again. */
export function wasNotSent(thrown: unknown): boolean {
  return recoveryOf(asTesseraError(thrown).code) === 'resend';
}

/**
 * Gives one answer. An approval is in the vault's ledger before it leaves and before its code is
 * returned, so that an end of the app at any moment leaves no doubt who has approved.
 * @throws TesseraError LOCKED, WRONG_STATE, UNKNOWN_ACCOUNT, REQUEST_EXPIRED, REQUEST_REUSED,
 * REQUEST_GONE; VAULT_CHANGED: it was approved before, or in another window; and those of
 * `wasNotSent`
 */
export async function answerRequest(
  context: AnswerContext,
  { account: { id }, request, kept }: OpenRequest,
  answer: RequestAnswer,
): Promise<GivenAnswer> {
  const { accounts } = await context.vault.snapshot();
  const account = issuerAccounts(accounts).find((each) => each.id === id);
  if (!account) throw new TesseraError('UNKNOWN_ACCOUNT');
  refuseUntimely(account, request, context.now());
  const open = { account, request, kept };
  if (answer.decision === 'denied') return deny(context, open, answer);
  return answer.by === 'service'
    ? sendApproval(context, open, answer)
    : giveCode(context, open, { ...answer, unheard: false });
}

async function sendApproval(
  context: AnswerContext,
  open: OpenRequest,
  { number, unlocked }: RequestAnswer,
): Promise<GivenAnswer> {
  const code = await sign(open, unlocked, number);
  // Sent or shown before: the request is opened again, to see its code.
  if (await record(context, open, 'leaving')) throw new TesseraError('VAULT_CHANGED');
  try {
    const body = { decision: 'approve', code, ...(number !== undefined && { number: true }) };
    await send(context, open, body);
  } catch (thrown) {
    if (mayHaveArrived(thrown)) return giveCode(context, open, { unlocked, unheard: true });
    // It can be answered again, and somebody else's approval of it is not this phone's.
    await context.vault.answers.withdraw(open.account.id, open.kept.requestId).catch(() => false);
    throw await refused(context, open, thrown);
  }
  // The service has it, even if it cannot be noted here: the next list tells it too.
  await record(context, open, 'given').catch(() => undefined);
  await context.vault.answerRequest(open.kept, 'approved').catch(() => undefined);
  return { is: 'told' };
}

/**
 * Returns true if nothing was heard, or if the service knows the call already: a browser sends one
 * again whose connection broke.
 */
function mayHaveArrived(thrown: unknown): boolean {
  const { code } = asTesseraError(thrown);
  return code === 'SERVICE_UNREACHABLE' || errorIn(thrown) === 'TOKEN_USED';
}

/** Returns a code to type: it contains no number, whatever was sent before. */
async function giveCode(
  context: AnswerContext,
  open: OpenRequest,
  { unlocked, unheard }: { readonly unlocked?: Unlocked | undefined; readonly unheard: boolean },
): Promise<GivenAnswer> {
  // Signed once more after a wait: an app that was locked in the meantime shows no code.
  const code = await sign(open, unlocked);
  await record(context, open, 'given');
  // Before the code is seen: another window may have decided otherwise, or another message may have
  // come under this id.
  const noted = await context.vault.answerRequest(open.kept, 'approved');
  if (noted.decision !== 'approved') throw new TesseraError('REQUEST_GONE');
  // Locked while it was written: the code can be seen again once the person has shown who they are.
  if (unlocked?.locked) throw new TesseraError('LOCKED');
  return { is: 'code', code, unheard };
}

async function deny(
  context: AnswerContext,
  open: OpenRequest,
  { by, reason }: RequestAnswer,
): Promise<GivenAnswer> {
  const { vault } = context;
  const { accountId, requestId } = open.kept;
  if (await vault.answers.find(accountId, requestId)) throw new TesseraError('VAULT_CHANGED');
  if (by === 'service') {
    try {
      await send(context, open, { decision: 'deny', ...(reason && { reason }) });
    } catch (thrown) {
      // The response to a first try was lost on its way back: the answer had arrived. A reason is
      // accepted afterwards too: one that is refused never arrived.
      if (reason || stateIn(thrown) !== 'DENIED') throw await refused(context, open, thrown);
    }
  }
  const noting = vault.answerRequest(open.kept, 'denied');
  if (by === 'service') await noting.catch(() => undefined);
  else if ((await noting).decision !== 'denied') throw new TesseraError('REQUEST_GONE');
  return { is: by === 'service' ? 'told' : 'noted' };
}

/** Drops a request that is no longer open. Returns what was thrown. */
async function refused(
  { vault, cloneSuspected }: AnswerContext,
  { account, kept }: OpenRequest,
  thrown: unknown,
): Promise<unknown> {
  if (asTesseraError(thrown).code !== 'REQUEST_GONE') return thrown;
  await vault.dropRequest(account.id, toHex(kept.requestId)).catch(() => undefined);
  // Another window may have approved it in this moment.
  const isOurs = await vault.answers.find(account.id, kept.requestId).catch(() => 'unknown');
  if (stateIn(thrown) === 'APPROVED' && !isOurs) cloneSuspected(account.id, kept.requestId);
  return thrown;
}

async function record(
  { vault }: AnswerContext,
  { kept, request }: OpenRequest,
  state: 'leaving' | 'given',
) {
  const { accountId, requestId, message } = kept;
  const hash = await sha256(ownBytes(message.slice()));
  return vault.answers.record({ accountId, requestId, hash, state, at: request.issuedAt });
}

/** @throws TesseraError LOCKED, WRONG_STATE */
async function sign(
  { account, request, kept }: OpenRequest,
  unlocked: Unlocked | undefined,
  number?: string,
): Promise<string> {
  if (!unlocked || unlocked.locked) throw new TesseraError('LOCKED');
  if (request.pinRequired && unlocked.by !== 'pin') throw new TesseraError('WRONG_STATE');
  const hmac = await unlocked.sign(account.id);
  return responseCode(hmac, responseSuite(account.ocraSuite), kept.message, number);
}

/** @throws TesseraError as `ServiceClient.call` */
async function send(
  { service }: AnswerContext,
  { account, request }: OpenRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = `/requests/${toBase64url(request.requestId)}/answer`;
  const timeoutMs = ANSWER_TIMEOUT_MS;
  const value = await service.call(account, { method: 'POST', path, body, timeoutMs });
  // Whatever says yes without the service's time is another page, as a network's login may be.
  if (timeOf(value) === undefined) throw new TesseraError('SERVICE_UNREACHABLE');
}
