/** What the bank asks its customers, and how its page and its service hear the answer. */
import { beforeEach, describe, expect, it } from 'vitest';

import { localeTags } from '../../scripts/catalogues.mjs';
import { amountOf, unusableFields } from '../../src/bank/payment.ts';
import { createBank } from '../../src/bank/server/bank.ts';
import { requestFor } from '../../src/bank/server/request-templates.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import type {
  Asked,
  Overview,
  PageRequest,
  Problem,
  Shown,
} from '../../src/issuer/http/page-api.ts';
import type { LocalizedText } from '../../src/issuer/localized-text.ts';
import { textIn } from '../../src/issuer/localized-text.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { readChannelMessage } from '../../src/protocol/request.ts';
import {
  answerPath,
  AUTHENTICATOR,
  read,
  requestFor as signed,
  responseTo,
  SERVICE,
  tokenFor,
} from '../issuer/authenticator-fixture.ts';
import type { Bound, IssuerFixture } from '../issuer/issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  mistyped,
  setTotal,
  START,
} from '../issuer/issuer-fixture.ts';

const ADA = 'a'.repeat(32);
const BOB = 'b'.repeat(32);
const PAYMENT = {
  kind: 'payment',
  payee: ' Harbour Books ',
  iban: 'de89 3704 0044 0532 0130 00',
  amount: '48,9',
  currency: 'EUR',
  note: '',
};

let at: IssuerFixture;
let bound: Bound;
let bank: ReturnType<typeof createBank>;
/** Each customer's browser, by its cookies. */
let browsers: Map<string, string>;

beforeEach(async () => {
  at = createIssuerFixture({ serviceUrl: SERVICE });
  bound = await activate(at, granted(await at.issuer.begin({ owner: ADA })));
  bank = createBank({ issuer: at.issuer, authenticator: `${AUTHENTICATOR}/` });
  browsers = new Map();
});

async function call<T>(method: string, path: string, body?: unknown, customer = ADA) {
  const response = await bank.request(`/api${path}`, {
    method,
    headers: {
      Customer: customer,
      'Content-Type': 'application/json',
      Cookie: browsers.get(customer) ?? '',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const [cookie] = response.headers.get('Set-Cookie')?.split(';') ?? [];
  if (cookie !== undefined) browsers.set(customer, cookie);
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as T };
}

async function asked(intent: object = { kind: 'login' }): Promise<PageRequest> {
  const { status, body } = await call<PageRequest>('POST', `/devices/${bound.id}/requests`, intent);
  expect(status).toBe(200);
  return body;
}

const overview = async (): Promise<Overview> => (await call<Overview>('GET', '/overview')).body;

describe('a request', () => {
  it('is shown, found again after a reload, and answered by its code', async () => {
    const request = await asked(PAYMENT);
    expect(request).toMatchObject({
      device: bound.id,
      serial: bound.account.message.serial,
      kind: 'transaction',
      title: 'Pay EUR\u00a048.90',
      fields: [
        ['Amount', 'EUR\u00a048.90'],
        ['To', 'Harbour Books'],
        ['Account', 'DE89370400440532013000'],
      ],
      state: 'PENDING',
      notified: false,
      expiresAt: START + 300,
      time: START,
    });
    expect((await overview()).request).toEqual(request);
    const code = await responseTo(bound.account, readText(request.text));
    const path = `/requests/${request.id}/response-code`;
    expect(await call('POST', path, { code: mistyped(code) })).toEqual({
      status: 422,
      body: { error: 'CODE_WRONG', attemptsLeft: 4, totalLeft: 24 },
    });
    expect(await call('POST', path, { code })).toEqual({
      status: 200,
      body: { state: 'APPROVED', wrongSince: 1 },
    });
    expect(await call('POST', path, { code })).toEqual({
      status: 200,
      body: { state: 'APPROVED', already: true },
    });
    expect(await call('POST', path, { code: mistyped(code) })).toEqual({
      status: 409,
      body: { error: 'REQUEST_ANSWERED', attemptsLeft: 4, totalLeft: 23, state: 'APPROVED' },
    });
    expect((await overview()).request).toBeUndefined();
  });

  it('that is answered at the service is known to the page', async () => {
    const { id, text, number, ...rest } = await asked();
    const state = async (): Promise<Asked> => (await call<Asked>('GET', `/requests/${id}`)).body;
    const { images: _, svg, ...said } = rest;
    expect(number).toMatch(/^\d\d$/);
    expect(svg.qr).toContain('<svg');
    expect(await state()).toEqual({ id, ...said });
    const code = await responseTo(bound.account, readText(text));
    const answer = { method: 'POST', path: answerPath(id), body: { decision: 'approve', code } };
    const { status, headers, body } = await read(
      await bank.request(signed(answer, await tokenFor(at, bound, answer))),
    );
    expect([status, body]).toEqual([200, { time: START }]);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(AUTHENTICATOR);
    expect(await state()).toMatchObject({ state: 'APPROVED', by: 'service' });
  });

  it('can be taken back, runs out, and ends with its device', async () => {
    const one = await asked();
    for (const status of [204, 409])
      expect((await call('DELETE', `/requests/${one.id}`)).status).toBe(status);
    const two = await asked();
    const state = async (): Promise<string> =>
      (await call<Asked>('GET', `/requests/${two.id}`)).body.state;
    const code = mistyped(await responseTo(bound.account, readText(two.text)));
    await setTotal(at, bound.id, 24);
    await call('POST', `/requests/${two.id}/response-code`, { code });
    expect(await state()).toBe('BLOCKED');
    expect((await call('POST', `/devices/${bound.id}/revoke`)).status).toBe(204);
    expect(await state()).toBe('CANCELLED');
    at.clock.now += 301;
    expect(await state()).toBe('EXPIRED');
    expect(
      (await call<Problem>('POST', `/devices/${bound.id}/requests`, { kind: 'login' })).body.error,
    ).toBe('WRONG_STATE');
  });

  it('is nobody else’s', async () => {
    const { id } = await asked();
    for (const [method, path] of [
      ['GET', `/requests/${id}`],
      ['POST', `/requests/${id}/response-code`],
      ['DELETE', `/requests/${id}`],
      ['GET', '/requests/00112233445566aa'],
    ] as const)
      expect(await call(method, path, method === 'POST' ? { code: '1' } : undefined, BOB)).toEqual({
        status: 404,
        body: { error: 'UNKNOWN_REQUEST' },
      });
    for (const action of ['requests', 'revoke', 'deactivation'])
      expect(
        (await call('POST', `/devices/${bound.id}/${action}`, { kind: 'login' }, BOB)).status,
      ).toBe(404);
    expect(await overview()).toMatchObject({ request: { id }, devices: [{ state: 'ACTIVE' }] });
  });

  it('is none of a form on another site', async () => {
    for (const action of ['requests', 'revoke', 'deactivation']) {
      const response = await bank.request(`/api/devices/${bound.id}/${action}`, {
        method: 'POST',
        headers: { Customer: ADA, 'Content-Type': 'text/plain' },
        body: '{"kind":"login"}',
      });
      expect(response.status).toBe(415);
    }
    expect((await overview()).devices[0]?.state).toBe('ACTIVE');
  });

  it('is not one of too many', async () => {
    for (let i = 0; i < 3; i++) await asked();
    const { status, body } = await call<Problem>('POST', `/devices/${bound.id}/requests`, {
      kind: 'login',
    });
    expect([status, body.error]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(body.until).toBeGreaterThan(START);
  });
});

describe('a device', () => {
  it('gets an image that removes it, while it is active and afterwards', async () => {
    const made = async (): Promise<string> => {
      const { body } = await call<Shown>('POST', `/devices/${bound.id}/deactivation`);
      expect(body.svg.cryptogram).toContain('<svg');
      return (await readChannelMessage(readText(body.text), bound.account.keys.channel)).kind;
    };
    expect(await made()).toBe('deactivation');
    granted(await at.issuer.revoke(bound.id));
    expect(await made()).toBe('deactivation');
    expect((await call('POST', `/devices/${bound.id}/revoke`)).status).toBe(409);
  });
});

describe('the service', () => {
  it('answers preflights of the authenticator’s page and of no other', async () => {
    const preflight = (origin: string): Response | Promise<Response> =>
      bank.request(`${SERVICE}/requests`, {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
      });
    expect((await preflight(AUTHENTICATOR)).status).toBe(204);
    const foreign = await preflight('https://evil.example');
    expect(foreign.status).toBe(403);
    expect(foreign.headers.has('Access-Control-Allow-Origin')).toBe(false);
  });

  it('is not there where the issuer has none', async () => {
    const none = createBank({ issuer: createIssuerFixture().issuer, authenticator: AUTHENTICATOR });
    expect((await none.request('/service/requests')).status).toBe(404);
  });
});

const FROM = { browser: 'Firefox · Windows', address: '192.0.2.7' };

/** The text of several in English. */
function inEnglish({ kind, title, fields = [] }: RequestOptions) {
  const english = (text: LocalizedText | undefined) => textIn(text ?? '', ['en']);
  return {
    kind,
    title: english(title),
    fields: fields.map(([label, value]) => [english(label), value]),
  };
}

describe('an intent', () => {
  it('is put in the bank’s words', () => {
    const login = requestFor({ kind: 'login', title: 'Ha' }, ADA, FROM)!;
    expect(inEnglish(login)).toEqual({
      kind: 'login',
      title: 'Log in to Northwind Bank',
      fields: [
        ['Customer', 'AAAAAAAA'],
        ['Browser', 'Firefox · Windows'],
        ['From', '192.0.2.7'],
      ],
    });
    expect(Object.keys(login.title!).sort()).toEqual(localeTags().sort());
    expect(requestFor(PAYMENT, ADA, FROM)).toMatchObject({ pinRequired: false });
    expect(requestFor({ ...PAYMENT, amount: '1000', note: ' x ' }, ADA, FROM)).toMatchObject({
      pinRequired: true,
      payment: {
        amount: '1000.00',
        currency: 'EUR',
        payee: 'Harbour Books',
        account: 'DE89370400440532013000',
        purpose: 'x',
      },
    });
  });

  it.each([
    [{}],
    [{ kind: 'transfer' }],
    [{ ...PAYMENT, payee: ' ' }],
    [{ ...PAYMENT, payee: 'a\u202eb' }],
    [{ ...PAYMENT, payee: 'a\u200bb' }],
    [{ ...PAYMENT, payee: 'x'.repeat(71) }],
    [{ ...PAYMENT, payee: undefined }],
    [{ ...PAYMENT, iban: 'DE89370400440532013001' }],
    [{ ...PAYMENT, amount: '-1' }],
    [{ ...PAYMENT, amount: 7 }],
    [{ ...PAYMENT, currency: 'XXX' }],
    [{ ...PAYMENT, note: 'x'.repeat(101) }],
    // Each field has its length, together they have no room.
    [{ ...PAYMENT, payee: '🂡'.repeat(70), note: '🂡'.repeat(100) }],
  ])('%j is not asked', async (intent) => {
    const answer = await call<Problem>('POST', `/devices/${bound.id}/requests`, intent);
    expect(answer).toEqual({ status: 422, body: { error: 'ASK_REFUSED' } });
  });
});

describe('an amount', () => {
  it.each([
    ['48.90', '48.90'],
    ['48,9', '48.90'],
    [' 1250 ', '1250.00'],
    ['007', '7.00'],
    ['0.01', '0.01'],
    ['0', undefined],
    ['0,00', undefined],
    ['1.234,56', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('%j is %j', (typed, amount) => {
    expect(amountOf(typed)).toBe(amount);
  });
});

it.each([
  'DE89 3704 0044 0532 0130 00',
  'GB29-NWBK-6016-1331-9268-19',
  'ch9300762011623852957',
  'MT84MALT011000012345MTLCAST001S',
])('%s is an IBAN', (iban) => {
  const { kind, ...payment } = PAYMENT;
  expect(kind).toBe('payment');
  expect(unusableFields({ ...payment, iban })).toEqual([]);
  expect(
    unusableFields({
      ...payment,
      iban: iban.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    }),
  ).toEqual(['iban']);
});
