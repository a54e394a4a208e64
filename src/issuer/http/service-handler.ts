/**
 * The issuer's service on HTTP (docs/protocol.md §8): a handler of Fetch API requests, to be
 * mounted where the service URL leads.
 */
import { fromBase64url, toHex } from '../../core/codec/bytes.ts';
import { toQrText } from '../../core/codec/message-text.ts';
import { inCall } from '../argument-error.ts';
import {
  checkAll,
  checkFault,
  checkFunction,
  checkMethods,
  checkObject,
  checkOptional,
} from '../check.ts';
import type { Issuer } from '../issuer.ts';
import { isLanguage } from '../localized-text.ts';
import type { Outcome } from '../outcome.ts';
import type { ServiceAnswer, SignedCall } from '../service-calls.ts';
import { isUnreachable } from '../stores/store-error.ts';
import { acceptedLanguages } from './accept-language.ts';
import { checkOrigins, createCors } from './cors.ts';
import type { Handler, Report } from './json.ts';
import { bodyBytes, BodyRefused, jsonObject, jsonResponse, pathBelow } from './json.ts';
import type { NodeBody, NodeRequest, NodeResponse } from './node-http.ts';
import { serveNode } from './node-http.ts';
import type { ServiceError } from './service-problems.ts';
import { serviceProblem } from './service-problems.ts';

/** What {@link createServiceHandler} needs. */
export interface ServiceHandlerOptions {
  /** An issuer with a `serviceUrl`. */
  readonly issuer: Pick<Issuer, 'service' | 'now'>;
  /**
   * Origins at which the authenticator is hosted (`https://auth.example`): no other page may call
   * from a browser.
   */
  readonly authenticators: readonly string[];
  /** Default: `console.error`. */
  readonly report?: Report;
}

/** Serves Fetch API requests, and those of Node's http and the frameworks over it. */
export interface ServiceHandler extends Handler {
  /**
   * Serves a request of Node's `http`, of Express, or the raw one of Fastify, as
   * {@link PageHandler.node} does.
   */
  readonly node: (req: NodeRequest, res: NodeResponse, parsed?: NodeBody) => Promise<void>;
}

/** A push subscription is the longest body. */
const MAX_BODY_BYTES = 4096;

/**
 * The handler. It takes requests with the path of the service URL in front, as authenticators send
 * them (a mount that strips the path must put it back), and trusts neither host nor scheme of what
 * comes in: tokens are checked against the issuer's `serviceUrl`.
 * @throws ArgumentError for an issuer without a `serviceUrl`, or an origin that is
 * none.
 */
export function createServiceHandler(options: ServiceHandlerOptions): ServiceHandler {
  inCall('createServiceHandler', () => checkOptions(options));
  const { issuer, authenticators, report = console.error } = options;
  const { service } = issuer;
  const at = new URL(service.url!);
  const base = at.pathname.replace(/\/$/, '');
  const cors = createCors(authenticators);

  const problem = (status: number, error: ServiceError, headers = {}): Response =>
    jsonResponse(status, { error, time: issuer.now() }, headers);

  async function answer(request: Request): Promise<Response> {
    const path = pathBelow(base, request);
    const route = path === undefined ? undefined : routeOf(path);
    if (path === undefined || route === undefined) return problem(404, 'NOT_FOUND');
    if (!route.methods.includes(request.method))
      return problem(405, 'METHOD_NOT_ALLOWED', { Allow: route.methods.join(', ') });
    const body = await bodyBytes(request, MAX_BODY_BYTES);
    const language = spokenLanguage(request);
    const outcome = await performCall(service, route, request, {
      token: bearerToken(request),
      method: request.method,
      url: at.origin + base + path,
      ...(body.length > 0 && { body }),
      ...(language !== undefined && { language }),
    });
    return outcome.ok
      ? jsonResponse(200, { ...toResponseBody(outcome), time: issuer.now() })
      : serviceProblem(outcome, issuer.now());
  }

  async function handle(request: Request): Promise<Response> {
    if (request.method === 'OPTIONS')
      return cors.preflight(request) ?? problem(403, 'ORIGIN_REFUSED');
    try {
      return cors.allow(request, await answer(request));
    } catch (thrown) {
      const refused = thrown instanceof BodyRefused ? thrown : undefined;
      if (!refused) report(thrown);
      if (isUnreachable(thrown))
        return cors.allow(request, problem(503, 'BUSY', { 'Retry-After': '1' }));
      const { status, error } = refused ?? { status: 500, error: 'UNEXPECTED' as const };
      return cors.allow(request, problem(status, error));
    }
  }

  return Object.assign(handle, {
    node: (req: NodeRequest, res: NodeResponse, { body }: NodeBody = {}) =>
      serveNode(handle, { req, res, body }),
  });
}

function checkOptions(options: ServiceHandlerOptions): void {
  checkObject('options', options);
  const { issuer, authenticators, report } = options;
  checkAll(
    () => checkIssuer(issuer),
    () => checkOrigins('authenticators', authenticators),
    () => checkOptional('report', report, checkFunction),
  );
}

function checkIssuer(issuer: ServiceHandlerOptions['issuer']): void {
  checkMethods('issuer', issuer, ['now']);
  checkObject('issuer.service', issuer.service);
  const { url } = issuer.service;
  checkFault('issuer', issuer, url === undefined ? 'must have a serviceUrl' : undefined);
}

type ServicePath =
  | { readonly to: 'requests'; readonly methods: readonly string[] }
  | { readonly to: 'answer'; readonly methods: readonly string[]; readonly requestId: string }
  | { readonly to: 'push-subscription'; readonly methods: readonly string[] };

function routeOf(path: string): ServicePath | undefined {
  if (path === '/requests') return { to: 'requests', methods: ['GET'] };
  if (path === '/push-subscription') return { to: 'push-subscription', methods: ['PUT', 'DELETE'] };
  const [, id] = /^\/requests\/([\w-]{1,32})\/answer$/.exec(path) ?? [];
  return id === undefined
    ? undefined
    : { to: 'answer', methods: ['POST'], requestId: requestId(id) };
}

/** In hex, as the store knows it; what is no id is that of no request. */
function requestId(base64url: string): string {
  try {
    return toHex(fromBase64url(base64url));
  } catch {
    return '';
  }
}

/** The language that comes first, where it is one. */
function spokenLanguage(request: Request): string | undefined {
  return acceptedLanguages(request.headers.get('Accept-Language')).find(isLanguage);
}

function bearerToken(request: Request): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? '';
}

function performCall(
  service: Issuer['service'],
  route: ServicePath,
  request: Request,
  call: SignedCall,
): Promise<Outcome<{ readonly requests?: readonly Uint8Array[] }>> {
  const body = call.body ?? new Uint8Array(0);
  switch (route.to) {
    case 'requests':
      return service.pending(call);
    case 'answer':
      return service.answer(call, route.requestId, parseDecision(jsonObject(request, body)));
    case 'push-subscription':
      return request.method === 'PUT'
        ? service.subscribe(call, jsonObject(request, body))
        : service.unsubscribe(call);
  }
}

/** @throws BodyRefused BAD_REQUEST */
function parseDecision(body: Readonly<Record<string, unknown>>): ServiceAnswer {
  const { decision, code, number, reason } = body;
  if (decision === 'deny' && number === undefined) {
    if (reason === undefined) return { decision };
    if (reason === 'not-me') return { decision, reason };
  }
  if (decision === 'approve' && typeof code === 'string' && reason === undefined) {
    if (number === undefined) return { decision, code };
    if (number === true) return { decision, code, number };
  }
  throw new BodyRefused('BAD_REQUEST', 400);
}

/**
 * What an authenticator is told beside the time: its requests, where it has asked for them, and
 * nothing of the site's own.
 */
function toResponseBody({ requests }: { readonly requests?: readonly Uint8Array[] }): object {
  return requests ? { requests: requests.map(toQrText) } : {};
}
