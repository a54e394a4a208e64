/**
 * What a whole run of the API leaves behind: no code, message, key, owner or name in the log, the
 * metrics or a problem.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import { phone, wrongOtp } from '../issuer/issuer-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';

let at: ServiceFixture;
/** What must not be found, by what it is. */
const secrets = new Map<string, string>();
const problems: string[] = [];
let isBroken = false;
const OWNER = 'canary-owner-4711';

/** As a word of its own: digits of a code are in many a number. */
function isIn(text: string, secret: string): boolean {
  const plain = secret.replace(/[^\w\s]/g, '\\$&');
  return new RegExp(`(?<![\\w.])${plain}(?!\\w)`).test(text);
}

async function call(method: string, path: string, body?: unknown) {
  const answer = await at.call<Record<string, string>>(method, path, body ? { body } : {});
  if (answer.status >= 400) problems.push(JSON.stringify(answer.body));
  return answer.body;
}

beforeAll(async () => {
  const main = createMemoryStore();
  const store: IssuerStore = {
    ...main,
    instance: (id) => (isBroken ? Promise.reject(new Error('canary-in-it')) : main.instance(id)),
  };
  at = await createServiceFixture({ stores: { main: store } });
  const begun = await call('POST', `/v1/owners/${OWNER}/activations`, { label: 'canary-label' });
  const holder = await phone(readText(begun['text']!));
  const id = begun['id']!;
  await call('POST', `/v1/activations/${id}/device-code`, {
    code: holder.otherDeviceCode.slice(1),
  });
  const second = await call('POST', `/v1/activations/${id}/device-code`, {
    code: holder.deviceCode,
  });
  const account = await holder.scan(readText(second['text']!));
  await call('POST', `/v1/activations/${id}/activation-code`, { code: account.activationCode });
  const wrong = await wrongOtp(account, at.clock.now);
  await call('POST', `/v1/owners/${OWNER}/verify-otp`, { code: wrong });
  const right = await account.otpAt(at.clock.now);
  await call('POST', `/v1/owners/${OWNER}/verify-otp`, { code: right });
  await call('PATCH', `/v1/devices/${id}`, { name: 'canary-name' });
  await call('PATCH', `/v1/devices/${id}`, { name: 'canary-wrong\u0000name' });
  const asked = await call('POST', `/v1/owners/${OWNER}/requests`, {
    kind: 'login',
    title: 'canary-title',
    reference: 'canary-reference',
  });
  const response = await responseTo(account, readText(asked['text']!));
  await call('POST', `/v1/requests/${asked['id']!}/response-code`, { code: response });
  await call('POST', `/v1/owners/${OWNER}/requests`, { kind: 'canary-kind', title: 5 });
  await call('GET', '/v1/devices?canary=canary-query');
  const made = await call('POST', '/v1/keys', { name: 'canary-key', scopes: ['codes'] });
  await at.call('GET', '/v1/devices', { key: 'tsk_canary00_canary-foreign-key' });
  await at.call('GET', `/v1/canary-path`);
  const ticket = await call('POST', '/v1/tickets', {
    owner: OWNER,
    may: ['otp'],
    origin: 'https://canary-origin.example',
    lifetime: 60,
  });
  await at.service.pages.request('/p/overview', {
    headers: {
      Authorization: `Bearer ${ticket['ticket']!}`,
      Origin: 'https://canary-origin.example',
    },
  });
  const named = {
    wrong,
    right,
    response,
    deviceCode: holder.deviceCode,
    activationCode: account.activationCode,
    first: begun['text']!,
    second: second['text']!,
    request: asked['text']!,
    number: `"${asked['number']!}"`,
    key: made['key']!.slice(-43),
    ticket: ticket['ticket']!,
    serial: begun['serial']!,
    device: id,
  };
  for (const [name, secret] of Object.entries(named)) secrets.set(name, secret);
});
afterAll(() => at.close());

it('is told by nothing in the log, which names each route', () => {
  const log = at.lines.join('\n');
  expect(log).toContain('POST /v1/owners/{owner}/verify-otp');
  expect(log).not.toMatch(/canary/i);
  for (const [name, secret] of secrets)
    expect({ [name]: isIn(log, secret) }).toEqual({ [name]: false });
  for (const line of at.lines) expect(Object.keys(JSON.parse(line) as object)).not.toContain('err');
});

it('is told by nothing in the metrics', async () => {
  const response = await at.service.operations.request('/metrics');
  // The bounds of a histogram's buckets are in all of them, and some have two digits, as a number.
  const text = (await response.text()).replace(/\ble="[^"]+"/g, '');
  expect(text).toContain('route="verifyOwnersOtp"');
  expect(text).not.toMatch(/canary/i);
  for (const [name, secret] of secrets)
    expect({ [name]: isIn(text, secret) }).toEqual({ [name]: false });
});

it('is told by no problem', () => {
  expect(problems.length).toBeGreaterThan(4);
  const all = problems.join('\n').replaceAll('query.canary', '');
  expect(all).not.toMatch(/canary/i);
  for (const [name, secret] of secrets)
    expect({ [name]: isIn(all, secret) }).toEqual({ [name]: false });
});

it('is told by no error that nobody foresaw', async () => {
  isBroken = true;
  const answer = await at.call('GET', '/v1/activations/0123456789abcdef');
  isBroken = false;
  expect(answer).toMatchObject({ status: 500, body: { reason: 'UNEXPECTED' } });
  expect(JSON.stringify(answer.body)).not.toContain('canary');
  const line = at.lines.find((each) => each.includes('"unexpected"'))!;
  expect(line).not.toContain('canary-in');
  expect(JSON.parse(line)).toMatchObject({ level: 'error', error: 'Error' });
});
