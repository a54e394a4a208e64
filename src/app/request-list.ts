/** The list of requests that wait: read from the vault, fetched from every issuer's service. */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { Request } from '../core/codec/messages.ts';
import { asTesseraError } from '../core/errors.ts';
import type { RequestItem, RequestsView, ServiceView } from '../core/view.ts';
import { issuerSeconds, requestAge } from '../protocol/clock.ts';
import { readRequest } from '../protocol/request.ts';
import { fetchRequests } from '../requests/fetch-requests.ts';
import type { ServiceClient } from '../requests/service-client.ts';
import type { Settings } from '../vault/settings.ts';
import { FETCHED_SETTING, SIGNED_IN_SETTING } from '../vault/settings.ts';
import type { KeptRequest, Vault } from '../vault/types.ts';
import { alarmIn } from './clone-alarm.ts';
import { createLookPace } from './look-pace.ts';
import { requestItem } from './request-item.ts';

export interface RequestListContext {
  readonly vault: Vault;
  readonly service: ServiceClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the browser has a network at all. */
  readonly isOnline: () => boolean;
  /** Called when the view has changed. */
  readonly changed: () => void;
}

export interface RequestList {
  readonly view: RequestsView;
  /** Reads the kept requests again. Never rejects. */
  readonly look: () => Promise<void>;
  /**
   * Fetches from every service if the person asked, otherwise from those that are due
   * (`look-pace.ts`), at the earliest `pauseMs` after the last time; one check at a time. Never
   * rejects.
   */
  readonly check: (asked: boolean, pauseMs?: number) => Promise<void>;
  /** Fetches from services that were not fetched from for so long, unsaid. Never rejects. */
  readonly lookByItself: (pauseMs: number) => Promise<void>;
  /** The browser has a network again: what could not be fetched is due. */
  readonly connected: () => void;
}

/** Milliseconds after a request's end until the list is read again. */
const EXPIRY_MARGIN_MS = 1000;
/** Milliseconds; a timer with a longer delay fires at once (HTML, timer initialisation steps). */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createRequestList(context: RequestListContext): RequestList {
  const { vault, now, service } = context;
  const readKept = createKeptReader(vault, now);
  const problems = new Map<string, Pick<ServiceView, 'problem' | 'offline'>>();
  const leftOut = new Map<string, number>();
  let view: RequestsView = { is: 'unknown', items: [], services: {} };
  let checking: Promise<void> | undefined;
  let reconnected = false;
  const pace = createLookPace(now);
  let latest = 0;
  let expiryTimer: ReturnType<typeof setTimeout> | undefined;

  function tell(change: Partial<RequestsView>): void {
    view = { ...view, ...change };
    context.changed();
  }

  function serviceOf(account: IssuerAccount, settings: Settings): ServiceView {
    return {
      reach: reachOf(account, service),
      ...fetchedAt(settings, account.id, pace.succeededAt(account.id)),
      ...problems.get(account.id),
      ...lastAccepted(settings, account.id),
      leftOut: leftOut.get(account.id) ?? 0,
    };
  }

  async function readList(): Promise<void> {
    const version = ++latest;
    const [{ accounts: all, settings }, kept] = await Promise.all([
      vault.snapshot(),
      vault.requests(),
    ]);
    const accounts = issuerAccounts(all);
    const items = await readKept(kept, accounts);
    if (version !== latest) return; // superseded
    clearTimeout(expiryTimer);
    const soonest = Math.min(...items.map(({ expiresAt }) => expiresAt));
    const delay = Math.min(soonest - now() + EXPIRY_MARGIN_MS, MAX_TIMER_MS);
    if (items.length > 0) expiryTimer = setTimeout(() => void look(), delay);
    tell({
      is: view.is === 'checking' && checking ? 'checking' : 'resting',
      items,
      services: Object.fromEntries(accounts.map((each) => [each.id, serviceOf(each, settings)])),
    });
  }

  async function look(): Promise<void> {
    await readList().catch(() => undefined);
  }

  async function fetchFrom(account: IssuerAccount): Promise<void> {
    pace.began(account.id);
    try {
      leftOut.set(account.id, await fetchRequests({ vault, service, now }, account));
      problems.delete(account.id);
      pace.ended(account.id, true);
    } catch (thrown) {
      const problem = asTesseraError(thrown).code;
      const offline = problem === 'SERVICE_UNREACHABLE' && !context.isOnline();
      problems.set(account.id, { problem, ...(offline && { offline }) });
      pace.ended(account.id, false);
    }
  }

  /** A look by itself is not told: it would be read out again and again. */
  async function fetchDue(isDue: (id: string) => boolean, told: 'told' | 'untold'): Promise<void> {
    const { accounts } = await vault.snapshot();
    const due = issuerAccounts(accounts).filter(
      (each) => reachOf(each, service) === 'called' && isDue(each.id),
    );
    if (due.length === 0) return;
    if (told === 'told') tell({ is: 'checking' });
    await Promise.all(due.map(fetchFrom));
  }

  function check(asked: boolean, pauseMs?: number): Promise<void> {
    return fetchOnce(() => fetchDue((id) => asked || pace.isDue(id, pauseMs), 'told'));
  }

  async function fetchOnce(fetching: () => Promise<void>): Promise<void> {
    if (checking) return checking;
    checking = fetching().catch(() => undefined);
    await checking;
    checking = undefined;
    await look();
    if (!reconnected) return;
    reconnected = false;
    pace.connected();
    await check(false);
  }

  /** A check that began without the connection is done again once it has ended. */
  function connected(): void {
    reconnected = checking !== undefined;
    pace.connected();
  }

  return {
    get view() {
      return view;
    },
    look,
    check,
    lookByItself: (pauseMs) => fetchOnce(() => fetchDue((id) => pace.isDue(id, pauseMs), 'untold')),
    connected,
  };
}

/** Returns whether the account's service can be called. */
export function reachOf(account: IssuerAccount, service: ServiceClient): ServiceView['reach'] {
  if (account.serviceUrl === undefined) return 'none';
  return service.canCall(account) ? 'called' : 'not-allowed';
}

/** @param here when this window fetched, milliseconds since 1970: the setting is less exact */
function fetchedAt(settings: Settings, id: string, here = 0): { readonly fetchedAt?: number } {
  const seconds = settings[FETCHED_SETTING + id];
  const at = Math.max(here, typeof seconds === 'number' ? seconds * 1000 : 0);
  return at > 0 ? { fetchedAt: at } : {};
}

/** What is kept of what the account's issuer accepted last. */
function lastAccepted(settings: Settings, id: string): Pick<ServiceView, 'alarm' | 'signedInAt'> {
  const [alarm, seconds] = [alarmIn(settings, id), settings[SIGNED_IN_SETTING + id]];
  return {
    ...(alarm.length > 0 && { alarm }),
    ...(typeof seconds === 'number' && { signedInAt: seconds * 1000 }),
  };
}

/** Returns a reader of kept requests that opens each message once. */
function createKeptReader(vault: Pick<Vault, 'channelKey'>, now: () => number) {
  let known = new Map<string, Request>();
  return async (
    kept: readonly KeptRequest[],
    accounts: readonly IssuerAccount[],
  ): Promise<readonly RequestItem[]> => {
    const opened = new Map<string, Request>();
    const keys = new Map<string, Promise<CryptoKey>>();
    const items: RequestItem[] = [];
    for (const { accountId, requestId, hash, message, decision } of kept) {
      const account = accounts.find(({ id }) => id === accountId);
      if (!account || !message || decision) continue;
      const name = `${accountId}/${requestId}/${toHex(hash)}`;
      const key = keys.get(accountId) ?? vault.channelKey(accountId);
      keys.set(accountId, key);
      const opening = async () => known.get(name) ?? readRequest(message, await key);
      const request = await opening().catch(() => undefined);
      if (!request) continue;
      opened.set(name, request);
      if (requestAge(request, issuerSeconds(account, now())) === 'late') continue;
      items.push(requestItem(account, request, requestId));
    }
    known = opened;
    return items.sort((a, b) => a.expiresAt - b.expiresAt);
  };
}
