/** Requests that are open: shown, answered, forgotten. Their contents are never in a state. */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import type { Action } from '../core/action.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import type { Intent, RequestHandle, Route } from '../core/navigation/route-types.ts';
import type { NavigationEffect, NavigationEvent } from '../core/navigation/types.ts';
import { otherFields } from '../core/payment.ts';
import type { RequestView } from '../core/view.ts';
import type { AnswerContext } from '../requests/answer-request.ts';
import { answerRequest, wasNotSent } from '../requests/answer-request.ts';
import type { ServiceClient } from '../requests/service-client.ts';
import { pausedUntilIn, triesLeftIn } from '../requests/service-response.ts';
import type { Unlocked, Vault } from '../vault/types.ts';
import type { AcceptedMessage, AcceptedRequest } from './accept-request.ts';
import { acceptRequest } from './accept-request.ts';
import { HandleTable } from './handle-table.ts';
import { requestItem } from './request-item.ts';
import { reachOf } from './request-list.ts';
import { mayApprove } from './request-times.ts';

export interface OpenedRequestsContext {
  readonly vault: Vault;
  readonly service: ServiceClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The unlocked vault of a proof. @throws TesseraError LOCKED */
  readonly unlocked: (proof: number) => Unlocked;
  /** Whether the browser has a network at all. */
  readonly isOnline: () => boolean;
  /** See `AnswerContext`. */
  readonly cloneSuspected?: AnswerContext['cloneSuspected'];
}

export interface OpenedRequests {
  /** Returns what may be shown of the request of a route. */
  readonly see: (route: Route) => RequestView | undefined;
  /** Opens what was scanned or pasted. @throws TesseraError as `acceptRequest` */
  readonly scanned: (message: MessageOf<'channel'>) => Promise<NavigationEvent>;
  readonly perform: (
    effect: Extract<NavigationEffect, { type: 'open-request' | 'answer-request' }>,
  ) => Promise<NavigationEvent>;
  /** Returns the intent of an approval or a deactivation, if the route is about one. */
  readonly intent: (
    action: Extract<Action, { readonly type: 'approve' | 'number-typed' | 'deactivate' }>,
    route: Route,
  ) => Intent | undefined;
  /** Whether biometrics are not enough for the request of a route. */
  readonly asksForPin: (route: Route) => boolean;
  /** The route has changed: forgets requests that it does not lead back to, and shown codes. */
  readonly moved: (route: Route) => void;
}

interface Opened {
  readonly open: AcceptedRequest;
  /** The response code, while its screen is open. */
  response?: string;
}

export function createOpenedRequests(context: OpenedRequestsContext): OpenedRequests {
  const { vault, now, service, isOnline, cloneSuspected = () => undefined } = context;
  const table = new HandleTable<Opened>();

  function openedAt(route: Route): Opened | undefined {
    const handle = requestOf(route);
    return handle === undefined ? undefined : table.see(handle);
  }

  /** `fetched`: opened from a list or a notification, not from a code that was just read. */
  function openedEvent(message: AcceptedMessage, fetched: boolean): NavigationEvent {
    if (message.kind === 'deactivation') {
      const { account } = message;
      return { type: 'deactivation-opened', account: account.id, name: accountName(account) };
    }
    const { open } = message;
    const by = reachOf(open.account, service) === 'called' ? 'service' : 'code';
    const approval = open.decision ? undefined : open.answer;
    const decision = open.decision ?? (approval && 'approved');
    const { numberDigits } = open.request;
    return {
      type: 'request-opened',
      request: table.keep({ open }),
      by,
      ...(fetched && by === 'service' && numberDigits && { numberDigits }),
      ...(decision && { decision }),
      ...(approval === 'leaving' && { unheard: true }),
    };
  }

  async function openKept(account: string, request: string): Promise<NavigationEvent> {
    const kept = await vault.requests();
    const found = kept.find((each) => each.accountId === account && each.requestId === request);
    if (!found?.message)
      throw new TesseraError(found?.decision === 'approved' ? 'REQUEST_APPROVED' : 'REQUEST_GONE');
    return openedEvent(await acceptRequest({ vault, now }, parseMessage(found.message)), true);
  }

  async function answer(
    effect: Extract<NavigationEffect, { type: 'answer-request' }>,
  ): Promise<NavigationEvent> {
    const { type, request, proof, ...given } = effect;
    const opened = table.see(request);
    if (!opened) throw new TesseraError('REQUEST_GONE');
    const unlocked = proof === undefined ? undefined : context.unlocked(proof);
    const answering = { ...given, ...(unlocked && { unlocked }) };
    try {
      const outcome = await answerRequest(
        { vault, service, now, cloneSuspected },
        opened.open,
        answering,
      );
      if (outcome.is !== 'code') return { type: 'answer-given' };
      opened.response = outcome.code;
      return { type: outcome.unheard ? 'answer-unheard' : 'answer-given' };
    } catch (thrown) {
      // The person must hear that the issuer doesn't know.
      const isUntold = given.reason !== undefined && asTesseraError(thrown).code === 'REQUEST_GONE';
      if (given.by === 'service' && (isUntold || wasNotSent(thrown)))
        return refusalEvent(thrown, await currentAccount(opened.open.account));
      throw thrown;
    }
  }

  /** The response may have set the account's clock. */
  async function currentAccount(account: IssuerAccount): Promise<IssuerAccount> {
    const { accounts } = await vault.snapshot();
    return issuerAccounts(accounts).find(({ id }) => id === account.id) ?? account;
  }

  return {
    see(route) {
      const opened = openedAt(route);
      return opened && requestView(opened, isOnline());
    },
    scanned: async (message) => openedEvent(await acceptRequest({ vault, now }, message), false),
    perform: (effect) =>
      effect.type === 'open-request' ? openKept(effect.account, effect.request) : answer(effect),
    intent(action, route) {
      const opened = openedAt(route);
      if (opened && route.at === 'request' && !mayApprove(opened.open, route, now()))
        return undefined;
      if (action.type === 'number-typed' && route.at === 'number')
        return { to: 'approve', request: route.request, by: 'service', number: action.digits };
      if (action.type === 'approve' && route.at === 'request')
        return { to: 'approve', request: route.request, by: isOnline() ? action.by : 'code' };
      if (action.type === 'approve' && (route.at === 'not-accepted' || route.at === 'not-sent'))
        return { to: 'approve', request: route.request, by: 'service' };
      if (action.type === 'deactivate' && route.at === 'deactivation')
        return { to: 'deactivate', account: route.account, name: route.name };
      return undefined;
    },
    asksForPin: (route) => openedAt(route)?.open.request.pinRequired !== false,
    moved(route) {
      const opened = openedAt(route);
      if (requestOf(route) === undefined) table.clear();
      if (opened && route.at !== 'response-code' && route.at !== 'answering')
        delete opened.response;
    },
  };
}

/** Returns the request that a route is about, or that it leads back to. */
function requestOf(route: Route): RequestHandle | undefined {
  if ('request' in route) return route.request;
  if (route.at === 'authenticate' && route.then.to === 'approve') return route.then.request;
  const back = 'back' in route ? route.back : undefined;
  return typeof back === 'object' ? requestOf(back) : undefined;
}

function accountName({ ownName, label, issuerName }: IssuerAccount): string {
  return ownName || label || issuerName;
}

/** What the service refused, or was not told. */
function refusalEvent(thrown: unknown, account: IssuerAccount): NavigationEvent {
  const { code } = asTesseraError(thrown);
  if (code === 'ANSWER_WRONG') {
    const triesLeft = triesLeftIn(thrown);
    return { type: 'not-accepted', ...(triesLeft !== undefined && { triesLeft }) };
  }
  const paused = code === 'PAUSED' ? pausedUntilIn(thrown) : undefined;
  const until = paused !== undefined && { until: (paused - account.clockOffset) * 1000 };
  return { type: 'not-sent', code, ...until };
}

function requestView({ open, response }: Opened, isOnline: boolean): RequestView {
  const { account, request } = open;
  return {
    ...requestItem(account, request, toHex(open.kept.requestId)),
    fields: otherFields(request),
    pinRequired: request.pinRequired,
    activated: open.provesAcceptance,
    ...(open.alarm && { alarm: open.alarm }),
    offline: !isOnline,
    ...(response !== undefined && { response }),
  };
}
