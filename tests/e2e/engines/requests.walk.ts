/** Requests: answered by a code without any network, and by the issuer's service over HTTP. */
import { beforeAll, expect, test } from 'vitest';

import type { RequestOptions } from '../../../src/issuer/request-options.ts';
import type { Account } from './journeys.ts';
import { activateFirst, give, goHome, PIN } from './journeys.ts';
import { setStage } from './stage.ts';

const PAYMENT = {
  kind: 'transaction',
  notAPayment: true,
  title: 'Transfer to Contoso Energy',
  fields: [
    ['Amount', '1,249.50 EUR'],
    ['Account', 'DE89370400440532013000'],
  ],
} as const satisfies RequestOptions;

const stage = setStage({ service: true });
let account: Account;

beforeAll(async () => {
  account = await activateFirst(stage.phone, stage.issuer);
});

async function ask(title: string) {
  const asked = await stage.issuer.createRequest(account.id, { ...PAYMENT, title });
  if (!asked.ok) throw new Error(`The issuer could not ask: ${asked.reason}`);
  return asked;
}

async function openFetched(title: string): Promise<void> {
  const { phone } = stage;
  await goHome(phone);
  await phone.tap('pending-requests');
  await phone.step('requests');
  await phone.tap('check-requests');
  await phone.tap('open-request', title);
  await phone.step('request');
}

test('a request is approved by its response code, which the issuer accepts', async () => {
  const { phone, issuer } = stage;
  const asked = await ask(PAYMENT.title);
  await goHome(phone);
  await give(phone, asked.message);
  await phone.until('the amount', ({ words }) => words.includes('1,249.50 EUR'));
  // The service takes a scanned one by itself: the person types its code instead.
  await phone.tap('code-instead');
  await phone.step('authenticate');
  await phone.pin(PIN);
  await phone.step('response-code');
  expect(await issuer.verifyResponse(asked.id, await phone.code('response'))).toMatchObject({
    ok: true,
  });
  await phone.tap('done');
  await phone.step('home');
});

test('a request is fetched from the service, and approved there', async () => {
  const { phone, issuer } = stage;
  const { id, number = '' } = await ask('Another transfer');
  await openFetched('Another transfer');
  await phone.tap('approve');
  await phone.step('number');
  await phone.pin(number);
  await phone.step('authenticate');
  await phone.pin(PIN);
  await phone.step('answered');
  expect(await issuer.inspectRequest(id)).toMatchObject({ state: 'APPROVED', by: 'service' });
  await phone.tap('done');
});

test('a request is fetched from the service, and denied there', async () => {
  const { phone, issuer } = stage;
  const { id } = await ask('A third transfer');
  await openFetched('A third transfer');
  await phone.tap('deny');
  await phone.tap('not-me');
  await phone.step('answered');
  expect(await issuer.inspectRequest(id)).toMatchObject({ state: 'DENIED', by: 'service' });
  await phone.tap('done');
});
