/** A customer of the bank with an active device, made by the calls of the bank's page. */
import { randomBytes } from 'node:crypto';

import type { Page } from '@playwright/test';

import { readText } from '../../../src/core/codec/message-text.ts';
import type { PageActivation } from '../../../src/issuer/http/page-api.ts';
import type { Account } from '../../issuer/issuer-fixture.ts';
import { phone } from '../../issuer/issuer-fixture.ts';

interface BankCustomer {
  readonly account: Account;
  /** Makes a call of the page's and resolves to its answer, a refusal too. */
  call<T>(path: string, content?: object): Promise<T>;
}

const CUSTOMER_BYTES = 16;

/** Opens the page of a new customer, whose device an authenticator of the test's has. */
export async function openWithDevice(page: Page, bank: string): Promise<BankCustomer> {
  const name = randomBytes(CUSTOMER_BYTES).toString('hex');
  async function call<T>(path: string, content: object = {}): Promise<T> {
    const headers = { Customer: name, 'Content-Type': 'application/json' };
    const body = JSON.stringify(content);
    const answer = await fetch(`${bank}/api/${path}`, { method: 'POST', headers, body });
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  await call('sign-in');
  const account = await activate(call);
  await page.addInitScript((customer) => localStorage.setItem('customer', customer), name);
  await page.goto(bank);
  await page.locator('.devices [data-state="ACTIVE"]').waitFor();
  return { account, call };
}

async function activate(call: BankCustomer['call']): Promise<Account> {
  const begun = await call<PageActivation>('activations');
  const holder = await phone(readText(begun.text));
  const path = `activations/${begun.id}`;
  const bound = await call<PageActivation>(`${path}/device-code`, { code: holder.deviceCode });
  const account = await holder.scan(readText(bound.text));
  await call(`${path}/activation-code`, { code: account.activationCode });
  return account;
}
