/**
 * Northwind Bank, the demonstration third party: its page, and the issuer's two handlers, as one
 * application.
 */
import { Hono } from 'hono';
import { etag } from 'hono/etag';

import { createPageHandler } from '../../issuer/http/page-handler.ts';
import { createServiceHandler } from '../../issuer/http/service-handler.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { CUSTOMER_HEADER } from '../api.ts';
import { securityHeaders } from './headers.ts';
import { requestFor } from './request-templates.ts';
import { pageFiles } from './static-files.ts';

export interface BankOptions {
  readonly issuer: Issuer;
  /** The folder of the built page. Default: the calls alone. */
  readonly page?: string;
  /**
   * The authenticator's address: for "Open in the authenticator on this device", and whose page may
   * call the service. Default: neither.
   */
  readonly authenticator?: string;
  /** Aborted when the bank closes: pages that listen are let go. */
  readonly signal?: AbortSignal;
}

/** The bank as a Hono application: `bank.fetch` serves, `bank.request()` tests. */
export function createBank({ issuer, page, authenticator, signal }: BankOptions): Hono {
  const bank = new Hono();
  const { url } = issuer.service;
  bank.use(securityHeaders);
  const calls = createPageHandler({
    issuer,
    owner: customerOf,
    account: () => ({ label: 'Current account' }),
    ask: requestFor,
    ...(url !== undefined && { secure: new URL(url).protocol === 'https:' }),
    ...(authenticator !== undefined && { authenticator }),
    ...(signal && { signal }),
  });
  bank.all('/api/*', (c) => calls(c.req.raw));
  if (url !== undefined) {
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
