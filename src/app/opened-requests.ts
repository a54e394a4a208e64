/** Requests that are open: shown, answered, forgotten. Their contents are never in a state. */
import type { Account } from '../core/account.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import type {
  Intent,
  NavigationEffect,
  NavigationEvent,
  RequestHandle,
  Route,
} from '../core/navigation/types.ts';
import { otherFields } from '../core/payment.ts';
import type { AnswerBy } from '../core/request-answer.ts';
import type { Action, RequestView } from '../core/view.ts';
import { answerRequest, wasNotSent } from '../requests/answer-request.ts';
import type { ServiceClient } from '../requests/service-client.ts';
import type { Unlocked, Vault } from '../vault/types.ts';
import type { AcceptedMessage, AcceptedRequest } from './accept-request.ts';
import { acceptRequest } from './accept-request.ts';
import { HandleTable } from './handle-table.ts';
import { requestItem } from './request-item.ts';
import { reachOf } from './request-list.ts';

export interface OpenedRequestsContext {
  readonly vault: Vault;
  readonly service: ServiceClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The unlocked vault of a proof. @throws TesseraError LOCKED */
  readonly unlocked: (proof: number) => Unlocked;
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
    action: Extract<Action, { readonly type: 'approve' | 'deactivate' }>,
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
  const { vault, now, service } = context;
  const table = new HandleTable<Opened>();

  function openedAt(route: Route): Opened | undefined {
    const handle = requestOf(route);
    return handle === undefined ? undefined : table.see(handle);
  }

  function openedEvent(message: AcceptedMessage, by: AnswerBy): NavigationEvent {
    if (message.kind === 'deactivation') {
      const { account } = message;
      return { type: 'deactivation-opened', account: account.id, name: accountName(account) };
    }
    const { open } = message;
    const request = table.keep({ open });
    const { decision } = open;
    return { type: 'request-opened', request, by, ...(decision && { decision }) };
  }

  async function openKept(account: string, request: string): Promise<NavigationEvent> {
    const kept = await vault.requests();
    const found = kept.find((each) => each.accountId === account && each.requestId === request);
    if (!found?.message) throw new TesseraError('REQUEST_GONE');
    const message = await acceptRequest({ vault, now }, parseMessage(found.message));
    const { account: owner } = message.kind === 'request' ? message.open : message;
    return openedEvent(message, reachOf(owner, service) === 'called' ? 'service' : 'code');
  }

  async function answer(
    effect: Extract<NavigationEffect, { type: 'answer-request' }>,
  ): Promise<NavigationEvent> {
    const { request, by, decision, proof } = effect;
    const opened = table.see(request);
    if (!opened) throw new TesseraError('REQUEST_GONE');
    const unlocked = proof === undefined ? undefined : context.unlocked(proof);
    const answering = { by, decision, ...(unlocked && { unlocked }) };
    try {
      const response = await answerRequest({ vault, service, now }, opened.open, answering);
      if (response !== undefined) opened.response = response;
      return { type: 'answer-given' };
    } catch (thrown) {
      if (by === 'service' && wasNotSent(thrown))
        return { type: 'not-sent', code: asTesseraError(thrown).code };
      throw thrown;
    }
  }

  return {
    see(route) {
      const opened = openedAt(route);
      return opened && requestView(opened);
    },
    scanned: async (message) => openedEvent(await acceptRequest({ vault, now }, message), 'code'),
    perform: (effect) =>
      effect.type === 'open-request' ? openKept(effect.account, effect.request) : answer(effect),
    intent(action, route) {
      if (action.type === 'approve' && (route.at === 'request' || route.at === 'not-sent'))
        return { to: 'approve', request: route.request, by: action.by };
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

function accountName({ ownName, label, issuerName }: Account): string {
  return ownName || label || issuerName;
}

function requestView({ open, response }: Opened): RequestView {
  const { account, request } = open;
  return {
    ...requestItem(account, request, toHex(open.kept.requestId)),
    fields: otherFields(request),
    pinRequired: request.pinRequired,
    activated: open.provesAcceptance,
    ...(response !== undefined && { response }),
  };
}
