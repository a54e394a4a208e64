/**
 * Northwind Bank, the demonstration third party: its page, and the issuer's two handlers, as one
 * application.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { etag } from 'hono/etag';

import { isJson } from '../../issuer/http/json.ts';
import type { Power } from '../../issuer/http/page-api.ts';
import { createPageHandler } from '../../issuer/http/page-handler.ts';
import { isPowers } from '../../issuer/http/page-session.ts';
import { createServiceHandler } from '../../issuer/http/service-handler.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { PAGES_PATH } from '../../server/routes/tickets.ts';
import type { Service } from '../../server/service.ts';
import type { SignIn } from '../api.ts';
import { CUSTOMER_HEADER } from '../api.ts';
import { browserIn, isLoopback, plainAddress } from './asked-from.ts';
import { customerLanguage } from './customer-language.ts';
import { securityHeaders } from './headers.ts';
import { requestFor } from './request-templates.ts';
import { createSessions } from './sessions.ts';
import { pageFiles } from './static-files.ts';
import { wordsOf } from './words.ts';

export interface BankOptions {
  readonly issuer: Issuer;
  /** The folder of the built page. Default: the calls alone. */
  readonly page?: string;
  /**
   * The authenticator's address: for "Open in the authenticator on this device", and whose page may
   * call the service. Default: neither.
   */
  readonly authenticator?: string;
  /** What phones, tickets' pages and the API call. Default: phones alone, by the issuer's own. */
  readonly service?: Pick<Service, 'pages' | 'api'>;
  /** Aborted when the bank closes: pages that listen are let go. */
  readonly signal?: AbortSignal;
  /**
   * Seconds without activity after which a customer is signed out. Default: nobody has to sign in.
   */
  readonly sessionSeconds?: number;
}

/** The bank as a Hono application: `bank.fetch` serves, `bank.request()` tests. */
export function createBank(options: BankOptions): Hono {
  const { issuer, page, authenticator, signal, sessionSeconds = Infinity } = options;
  const bank = new Hono();
  const { url } = issuer.service;
  const sessions = createSessions(sessionSeconds);
  const addresses = new WeakMap<Request, string>();
  bank.use(securityHeaders);
  const calls = createPageHandler({
    issuer,
    owner(request) {
      const customer = customerOf(request);
      const isSignedIn = customer && sessions.isSignedIn(customer, request.method !== 'GET');
      if (!isSignedIn) return undefined;
      const may = sessions.powersOf(customer);
      return may ? { owner: customer, may } : customer;
    },
    accepted: ({ owner }) => sessions.raise(owner),
    account: (_, request) => ({ label: wordsOf(customerLanguage(request)).currentAccount }),
    ask: (intent, customer, request) =>
      requestFor(intent, customer, {
        browser: browserIn(request.headers.get('User-Agent') ?? ''),
        address: addresses.get(request),
      }),
    ...(url !== undefined && { secure: new URL(url).protocol === 'https:' }),
    ...(authenticator !== undefined && { authenticator }),
    ...(signal && { signal }),
  });
  bank.post('/api/sign-in', async (c) => {
    const customer = customerOf(c.req.raw);
    const may = isJson(c.req.raw) ? powersIn(await c.req.text()) : 'none';
    if (customer === undefined || may === 'none') return c.json({ error: 'BAD_REQUEST' }, 400);
    sessions.signIn(customer, may);
    return c.body(null, 204);
  });
  bank.post('/api/activity', (c) => {
    const customer = customerOf(c.req.raw);
    const isSignedIn = customer !== undefined && sessions.isSignedIn(customer, true);
    return isSignedIn ? c.body(null, 204) : c.json({ error: 'SIGNED_OUT' }, 401);
  });
  bank.all('/api/*', (c) => {
    const address = remoteAddress(c.env);
    if (address !== undefined && !isLoopback(address))
      addresses.set(c.req.raw, plainAddress(address));
    return calls(c.req.raw);
  });
  if (options.service) {
    const { pages, api } = options.service;
    for (const path of ['/service/*', `${PAGES_PATH}/*`])
      bank.all(path, (c) => pages.fetch(c.req.raw, toEnvironment(c.env)));
    bank.all('/v1/*', (c) => api.fetch(c.req.raw, toEnvironment(c.env)));
  } else if (url !== undefined) {
    const authenticators = authenticator === undefined ? [] : [new URL(authenticator).origin];
    const service = createServiceHandler({ issuer, authenticators });
    bank.all(`${new URL(url).pathname}/*`, (c) => service(c.req.raw));
  }
  if (page !== undefined) bank.get('*', etag(), pageFiles(page));
  bank.notFound((c) => c.text('Not found', 404));
  return bank;
}

/**
 * Stands in for a session. That other sites can't send this header without being asked also keeps
 * them out.
 */
function customerOf(request: Request): string | undefined {
  const named = request.headers.get(CUSTOMER_HEADER) ?? '';
  return /^[0-9a-f]{32}$/.test(named) ? named : undefined;
}

/**
 * What the session may do that the page asks for, as one that has shown a password alone; 'none'
 * for a body that says no such thing. A code of a device raises it.
 */
function powersIn(body: string): readonly Power[] | undefined | 'none' {
  try {
    const { may } = (body === '' ? {} : JSON.parse(body)) as SignIn;
    return may === undefined || isPowers(may) ? may : 'none';
  } catch {
    return 'none';
  }
}

/** The caller's address, where Node's http serves the bank (@hono/node-server's bindings). */
function remoteAddress(bindings: unknown): string | undefined {
  const { incoming } = (bindings ?? {}) as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress;
}

/** What the server tells of a call beside it; nothing where there is no server. */
function toEnvironment(bindings: unknown): object {
  return bindings ?? {};
}
