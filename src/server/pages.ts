/**
 * What phones and pages call, as a Hono application: the service of docs/protocol.md §8 of each
 * brand, and the page handler for whoever has a ticket.
 */
import type { Context } from 'hono';
import { Hono } from 'hono';

import { fromBase64url } from '../core/codec/bytes.ts';
import type { Handler } from '../issuer/http/json.ts';
import { jsonResponse } from '../issuer/http/json.ts';
import type { Power } from '../issuer/http/page-api.ts';
import { createPageHandler } from '../issuer/http/page-handler.ts';
import { createServiceHandler } from '../issuer/http/service-handler.ts';
import { isUnreachable } from '../issuer/stores/store-error.ts';
import type { CallerOf } from './addresses.ts';
import type { Services } from './brands.ts';
import { callerOfContext } from './caller-of-context.ts';
import { MAIN_BRAND } from './configuration.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Limiter, Rate } from './rates.ts';
import { ACCOUNT_RATE, ADDRESS_RATE, TICKET_RATE } from './rates.ts';
import { newRequestId, REQUEST_ID_HEADER } from './request-id.ts';
import { PAGES_PATH } from './routes/tickets.ts';
import type { Ticket } from './tickets.ts';
import { readTicket } from './tickets.ts';

export interface PagesOptions {
  readonly services: Services;
  /** Origins of the authenticators. */
  readonly authenticators: readonly string[];
  readonly limiter: Limiter;
  readonly callerOf: CallerOf;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Aborted when the service ends. */
  readonly signal: AbortSignal;
}

const SERVICE_PATH = '/service';
/** Seconds for which a browser need not ask again. */
const PREFLIGHT_KEPT = '7200';

/** Where a brand's authenticators call. */
export function servicePath(brand: string): string {
  return brand === MAIN_BRAND ? SERVICE_PATH : `/${brand}${SERVICE_PATH}`;
}

export function createPages(options: PagesOptions): Hono {
  const { services, authenticators, limiter, callerOf, log, metrics } = options;
  const pages = new Hono();
  const report = (thrown: unknown): void => log.thrown(thrown);

  function isTooMuch(rate: Rate, key: string): boolean {
    return !limiter.take(rate, key).isAllowed;
  }

  /** Answers, logs and counts; too many calls of one address are not answered otherwise. */
  const logged =
    (route: string, answer: (request: Request) => Promise<Response>) =>
    async (c: Context): Promise<Response> => {
      const started = performance.now();
      const caller = callerOfContext(callerOf, c);
      const response = isTooMuch(ADDRESS_RATE, caller)
        ? busy(c.req.raw)
        : await answer(c.req.raw).catch((thrown: unknown) => {
            report(thrown);
            return isUnreachable(thrown) ? busy(c.req.raw) : failed(c.req.raw);
          });
      const request = newRequestId();
      const headers = new Headers(response.headers);
      headers.set(REQUEST_ID_HEADER, request);
      const ms = Math.round(performance.now() - started);
      const { status } = response;
      metrics.answered('public', route, status, ms);
      log.answered({ request, listener: 'public', route, status, ms });
      return new Response(response.body, { status, headers });
    };

  for (const { brand, issuer } of services.brands.values()) {
    const service = createServiceHandler({ issuer, authenticators, report });
    const answer: Handler = (request) => {
      const account = accountIn(request);
      if (account !== undefined && isTooMuch(ACCOUNT_RATE, `${brand}/${account}`))
        return Promise.resolve(busy(request));
      return service(request);
    };
    pages.all(`${servicePath(brand)}/*`, logged(`${servicePath(brand)}/*`, answer));
  }
  const answerTicket = createTicketPages(options, report);
  pages.all(`${PAGES_PATH}/*`, logged(`${PAGES_PATH}/*`, answerTicket));
  pages.onError((thrown, c) => {
    report(thrown);
    return failed(c.req.raw);
  });
  pages.notFound(logged('none', () => Promise.resolve(jsonResponse(404, { error: 'NOT_FOUND' }))));
  return pages;
}

/** The pages of all brands, each for its tickets. */
function createTicketPages(
  { services, limiter, signal }: PagesOptions,
  report: (thrown: unknown) => void,
): Handler {
  const tickets = new WeakMap<Request, Ticket>();
  const askers = new WeakMap<Request, string>();
  const handlers = new Map<string, Handler>();
  for (const { brand, issuer } of services.brands.values()) {
    const handler = createPageHandler({
      issuer,
      base: PAGES_PATH,
      report,
      signal,
      async owner(request) {
        // Asked again, by a stream of events, a ticket may be over.
        const ticket = tickets.get(request) ?? (await ticketIn(services, request));
        tickets.delete(request);
        return ticket && { owner: ticket.row.owner, may: ticket.row.may as readonly Power[] };
      },
      asker: (request) => askers.get(request) ?? '',
      ...(services.authenticator !== undefined && { authenticator: services.authenticator }),
    });
    handlers.set(brand, handler);
  }

  return async (request) => {
    const origin = request.headers.get('Origin');
    if (request.method === 'OPTIONS') return preflight(origin);
    const ticket = await ticketIn(services, request);
    const signedOut = jsonResponse(401, { error: 'SIGNED_OUT' });
    // A page has to read that its ticket has ended: it fetches another one then.
    if (ticket === undefined) return origin === null ? signedOut : allow(signedOut, origin);
    // A browser says where a page is from; a ticket in other hands than the page's has no use.
    if (ticket.row.origin !== origin) return signedOut;
    if (!limiter.take(TICKET_RATE, ticket.row.id).isAllowed) return busy(request);
    tickets.set(request, ticket);
    askers.set(request, ticket.row.id);
    return allow(await handlers.get(ticket.brand)!(request), origin);
  };
}

function ticketIn(services: Services, request: Request): Promise<Ticket | undefined> {
  return readTicket(services, request.headers.get('Authorization'));
}

/** Whose ticket it will be is not known yet: what a page may read, the answer itself says. */
function preflight(origin: string | null): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...(origin !== null && { 'Access-Control-Allow-Origin': origin }),
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type',
      'Access-Control-Max-Age': PREFLIGHT_KEPT,
      'Cache-Control': 'no-store',
      Vary: 'Origin',
    },
  });
}

function allow(response: Response, origin: string): Response {
  response.headers.append('Vary', 'Origin');
  response.headers.set('Access-Control-Allow-Origin', origin);
  // No cookie is needed: the ticket names the browser session.
  response.headers.delete('Set-Cookie');
  return response;
}

function busy(request: Request): Response {
  return readable(jsonResponse(503, { error: 'BUSY' }, { 'Retry-After': '1' }), request);
}

function failed(request: Request): Response {
  return readable(jsonResponse(500, { error: 'UNEXPECTED' }), request);
}

/** Lets a page of any origin read an answer that holds nothing of anybody. */
function readable(response: Response, request: Request): Response {
  const origin = request.headers.get('Origin');
  return origin === null ? response : allow(response, origin);
}

/** The account that a token names, right or not: calls are counted by it, and nothing more. */
function accountIn(request: Request): string | undefined {
  const [, head = ''] =
    /^Bearer +([\w-]+)\./i.exec(request.headers.get('Authorization') ?? '') ?? [];
  try {
    const { kid } = JSON.parse(new TextDecoder().decode(fromBase64url(head))) as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
