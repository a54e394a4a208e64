/** The issuer's service in the bank's process: phones, API and tickets' pages over its accounts. */
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { openBank } from '../../src/bank/server/open.ts';
import { openService } from '../../src/bank/server/service.ts';
import { openStorage } from '../../src/bank/server/storage.ts';
import type { Overview, PageActivation } from '../../src/issuer/http/page-api.ts';
import { brandOf } from '../../src/server/brands.ts';
import { MAIN_BRAND } from '../../src/server/configuration.ts';
import { newKey } from '../../src/server/keys.ts';
import { SCOPES } from '../../src/server/schemas.ts';
import type { Service } from '../../src/server/service.ts';

const ADA = 'a'.repeat(32);
const ORIGIN = 'http://localhost:4174';
const AUTHENTICATOR = 'http://localhost:4173/';

let service: Service;
let bank: ReturnType<typeof createBank>;
let key: string;

beforeEach(async () => {
  const storage = await openStorage({ BANK_STORE: 'memory' }, '');
  service = await openService(storage, {
    name: 'Northwind Bank',
    origin: ORIGIN,
    authenticator: AUTHENTICATOR,
    limits: {},
    push: undefined,
  });
  bank = createBank({ issuer: brandOf(service.services, MAIN_BRAND).issuer, service });
  const made = newKey({ name: 'test', scopes: SCOPES }, service.services.now());
  await storage.store.commit([{ table: 'keys', row: made.row }]);
  ({ key } = made);
});
afterEach(() => service.close());

async function call<T>(
  name: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<{ status: number; headers: Headers; body: T }> {
  const [method = '', path = ''] = name.split(' ');
  const response = await bank.request(ORIGIN + path, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const said = (text === '' ? undefined : JSON.parse(text)) as T;
  return { status: response.status, headers: response.headers, body: said };
}

it('has the accounts of the bank’s page, for whoever has a key', async () => {
  const begun = await call<PageActivation>('POST /api/activations', { Customer: ADA }, {});
  expect(begun.status).toBe(200);
  const devices = `GET /v1/devices?owner=${ADA}`;
  expect((await call(devices, {})).status).toBe(401);
  const listed = await call(devices, { Authorization: `Bearer ${key}` });
  expect(listed).toMatchObject({ status: 200, body: { items: [{ serial: begun.body.serial }] } });
});

it('gives a page of another origin what its ticket may do', async () => {
  const origin = 'https://shop.example';
  const made = await call<{ ticket: string; base: string }>(
    'POST /v1/tickets',
    { Authorization: `Bearer ${key}` },
    { owner: ADA, may: ['otp'], origin, lifetime: 60 },
  );
  expect(made).toMatchObject({ status: 201, body: { base: `${ORIGIN}/p` } });
  const ticket = { Authorization: `Bearer ${made.body.ticket}`, Origin: origin };
  const overview = await call<Overview>('GET /p/overview', ticket);
  expect(overview).toMatchObject({ status: 200, body: { devices: [] } });
  expect(overview.headers.get('Access-Control-Allow-Origin')).toBe(origin);
  expect((await call('GET /p/overview', {})).status).toBe(401);
});

it('answers the authenticator’s page alone', async () => {
  const token = { Authorization: 'Bearer x' };
  const own = await call('GET /service/requests', { ...token, Origin: 'http://localhost:4173' });
  expect(own).toMatchObject({ status: 401, body: { error: 'TOKEN_REFUSED' } });
  expect(own.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:4173');
  const other = await call('GET /service/requests', { ...token, Origin: 'https://evil.example' });
  expect(other.headers.has('Access-Control-Allow-Origin')).toBe(false);
});

it('ends with the bank, which is silent', async () => {
  const places = { origin: ORIGIN, folder: '' };
  const opened = await openBank({ BANK_STORE: 'memory', BANK_PAUSES: '7' }, places);
  const asked = new Request(`${ORIGIN}/service/requests`, {
    headers: { Authorization: 'Bearer x' },
  });
  expect((await opened.fetch(asked)).status).toBe(401);
  await opened.close();
});
