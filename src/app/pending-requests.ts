/** Requests: those that wait, in a list that is kept and fetched, and the one that is open; what they say lies here and never in a state. */
import type { Account } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { TesseraError, asTesseraError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Request } from '../core/codec/messages.ts';
import type {
  Intent,
  Route,
  RequestHandle,
  NavigationEffect,
  NavigationEvent,
} from '../core/navigation/types.ts';
import type { Action, RequestItem, RequestsView, RequestView, ServiceView } from '../core/view.ts';
import { issuerSeconds, requestAge } from '../protocol/clock.ts';
import { readRequest } from '../protocol/request.ts';
import { FETCHED } from '../vault/settings.ts';
import type { Settings } from '../vault/settings.ts';
import type { KeptRequest, Unlocked, Vault } from '../vault/vault.ts';
import { answerRequest, wasNotSent } from '../requests/answer-request.ts';
import { HandleTable } from './handle-table.ts';
import { fetchRequests } from '../requests/fetch-requests.ts';
import type { ServiceClient } from '../requests/service-client.ts';
import { acceptRequest } from './accept-request.ts';
import type { AcceptedMessage, AcceptedRequest } from './accept-request.ts';

export interface RequestsContext {
  readonly vault: Vault;
  readonly service: ServiceClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The unlocked vault of a proof. @throws TesseraError LOCKED */
  readonly unlocked: (proof: number) => Unlocked;
  readonly changed: () => void;
}

export interface Requests {
  readonly view: RequestsView;
  /** What may be shown of the request of a place. */
  see(route: Route): RequestView | undefined;
  /** Opens what was scanned or pasted. @throws TesseraError as `acceptRequest` */
  scanned(message: MessageOf<'channel'>): Promise<NavigationEvent>;
  perform(
    effect: Extract<NavigationEffect, { type: 'open-request' | 'answer-request' }>,
  ): Promise<NavigationEvent>;
  /** What an answer, or a deactivation, is authenticated for; none where no screen is about it. */
  intent(
    action: Extract<Action, { readonly type: 'approve' | 'deactivate' }>,
    route: Route,
  ): Intent | undefined;
  /** Whether biometrics are not enough for the request of a place. */
  asksForPin(route: Route): boolean;
  /** The place has changed: what none refers to is forgotten, and a code goes with its screen. */
  moved(route: Route): void;
  /** Reads again what is kept. Never rejects. */
  look(): Promise<void>;
  /** Fetches from every service; not again within moments, unless the person asks. Never rejects. */
  check(asked: boolean): Promise<void>;
}

interface Opened {
  readonly open: AcceptedRequest;
  response?: string;
}

/** Milliseconds between two checks that nobody asked for. */
const PAUSE = 15_000;
/** The longest that a timer can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

export function createRequests(context: RequestsContext): Requests {
  const { vault, now, service, changed } = context;
  const desk = new HandleTable<Opened>();
  const seen = createRequestReader(vault, now);
  const problems = new Map<string, ErrorCode>();
  const leftOut = new Map<string, number>();
  let view: RequestsView = { is: 'unknown', items: [], services: {} };
  let checking: Promise<void> | undefined;
  let checked = -Infinity;
  let looks = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (next: Partial<RequestsView>): void => {
    view = { ...view, ...next };
    changed();
  };

  async function read(): Promise<void> {
    const mine = ++looks;
    const [{ accounts, settings }, kept] = await Promise.all([vault.snapshot(), vault.requests()]);
    const items = await seen(kept, accounts);
    if (mine !== looks) return;
    const serviceOf = (account: Account): ServiceView => ({
      reach: reachOf(account, service),
      ...fetchedAt(settings, account.id),
      ...(problems.has(account.id) && { problem: problems.get(account.id)! }),
      leftOut: leftOut.get(account.id) ?? 0,
    });
    clearTimeout(timer);
    const soonest = Math.min(...items.map(({ expiresAt }) => expiresAt));
    if (Number.isFinite(soonest))
      timer = setTimeout(() => void look(), Math.min(soonest - now() + 1000, LONGEST_TIMER));
    tell({
      is: checking ? 'checking' : 'resting',
      items,
      services: Object.fromEntries(accounts.map((each) => [each.id, serviceOf(each)])),
    });
  }
  const look = (): Promise<void> => read().catch(() => undefined);

  async function fetchAll(): Promise<void> {
    const { accounts } = await vault.snapshot();
    const called = accounts.filter((each) => reachOf(each, service) === 'called');
    await Promise.all(
      called.map(async (account) => {
        try {
          leftOut.set(account.id, await fetchRequests({ vault, service, now }, account));
          problems.delete(account.id);
        } catch (thrown) {
          problems.set(account.id, asTesseraError(thrown).code);
        }
      }),
    );
  }

  async function check(asked: boolean): Promise<void> {
    if (checking) return checking;
    if (!asked && now() - checked < PAUSE) return;
    checked = now();
    checking = fetchAll().catch(() => undefined);
    tell({ is: 'checking' });
    await checking;
    checking = undefined;
    await look();
  }

  const opened = (arrived: AcceptedMessage, by: 'code' | 'service'): NavigationEvent => {
    const { account } = arrived.kind === 'request' ? arrived.open : arrived;
    if (arrived.kind === 'deactivation')
      return { type: 'deactivation-opened', account: account.id, name: accountName(account) };
    const { open } = arrived;
    const request = desk.keep({ open });
    const { decision } = open;
    return { type: 'request-opened', request, by, ...(decision && { decision }) };
  };

  async function openKept(account: string, request: string): Promise<NavigationEvent> {
    const kept = await vault.requests();
    const found = kept.find((each) => each.accountId === account && each.requestId === request);
    if (!found?.message) throw new TesseraError('REQUEST_GONE');
    const arrived = await acceptRequest({ vault, now }, parseMessage(found.message));
    const { account: owner } = arrived.kind === 'request' ? arrived.open : arrived;
    return opened(arrived, reachOf(owner, service) === 'called' ? 'service' : 'code');
  }

  async function answer(
    effect: Extract<NavigationEffect, { type: 'answer-request' }>,
  ): Promise<NavigationEvent> {
    const { request, by, decision, proof } = effect;
    const on = desk.see(request);
    if (!on) throw new TesseraError('REQUEST_GONE');
    const unlocked = proof === undefined ? undefined : context.unlocked(proof);
    const answering = { by, decision, ...(unlocked && { unlocked }) };
    try {
      const response = await answerRequest({ vault, service, now }, on.open, answering);
      if (response !== undefined) on.response = response;
      return { type: 'answer-given' };
    } catch (thrown) {
      if (by === 'service' && wasNotSent(thrown))
        return { type: 'not-sent', code: asTesseraError(thrown).code };
      throw thrown;
    }
  }

  return {
    get view() {
      return view;
    },
    see(route) {
      const handle = requestOf(route);
      const on = handle === undefined ? undefined : desk.see(handle);
      return on && shown(on);
    },
    scanned: async (message) => opened(await acceptRequest({ vault, now }, message), 'code'),
    perform: (effect) =>
      effect.type === 'open-request' ? openKept(effect.account, effect.request) : answer(effect),
    intent(action, route) {
      if (action.type === 'approve' && (route.at === 'request' || route.at === 'not-sent'))
        return { to: 'approve', request: route.request, by: action.by };
      if (action.type === 'deactivate' && route.at === 'deactivation')
        return { to: 'deactivate', account: route.account, name: route.name };
      return undefined;
    },
    asksForPin(route) {
      const handle = requestOf(route);
      const on = handle === undefined ? undefined : desk.see(handle);
      return on?.open.request.pinRequired !== false;
    },
    moved(route) {
      const handle = requestOf(route);
      const on = handle === undefined ? undefined : desk.see(handle);
      if (handle === undefined) desk.clear();
      if (on && route.at !== 'response-code' && route.at !== 'answering') delete on.response;
    },
    look,
    check,
  };
}

/** The request that a place is about, also where the person is on a way that leads back to it. */
function requestOf(route: Route): RequestHandle | undefined {
  if ('request' in route) return route.request;
  if (route.at === 'authenticate' && route.then.to === 'approve') return route.then.request;
  const back = 'back' in route ? route.back : undefined;
  return typeof back === 'object' ? requestOf(back) : undefined;
}

function reachOf(account: Account, service: ServiceClient): ServiceView['reach'] {
  if (account.serviceUrl === undefined) return 'none';
  return service.canCall(account) ? 'called' : 'not-allowed';
}

function fetchedAt(settings: Settings, id: string): { readonly fetchedAt?: number } {
  const seconds = settings[FETCHED + id];
  return typeof seconds === 'number' ? { fetchedAt: seconds * 1000 } : {};
}

function accountName({ ownName, label, issuerName }: Account): string {
  return ownName || label || issuerName;
}

function shown({ open, response }: Opened): RequestView {
  const { account, request } = open;
  return {
    ...itemOf(account, request, open.kept.requestId),
    fields: request.fields,
    pinRequired: request.pinRequired,
    activated: open.provesAcceptance,
    ...(response !== undefined && { response }),
  };
}

function itemOf(account: Account, request: Request, requestId: Uint8Array | string): RequestItem {
  const phone = (time: number): number => (time - account.clockOffset) * 1000;
  return {
    account: account.id,
    request: typeof requestId === 'string' ? requestId : toHex(requestId),
    kind: request.kind,
    title: request.title,
    issuedAt: phone(request.issuedAt),
    expiresAt: phone(request.expiresAt),
  };
}

/** Opens what is kept, each message once. */
function createRequestReader(vault: Pick<Vault, 'channelKey'>, clock: () => number) {
  let known = new Map<string, Request>();
  return async (
    kept: readonly KeptRequest[],
    accounts: readonly Account[],
  ): Promise<readonly RequestItem[]> => {
    const now = new Map<string, Request>();
    const keys = new Map<string, Promise<CryptoKey>>();
    const items: RequestItem[] = [];
    for (const { accountId, requestId, hash, message, decision } of kept) {
      const account = accounts.find(({ id }) => id === accountId);
      if (!account || !message || decision) continue;
      const name = `${accountId}/${requestId}/${toHex(hash)}`;
      if (!keys.has(accountId)) keys.set(accountId, vault.channelKey(accountId));
      const opening = async () =>
        known.get(name) ?? readRequest(message, await keys.get(accountId)!);
      const request = await opening().catch(() => undefined);
      if (!request) continue;
      now.set(name, request);
      // Its time has not come: opened, it would only be refused.
      if (requestAge(request, issuerSeconds(account, clock())) === 'early') continue;
      items.push(itemOf(account, request, requestId));
    }
    known = now;
    return items.sort((a, b) => a.expiresAt - b.expiresAt);
  };
}
