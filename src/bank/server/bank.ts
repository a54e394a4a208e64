/** Northwind Bank, the demonstration third party: its page and its API as one application. */
import { Hono } from 'hono';
import type { Issuer } from '../../issuer/issuer.ts';
import { createCalls } from './calls.ts';
import { securityHeaders } from './headers.ts';
import { pageFiles } from './page-files.ts';
import { unforeseen } from './problems.ts';

export interface BankOptions {
  readonly issuer: Issuer;
  /** The folder of the built page. Default: the API alone. */
  readonly page?: string;
  /** The authenticator's address, for "Open in the authenticator on this device". Default: no such link. */
  readonly authenticator?: string;
}

/** The bank as a Hono application: `bank.fetch` serves, `bank.request()` tests. */
export function createBank({ issuer, page, authenticator }: BankOptions): Hono {
  const bank = new Hono();
  bank.use(securityHeaders);
  bank.route('/api', createCalls(issuer, authenticator));
  if (page !== undefined) bank.get('*', pageFiles(page));
  bank.notFound((c) => c.text('Not found', 404));
  bank.onError(unforeseen);
  return bank;
}
