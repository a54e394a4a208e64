/** From a channel message to what may be shown of it: opened with its account's key, of its time, and the first of its id (docs/protocol.md §7, "Errors"). */
import type { Account } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import type { ChannelPayload } from '../core/codec/channel-payloads.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import type { Request } from '../core/codec/messages.ts';
import { requestAge } from '../protocol/clock.ts';
import { openChannelMessage } from '../protocol/request.ts';
import { REPLACED } from '../vault/settings.ts';
import type { Decision, OpenedRequest, Vault } from '../vault/vault.ts';

export interface OpeningContext {
  readonly vault: Pick<Vault, 'snapshot' | 'channelKey' | 'acceptAccount' | 'keepRequest'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A request that is open, with the message that its answer signs. */
export interface OpenRequest {
  readonly account: Account;
  readonly request: Request;
  readonly opened: OpenedRequest;
  readonly decision?: Decision;
  /** Its account waited for the page: that this opened is the proof that the page accepted (docs/protocol.md §6). */
  readonly activated: boolean;
}

export type Arrived =
  | { readonly is: 'request'; readonly open: OpenRequest }
  | { readonly is: 'deactivation'; readonly account: Account };

/**
 * Opens what was scanned, pasted, pushed or kept, and keeps it until it is answered.
 * @throws TesseraError UNKNOWN_ACCOUNT, ACCOUNT_REPLACED, REQUEST_UNREADABLE, REQUEST_EXPIRED, REQUEST_EARLY, REQUEST_REUSED
 */
export async function openMessage(
  context: OpeningContext,
  message: MessageOf<'channel'>,
): Promise<Arrived> {
  const { vault } = context;
  const account = await accountOf(vault, message);
  const payload = await opened(vault, account.id, message);
  if (payload.kind === 'deactivation') return { is: 'deactivation', account };
  const activated = account.state === 'waiting';
  if (activated) await vault.acceptAccount(account.id);
  const { request } = payload;
  refuseUntimely(request, account, context.now());
  const keeping = openedRequest(account.id, request, message.bytes);
  const { decision } = await vault.keepRequest(keeping);
  return {
    is: 'request',
    open: { account, request, opened: keeping, activated, ...(decision && { decision }) },
  };
}

/** What the vault keeps of a request. */
export function openedRequest(
  accountId: string,
  { requestId, expiresAt }: Request,
  message: Uint8Array,
): OpenedRequest {
  return { accountId, requestId, message, expiresAt };
}

/** By the account's clock. @throws TesseraError REQUEST_EXPIRED, REQUEST_EARLY */
export function refuseUntimely(
  request: Request,
  { clockOffset }: Pick<Account, 'clockOffset'>,
  now: number,
): void {
  const age = requestAge(request, Math.floor(now / 1000) + clockOffset);
  if (age === 'late') throw new TesseraError('REQUEST_EXPIRED');
  if (age === 'early') throw new TesseraError('REQUEST_EARLY');
}

async function accountOf(
  vault: OpeningContext['vault'],
  { envelope }: MessageOf<'channel'>,
): Promise<Account> {
  const id = toHex(envelope.activationId);
  const { accounts, settings } = await vault.snapshot();
  const account = accounts.find((each) => each.id === id);
  if (account) return account;
  const newer = accounts.some((each) => settings[`${REPLACED}${each.id}/${id}`] === true);
  throw new TesseraError(newer ? 'ACCOUNT_REPLACED' : 'UNKNOWN_ACCOUNT');
}

async function opened(
  vault: OpeningContext['vault'],
  accountId: string,
  message: MessageOf<'channel'>,
): Promise<ChannelPayload> {
  const key = await vault.channelKey(accountId);
  return openChannelMessage(message, key).catch((cause: unknown) => {
    const { code } = asTesseraError(cause);
    const sealed = code === 'DOES_NOT_OPEN' || code === 'OUT_OF_RANGE';
    throw sealed ? new TesseraError('REQUEST_UNREADABLE', { cause }) : cause;
  });
}
