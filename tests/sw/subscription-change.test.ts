/** A subscription that was exchanged: renewed with its key, and told to the issuers that use it. */
import { expect, it } from 'vitest';

import type { IssuerAccount } from '../../src/core/account.ts';
import { toBase64url, toHex, utf8 } from '../../src/core/codec/bytes.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { serviceTokenActivationId, verifyServiceToken } from '../../src/protocol/service-token.ts';
import type { BrowserSubscription, SubscriptionContext } from '../../sw/subscription-change.ts';
import { renewSubscription } from '../../sw/subscription-change.ts';
import { filled } from '../core/hand-made.ts';

const NOW = 1_790_000_000;
const [KEY, OTHER_KEY] = [filled(65, 4), filled(65, 5)];
const SERVICE = filled(32, 3);

const account = (id: number, change: Partial<IssuerAccount> = {}) =>
  ({
    id: toHex(filled(8, id)),
    serial: `NW-${id}`,
    clockOffset: 7,
    serviceUrl: 'https://bank.example/api/',
    vapidKey: toBase64url(KEY),
    ...change,
  }) as IssuerAccount;

const subscription = (endpoint: string, key = KEY): BrowserSubscription => ({
  options: { applicationServerKey: key.buffer },
  toJSON: () => ({ endpoint }),
});

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: string;
}

async function renew(
  before: BrowserSubscription | null,
  after: BrowserSubscription | null,
  accounts: readonly IssuerAccount[],
  change: Partial<SubscriptionContext> = {},
) {
  const sent: Sent[] = [];
  const subscribed: string[] = [];
  let closed = 0;
  await renewSubscription(before, after, {
    open: async () => ({
      accounts: async () => accounts,
      serviceKey: () =>
        crypto.subtle.importKey('raw', SERVICE, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
      settings: async () => ({ language: 'ja' }),
      close: () => (closed += 1),
    }),
    subscribe: async (key) => {
      subscribed.push(toBase64url(new Uint8Array(key)));
      return subscription('https://push.example/new');
    },
    fetch: async (url, init = {}) => {
      const body = new TextDecoder().decode(init.body as Uint8Array<ArrayBuffer>);
      sent.push({ url: url as string, init, body });
      return Response.json({ time: NOW + 7 });
    },
    language: (setting) => `${String(setting)}-x-chosen`,
    allowedOrigins: ['https://bank.example'],
    now: () => NOW * 1000,
    ...change,
  });
  return { sent, subscribed, closed };
}

it('subscribes again with its key, and tells with a token that the issuer accepts', async () => {
  const { sent, subscribed, closed } = await renew(subscription('https://push.example/old'), null, [
    account(1),
  ]);
  expect(subscribed).toEqual([toBase64url(KEY)]);
  expect(closed).toBe(1);
  const [{ url, init, body }] = sent as [Sent];
  expect(url).toBe('https://bank.example/api/push-subscription');
  expect(init).toMatchObject({ method: 'PUT' });
  expect(body).toBe('{"endpoint":"https://push.example/new"}');
  expect(new Headers(init.headers).get('Accept-Language')).toBe('ja-x-chosen');
  const token = new Headers(init.headers).get('Authorization')!.replace('Bearer ', '');
  expect(toHex(serviceTokenActivationId(token))).toBe(account(1).id);
  const call = { method: 'PUT', url, body: utf8(body) };
  await verifyServiceToken(token, SERVICE, { serial: 'NW-1' }, call, NOW + 7);
});

it('takes the new one where the browser made it already', async () => {
  const { sent, subscribed } = await renew(null, subscription('https://push.example/2'), [
    account(1),
  ]);
  expect(subscribed).toEqual([]);
  expect(sent[0]!.body).toContain('https://push.example/2');
});

it('tells nobody else', async () => {
  const { sent } = await renew(subscription('https://push.example/old'), null, [
    account(1),
    account(2, { vapidKey: toBase64url(OTHER_KEY) }),
    account(3, { serviceUrl: 'https://elsewhere.example' }),
    account(4, { serviceUrl: 'no address' }),
    account(5),
  ]);
  const kids = sent.map(({ init }) => {
    const header = new Headers(init.headers).get('Authorization') ?? '';
    return toHex(serviceTokenActivationId(header.replace('Bearer ', '')));
  });
  expect(kids).toEqual([account(1).id, account(5).id]);
});

it('goes on where one issuer cannot be reached', async () => {
  let calls = 0;
  await renew(subscription('https://push.example/old'), null, [account(1), account(2)], {
    fetch: async () => {
      calls += 1;
      throw new TypeError('Failed to fetch');
    },
  });
  expect(calls).toBe(2);
});

it.each([
  ['without a key', null, {}],
  ['without permission', KEY, { subscribe: () => Promise.reject(new DOMException('no')) }],
  ['without a vault', KEY, { open: () => Promise.reject(new TesseraError('VAULT_NEWER')) }],
] as const)('stays silent %s', async (_, key, change) => {
  const before = key && subscription('https://push.example/old', key);
  expect((await renew(before, null, [account(1)], change)).sent).toEqual([]);
});
