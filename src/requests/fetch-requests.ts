/** What an issuer's service lists: each entry opened and checked like a scanned one, none of them able to break the list (docs/protocol.md §8). */
import type { Account } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import { parseText } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import { requestAge } from '../protocol/clock.ts';
import { openChannelMessage } from '../protocol/request.ts';
import type { OpenedRequest, Vault } from '../vault/vault.ts';
import { callService, type ServiceContext } from './service-client.ts';
import { openedRequest } from './open-message.ts';

export interface FetchContext {
  readonly vault: Pick<Vault, 'snapshot' | 'channelKey' | 'listRequests' | 'acceptAccount'>;
  readonly service: ServiceContext;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Entries of a list that are looked at; nobody has so many things to approve at once. */
const MOST = 64;

/**
 * Fetches an account's requests and keeps them. Returns how many entries were left out: more than anybody could want, not
 * this account's, not to be opened, or new words under a known id.
 * @throws TesseraError SERVICE_NOT_ALLOWED, SERVICE_UNREACHABLE, SERVICE_REFUSED, UNKNOWN_ACCOUNT
 */
export async function fetchRequests(
  context: FetchContext,
  account: Account,
  signal?: AbortSignal,
): Promise<number> {
  const { vault, service } = context;
  const list = entries(
    await callService(service, account, { method: 'GET', path: '/requests' }, signal),
  );
  // The answer's time may have set its clock.
  const { accounts } = await vault.snapshot();
  const { clockOffset } = accounts.find(({ id }) => id === account.id) ?? account;
  const timed = { ...account, clockOffset };
  const key = await vault.channelKey(account.id);
  const requests: OpenedRequest[] = [];
  let leftOut = Math.max(0, list.length - MOST);
  for (const entry of list.slice(0, MOST)) {
    const opened = await openEntry(entry, timed, key, context.now()).catch(() => undefined);
    if (opened === undefined) leftOut += 1;
    else if (opened !== 'over') requests.push(opened);
  }
  // What opens under its key tells that the page has accepted the account (docs/protocol.md §6).
  if (account.state === 'waiting' && requests.length > 0) await vault.acceptAccount(account.id);
  return leftOut + (await vault.listRequests({ accountId: account.id, requests }));
}

function entries(answer: unknown): readonly unknown[] {
  const list = (answer as { readonly requests?: unknown } | null)?.requests;
  if (!Array.isArray(list)) throw new TesseraError('SERVICE_UNREACHABLE');
  return list;
}

/** `over`: its time is past, between the answer and now; early ones are shown when their time has come. */
async function openEntry(
  entry: unknown,
  account: Account,
  key: CryptoKey,
  now: number,
): Promise<OpenedRequest | 'over' | undefined> {
  if (typeof entry !== 'string') return undefined;
  const message = parseText(entry);
  if (message.kind !== 'channel') return undefined;
  if (toHex(message.envelope.activationId) !== account.id) return undefined;
  const payload = await openChannelMessage(message, key);
  if (payload.kind !== 'request') return undefined;
  const { request } = payload;
  const age = requestAge(request, Math.floor(now / 1000) + account.clockOffset);
  return age === 'late' ? 'over' : openedRequest(account.id, request, message.bytes);
}
