/** Opens a channel message, for app and worker (docs/protocol.md §7). */
import type { IssuerAccount } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { ChannelPayload } from '../core/codec/channel-payloads.ts';
import type { Request } from '../core/codec/messages.ts';
import type { Message, MessageOf } from '../core/codec/parse-message.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import { paymentOf } from '../core/payment.ts';
import type { Age } from '../protocol/clock.ts';
import { isLongOver, issuerSeconds, requestAge } from '../protocol/clock.ts';
import { openChannelMessage } from '../protocol/request.ts';
import type { OpenedRequest } from '../vault/request-store.ts';

const MS_PER_SECOND = 1000;

/** What opening a message asks of the vault. */
export interface IntakeVault {
  /** @throws TesseraError UNKNOWN_ACCOUNT, ACCOUNT_REPLACED */
  readonly account: (id: string) => Promise<IssuerAccount>;
  readonly channelKey: (accountId: string) => Promise<CryptoKey>;
}

export type OpenedMessage =
  | {
      readonly kind: 'request';
      readonly account: IssuerAccount;
      readonly request: Request;
      readonly age: Age;
      /**
       * The account was waiting: a message under its key proves that the page accepted it
       * (docs/protocol.md §6). The app writes that down, the worker cannot.
       */
      readonly provesAcceptance: boolean;
    }
  | { readonly kind: 'deactivation'; readonly account: IssuerAccount };

/**
 * Opens a message with the channel key of the account that it names. What follows from the age is
 * for the caller to decide.
 * @param now this phone's clock, milliseconds since 1970
 * @throws TesseraError REQUEST_EXPECTED, UNKNOWN_ACCOUNT, ACCOUNT_REPLACED, REQUEST_UNREADABLE
 */
export async function openMessage(
  vault: IntakeVault,
  message: Message,
  now: number,
): Promise<OpenedMessage> {
  if (message.kind !== 'channel') throw new TesseraError('REQUEST_EXPECTED');
  const account = await vault.account(toHex(message.envelope.activationId));
  const payload = await openPayload(message, await vault.channelKey(account.id));
  if (payload.kind === 'deactivation') return { kind: 'deactivation', account };
  const { request } = payload;
  const age = requestAge(request, issuerSeconds(account, now));
  const provesAcceptance = account.state === 'waiting';
  return { kind: 'request', account, request, age, provesAcceptance };
}

/** A request that ended more than a day ago by the phone's clock. */
export class LateRequest extends TesseraError {
  /** The phone's time, and when the request ended by its clock: ms since 1970. */
  readonly clocks: { readonly phone: number; readonly page: number };

  constructor(seconds: number, phone: number) {
    super('REQUEST_EXPIRED');
    this.clocks = { phone, page: seconds * MS_PER_SECOND };
  }
}

/**
 * Refuses what is over beyond the doubt of a clock. The issuer alone enforces a request's times: an
 * early one and one that ended within the last day are shown, and can be answered.
 * @param now this phone's clock, milliseconds since 1970
 * @throws LateRequest REQUEST_EXPIRED
 */
export function refuseUntimely(
  account: Pick<IssuerAccount, 'clockOffset'>,
  request: Request,
  now: number,
): void {
  if (isLongOver(request, issuerSeconds(account, now)))
    throw new LateRequest(request.expiresAt - account.clockOffset, now);
}

/** What the vault keeps of a request: the whole message, since its answer signs that. */
export function requestToKeep(
  account: IssuerAccount,
  request: Request,
  { bytes }: Message,
): OpenedRequest {
  const { requestId, expiresAt, kind, title } = request;
  // A payment's title says its amount.
  const subject = { kind, ...(!paymentOf(request) && { title }) };
  return { accountId: account.id, requestId, message: bytes, expiresAt, subject };
}

async function openPayload(message: MessageOf<'channel'>, key: CryptoKey): Promise<ChannelPayload> {
  try {
    return await openChannelMessage(message, key);
  } catch (cause) {
    const { code } = asTesseraError(cause);
    const sealed = code === 'DOES_NOT_OPEN' || code === 'OUT_OF_RANGE';
    throw sealed ? new TesseraError('REQUEST_UNREADABLE', { cause }) : cause;
  }
}
