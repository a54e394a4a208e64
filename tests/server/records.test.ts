/** Events, endpoints, evidence, audit and an owner's data through the API. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import type { DeliveryRow } from '../../src/issuer/rows/service-rows.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import { START } from '../issuer/issuer-fixture.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from './service-fixture.ts';
import type { ActivatedDevice } from './service-phone.ts';
import { activateDevice } from './service-phone.ts';

let at: ServiceFixture;
let device: ActivatedDevice;
beforeAll(async () => {
  at = await createServiceFixture({ limiter: NO_LIMITS });
  device = await activateDevice(at, 'customer');
});
afterAll(() => at.close());

interface EventPage {
  readonly items: readonly { readonly number: number; readonly type: string }[];
  readonly next: number;
}

it('reads events in their order, and waits for the next ones', async () => {
  const first = await at.call<EventPage>('GET', '/v1/events?owner=customer');
  expect(first.body.items.map(({ type }) => type)).toEqual([
    'activation.begun',
    'code.accepted',
    'device.activated',
  ]);
  const { next } = first.body;
  expect(next).toBe(first.body.items.at(-1)!.number);
  const none = await at.call<EventPage>('GET', `/v1/events?after=${next}&types=code.refused`);
  expect(none.body).toEqual({ items: [], next });
  const waiting = at.call<EventPage>('GET', `/v1/events?after=${next}&wait=25`);
  await at.call('POST', '/v1/owners/customer/verify-otp', {
    body: { code: await device.account.otpAt(START) },
  });
  expect((await waiting).body.items).toMatchObject([{ type: 'code.accepted' }]);
});

it('tells of keys that are made and revoked', async () => {
  const { next } = (await at.call<EventPage>('GET', '/v1/events?limit=500')).body;
  const made = await at.call<{ id: string }>('POST', '/v1/keys', {
    body: { name: 'shop', scopes: ['codes'] },
  });
  await at.call('DELETE', `/v1/keys/${made.body.id}`);
  const { body } = await at.call<EventPage>('GET', `/v1/events?after=${next}`);
  expect(body.items).toMatchObject([
    { type: 'key.created', data: { key: made.body.id } },
    { type: 'key.revoked', data: { key: made.body.id } },
  ]);
});

it('keeps endpoints with their secrets, of which each is shown once', async () => {
  const url = 'https://shop.example/events';
  const made = await at.call<{ id: string; secret: string }>('POST', '/v1/endpoints', {
    body: { url, types: ['request.approved'] },
  });
  expect(made).toMatchObject({ status: 201, body: { url, types: ['request.approved'] } });
  expect(made.body.secret).toMatch(/^whsec_/);
  const { id } = made.body;
  const renewed = await at.call<{ secret: string }>('PATCH', `/v1/endpoints/${id}`, {
    body: { newSecret: true },
  });
  expect(renewed.body.secret).not.toBe(made.body.secret);
  const row = await at.stores['main']!.serviceRow('endpoints', id);
  expect(row!.secrets).toEqual([renewed.body.secret, made.body.secret]);
  const listed = await at.call<{ items: object[] }>('GET', '/v1/endpoints');
  expect(listed.body.items).toMatchObject([{ id, url }]);
  expect(JSON.stringify(listed.body)).not.toContain('whsec_');
  expect((await at.call('DELETE', `/v1/endpoints/${id}`)).status).toBe(204);
  expect((await at.call('DELETE', `/v1/endpoints/${id}`)).status).toBe(404);
});

it.each(['http://shop.example/', 'https://127.0.0.1/', 'https://localhost/'])(
  'sends no events to %s',
  async (url) => {
    const { status, body } = await at.call<ProblemBody>('POST', '/v1/endpoints', { body: { url } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ field: 'url' }]);
  },
);

it('sends an event again that an endpoint has not taken', async () => {
  const [event] = await at.stores['main']!.events({ after: 0, limit: 1 });
  const row: DeliveryRow = {
    id: '0123456789abcdef',
    version: 1,
    endpoint: 'fedcba9876543210',
    number: event!.number,
    type: event!.type,
    failures: 3,
    expiresAt: START + 86_400,
  };
  await at.stores['main']!.commit([{ table: 'deliveries', row }]);
  const listed = await at.call<{ items: object[] }>('GET', '/v1/deliveries');
  expect(listed.body.items).toMatchObject([{ id: row.id, failures: 3, number: 1 }]);
  const again = await at.call('POST', `/v1/deliveries/${row.id}/retry`, { body: {} });
  expect(again.body).toMatchObject({ id: row.id, dueAt: at.clock.now });
});

it('checks a part of the chain, and refuses one that there is not', async () => {
  const check = (query: string) =>
    at.call<ProblemBody & { checked: number; head: { number: number } }>(
      'GET',
      `/v1/audit/check?${query}`,
    );
  const { number: last } = (await check('')).body.head;
  expect((await check(`from=${last}`)).body).toMatchObject({ intact: true, checked: 1 });
  expect((await check(`from=${last + 1}`)).body).toMatchObject({ intact: true, checked: 0 });
  for (const query of [`from=${last + 2}`, 'from=100000', 'from=3&to=2']) {
    const { status, body } = await check(query);
    expect({ status, fields: body.errors?.map(({ field }) => field) }).toEqual({
      status: 422,
      fields: ['from'],
    });
  }
});

it('keeps evidence of an approval, and a chain that holds', async () => {
  const asked = await at.call<{ id: string; text: string }>(
    'POST',
    '/v1/owners/customer/requests',
    { body: { kind: 'login', title: 'Sign in', reference: 'session-1' } },
  );
  const code = await responseTo(device.account, readText(asked.body.text));
  await at.call('POST', `/v1/requests/${asked.body.id}/response-code`, { body: { code } });
  const evidence = await at.call<{ items: object[] }>('GET', '/v1/evidence?reference=session-1');
  expect(evidence.body.items).toMatchObject([
    { id: asked.body.id, device: device.id, title: 'Sign in', by: 'code' },
  ]);
  const audit = await at.call('GET', '/v1/audit/check');
  expect(audit.body).toMatchObject({ intact: true });
});

it('hands out what there is of an owner, and erases it', async () => {
  const all = await at.call<{ record: string }[]>('GET', '/v1/owners/customer');
  const records = new Set(all.body.map(({ record }) => record));
  expect(records).toEqual(new Set(['owner', 'device', 'request', 'evidence', 'event', 'end']));
  expect(all.body.at(-1)).toEqual({ record: 'end' });
  expect((await at.call('DELETE', '/v1/owners/customer?evidence=erase')).status).toBe(204);
  const left = await at.call<object[]>('GET', '/v1/owners/customer');
  expect(left.body).toEqual([{ record: 'end' }]);
  expect((await at.call('GET', '/v1/audit/check')).body).toMatchObject({ intact: true });
});

it('makes no more endpoints of a brand than may be', async () => {
  const key = await at.keyFor(['events'], { brand: 'acme' });
  const make = () =>
    at.call<ProblemBody>('POST', '/v1/endpoints', { body: { url: 'https://a.example/' }, key });
  const statuses: number[] = [];
  for (let i = 0; i < 16; i++) statuses.push((await make()).status);
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(await make()).toMatchObject({ status: 409, body: { reason: 'ENDPOINT_LIMIT' } });
});
