/** A request answered, by a code that the person types or by the issuer's service; nothing is remembered that was not given (docs/protocol.md §7, §8). */
import type { Account } from '../core/account.ts';
import { toBase64url, toHex } from '../core/codec/bytes.ts';
import { asTesseraError, recoveryOf, TesseraError } from '../core/errors.ts';
import type { AnswerBy, Decision } from '../core/navigation/types.ts';
import { responseSuite } from '../protocol/ocra.ts';
import { responseCode } from '../protocol/request.ts';
import type { Unlocked } from '../vault/unlocked.ts';
import type { Vault } from '../vault/vault.ts';
import { callService, type ServiceContext } from './service-client.ts';
import { type OpenRequest, refuseUntimely } from './open-message.ts';

export interface AnswerContext {
  readonly vault: Pick<Vault, 'snapshot' | 'answerRequest' | 'dropRequest'>;
  readonly service: ServiceContext;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface RequestAnswer {
  readonly by: AnswerBy;
  readonly decision: Decision;
  /** A fresh authentication; to deny needs none, since it gives nothing away. */
  readonly unlocked?: Unlocked;
}

/** Returns true if the service rejected the answer, so that the person can decide again. */
export function wasNotSent(thrown: unknown): boolean {
  return recoveryOf(asTesseraError(thrown).code) === 'resend';
}

/**
 * Gives one answer. Resolves to the response code where the person has to type it.
 * @throws TesseraError LOCKED, UNKNOWN_ACCOUNT, REQUEST_EXPIRED, REQUEST_EARLY, REQUEST_REUSED, REQUEST_GONE, and those of `wasNotSent`
 */
export async function answerRequest(
  context: AnswerContext,
  open: OpenRequest,
  { by, decision, unlocked }: RequestAnswer,
): Promise<string | undefined> {
  const { vault, now } = context;
  const { request, opened } = open;
  const account = (await vault.snapshot()).accounts.find(({ id }) => id === open.account.id);
  if (!account) throw new TesseraError('UNKNOWN_ACCOUNT');
  refuseUntimely(request, account, now());
  const code = decision === 'approved' ? await approval(account, open, unlocked) : undefined;
  if (by === 'service') {
    await send(context, account, open, decision, code);
    // The page has it, whatever becomes of this note: the next list tells it too.
    await vault.answerRequest(opened, decision).catch(() => undefined);
    return undefined;
  }
  // Before the code is seen: another window may have decided otherwise, or other words came under this id.
  const kept = await vault.answerRequest(opened, decision);
  if (kept.decision !== decision) throw new TesseraError('REQUEST_GONE');
  return code;
}

async function approval(
  account: Account,
  { request, opened }: OpenRequest,
  unlocked: Unlocked | undefined,
): Promise<string> {
  if (!unlocked || unlocked.locked) throw new TesseraError('LOCKED');
  if (request.pinRequired && unlocked.by !== 'pin') throw new TesseraError('WRONG_STATE');
  const hmac = await unlocked.sign(account.id);
  return responseCode(hmac, responseSuite(account.ocraSuite), opened.message);
}

async function send(
  { vault, service }: AnswerContext,
  account: Account,
  { request, opened }: OpenRequest,
  decision: Decision,
  code: string | undefined,
): Promise<void> {
  const path = `/requests/${toBase64url(request.requestId)}/answer`;
  const body = decision === 'approved' ? { decision: 'approve', code } : { decision: 'deny' };
  try {
    await callService(service, account, { method: 'POST', path, body });
  } catch (thrown) {
    if (asTesseraError(thrown).code !== 'REQUEST_GONE') throw thrown;
    // The answer to a first try got lost on its way back: it had arrived.
    if (stateTold(thrown) === decision.toUpperCase()) return;
    await vault.dropRequest(opened.accountId, toHex(request.requestId)).catch(() => undefined);
    throw thrown;
  }
}

function stateTold(thrown: unknown): unknown {
  const cause = (thrown as { readonly cause?: unknown }).cause;
  return (cause as { readonly state?: unknown } | null)?.state;
}
