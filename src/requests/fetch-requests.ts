/** Fetches the requests that an issuer's service lists (docs/protocol.md §8). */
import type { IssuerAccount } from '../core/account.ts';
import { parseText } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import type { OpenedRequest } from '../vault/request-store.ts';
import type { Vault } from '../vault/types.ts';
import type { IntakeVault } from './open-message.ts';
import { openMessage, requestToKeep } from './open-message.ts';
import type { ServiceClient } from './service-client.ts';

export interface FetchContext {
  readonly vault: Pick<Vault, 'snapshot' | 'channelKey' | 'listRequests' | 'acceptAccount'>;
  readonly service: Pick<ServiceClient, 'call'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Entries of a list that are read; nobody has so many things to approve at once. */
const MAX_ENTRIES = 64;

/**
 * Fetches an account's requests and keeps them. Returns how many entries were left out: beyond the
 * maximum, not this account's, unreadable, or of other contents under a known id.
 * @throws TesseraError SERVICE_NOT_ALLOWED, SERVICE_UNREACHABLE, SERVICE_REFUSED, UNKNOWN_ACCOUNT
 */
export async function fetchRequests(
  { vault, service, now }: FetchContext,
  account: IssuerAccount,
  signal?: AbortSignal,
): Promise<number> {
  const list = listedEntries(
    await service.call(account, { method: 'GET', path: '/requests' }, signal),
  );
  const intake = await intakeOf(vault, account);
  const requests: OpenedRequest[] = [];
  let leftOut = Math.max(0, list.length - MAX_ENTRIES);
  for (const entry of list.slice(0, MAX_ENTRIES)) {
    const opened = await openEntry(entry, intake, now()).catch(() => undefined);
    if (opened === undefined) leftOut += 1;
    else if (opened !== 'late') requests.push(opened);
  }
  // A message under its key proves that the page accepted the account (docs/protocol.md §6).
  if (account.state === 'waiting' && requests.length > 0) await vault.acceptAccount(account.id);
  return leftOut + (await vault.listRequests({ accountId: account.id, requests }));
}

function listedEntries(response: unknown): readonly unknown[] {
  const list = (response as { readonly requests?: unknown } | null)?.requests;
  if (!Array.isArray(list)) throw new TesseraError('SERVICE_UNREACHABLE');
  return list;
}

/** Knows one account, with the clock that the response may have set. */
async function intakeOf(
  vault: FetchContext['vault'],
  account: IssuerAccount,
): Promise<IntakeVault> {
  const { accounts } = await vault.snapshot();
  const { clockOffset } = accounts.find(({ id }) => id === account.id) ?? account;
  const key = await vault.channelKey(account.id);
  return {
    account: (id) =>
      id === account.id
        ? Promise.resolve({ ...account, clockOffset })
        : Promise.reject(new TesseraError('UNKNOWN_ACCOUNT')),
    channelKey: () => Promise.resolve(key),
  };
}

/** `late` entries ended on their way, by the time that the service has just told. */
async function openEntry(
  entry: unknown,
  intake: IntakeVault,
  now: number,
): Promise<OpenedRequest | 'late' | undefined> {
  if (typeof entry !== 'string') return undefined;
  const message = parseText(entry);
  const opened = await openMessage(intake, message, now);
  if (opened.kind !== 'request') return undefined;
  if (opened.age === 'late') return 'late';
  return requestToKeep(opened.account, opened.request, message);
}
