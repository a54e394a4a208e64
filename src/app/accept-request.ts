/** From a scanned or kept channel message to an answerable request (docs/protocol.md §7). */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import type { Message } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import type { ForeignApproval } from '../core/navigation/route-types.ts';
import type { Decision } from '../core/request-answer.ts';
import { issuerSeconds } from '../protocol/clock.ts';
import type { OpenRequest } from '../requests/answer-request.ts';
import type { IntakeVault } from '../requests/open-message.ts';
import { openMessage, refuseUntimely, requestToKeep } from '../requests/open-message.ts';
import type { AnswerState } from '../vault/answer-rows.ts';
import { REPLACED_SETTING } from '../vault/settings.ts';
import type { Vault } from '../vault/types.ts';
import { noteLastAccepted } from './clone-alarm.ts';

export interface AcceptRequestContext {
  readonly vault: Pick<
    Vault,
    'snapshot' | 'channelKey' | 'acceptAccount' | 'keepRequest' | 'answers' | 'setSetting'
  >;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AcceptedRequest extends OpenRequest {
  /** The answer that was given to it before. */
  readonly decision?: Decision;
  /** What the ledger says of it. */
  readonly answer?: AnswerState;
  /** Approvals with its account's keys that this phone did not give. */
  readonly alarm?: readonly ForeignApproval[];
  /** Its account was waiting, and is active because this opened (docs/protocol.md §6). */
  readonly provesAcceptance: boolean;
}

export type AcceptedMessage =
  | { readonly kind: 'request'; readonly open: AcceptedRequest }
  | { readonly kind: 'deactivation'; readonly account: IssuerAccount };

/**
 * Opens a message and keeps its request until it is answered.
 * @throws TesseraError REQUEST_EXPECTED, UNKNOWN_ACCOUNT, ACCOUNT_REPLACED, REQUEST_UNREADABLE,
 * REQUEST_EXPIRED, REQUEST_REUSED
 */
export async function acceptRequest(
  { vault, now }: AcceptRequestContext,
  message: Message,
): Promise<AcceptedMessage> {
  const opened = await openMessage(intakeOf(vault), message, now());
  if (opened.kind === 'deactivation') return opened;
  const { account, request, provesAcceptance } = opened;
  if (provesAcceptance) await vault.acceptAccount(account.id);
  refuseUntimely(account, request, now());
  const kept = requestToKeep(account, request, message);
  const { decision, answer } = await vault.keepRequest(kept);
  const openedAt = opened.age === 'late' ? undefined : issuerSeconds(account, now());
  const alarm = await noteLastAccepted(vault, account, { ...request, openedAt });
  const before = { ...(decision && { decision }), ...(answer && { answer }) };
  const seen = { ...before, ...(alarm.length > 0 && { alarm }) };
  return { kind: 'request', open: { account, request, kept, provesAcceptance, ...seen } };
}

function intakeOf(vault: AcceptRequestContext['vault']): IntakeVault {
  return {
    async account(id) {
      const { accounts: all, settings } = await vault.snapshot();
      const accounts = issuerAccounts(all);
      const account = accounts.find((each) => each.id === id);
      if (account) return account;
      const isReplaced = accounts.some(
        (each) => settings[`${REPLACED_SETTING}${each.id}/${id}`] === true,
      );
      throw new TesseraError(isReplaced ? 'ACCOUNT_REPLACED' : 'UNKNOWN_ACCOUNT');
    },
    channelKey: vault.channelKey,
  };
}
