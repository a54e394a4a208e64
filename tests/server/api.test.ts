/** The API from the first image to a verified code and an approved request, and what it refuses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import { mistyped, START, wrongOtp } from '../issuer/issuer-fixture.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';
import type { ActivatedDevice } from './service-phone.ts';
import { activateDevice } from './service-phone.ts';

let at: ServiceFixture;
let device: ActivatedDevice;
beforeAll(async () => {
  at = await createServiceFixture();
  device = await activateDevice(at, 'customer 17/ä');
});
afterAll(() => at.close());

const OWNER = `/v1/owners/${encodeURIComponent('customer 17/ä')}`;

describe('a device', () => {
  it('is verified by owner, by id and by serial number, each code once', async () => {
    const code = await device.account.otpAt(START);
    const first = await at.call('POST', `${OWNER}/verify-otp`, { body: { code } });
    expect(first).toMatchObject({
      status: 200,
      body: { device: device.id, serial: device.serial, drift: 0, wrongBefore: 0 },
    });
    const again = await at.call<ProblemBody>('POST', `/v1/devices/${device.id}/verify-otp`, {
      body: { code },
    });
    expect(again).toMatchObject({ status: 422, body: { reason: 'CODE_USED' } });
    at.clock.now += 30;
    const next = await at.call('POST', `/v1/devices/serial:${device.serial}/verify-otp`, {
      body: { code: await device.account.otpAt(at.clock.now) },
    });
    expect(next.status).toBe(200);
  });

  it('counts wrong codes, and tells them with the next right one', async () => {
    at.clock.now += 30;
    const code = await wrongOtp(device.account, at.clock.now);
    const wrong = await at.call<ProblemBody>('POST', `${OWNER}/verify-otp`, { body: { code } });
    expect(wrong.headers.get('Content-Type')).toBe('application/problem+json');
    expect(wrong.body).toMatchObject({
      type: 'https://tessera.example/problems/code-wrong',
      status: 422,
      reason: 'CODE_WRONG',
      attemptsLeft: 4,
      instance: wrong.headers.get('X-Request-Id'),
    });
    const right = await device.account.otpAt(at.clock.now);
    const { body } = await at.call('POST', `${OWNER}/verify-otp`, { body: { code: right } });
    expect(body).toMatchObject({ wrongBefore: 1 });
  });

  it('is listed, named and found', async () => {
    const named = await at.call('PATCH', `/v1/devices/${device.id}`, { body: { name: 'Blue' } });
    expect(named.body).toEqual({ name: 'Blue' });
    const found = await at.call('GET', `/v1/devices/serial:${device.serial}`);
    expect(found.body).toMatchObject({ id: device.id, name: 'Blue', state: 'ACTIVE' });
    const list = await at.call<{ items: object[] }>('GET', '/v1/devices?state=ACTIVE&limit=10');
    expect(list.body.items).toMatchObject([{ id: device.id, owner: 'customer 17/ä' }]);
  });
});

describe('a request', () => {
  const payment = { amount: '129.90', currency: 'EUR', payee: 'Kato Bikes' };

  it('is asked of an owner, approved by its code, and told to who waits', async () => {
    const asked = await at.call<{ id: string; text: string; number: string }>(
      'POST',
      `${OWNER}/requests`,
      { body: { kind: 'transaction', payment, reference: 'order-981' } },
    );
    expect(asked.status).toBe(201);
    expect(asked.body.number).toMatch(/^\d\d$/);
    const { id, text } = asked.body;
    const waiting = at.call('GET', `/v1/requests/${id}?wait=25`);
    const code = await responseTo(device.account, readText(text));
    const wrong = await at.call<ProblemBody>('POST', `/v1/requests/${id}/response-code`, {
      body: { code: mistyped(code) },
    });
    expect(wrong.body.reason).toBe('CODE_WRONG');
    const right = await at.call('POST', `/v1/requests/${id}/response-code`, { body: { code } });
    expect(right.body).toEqual({
      id,
      device: device.id,
      state: 'APPROVED',
      reference: 'order-981',
      wrongBefore: 1,
    });
    expect((await waiting).body).toMatchObject({ id, state: 'APPROVED', by: 'code' });
    const list = await at.call<{ items: object[] }>('GET', `/v1/requests?device=${device.id}`);
    expect(list.body.items).toMatchObject([{ id }]);
  });

  it('is not one of too many: the answer says when to come again', async () => {
    await activateDevice(at, 'asked often');
    const ask = () =>
      at.call<ProblemBody & { until: number }>('POST', '/v1/owners/asked%20often/requests', {
        body: { kind: 'login', title: 'Sign in' },
      });
    let answer = await ask();
    while (answer.status === 201) answer = await ask();
    expect(answer).toMatchObject({ status: 429, body: { reason: 'TOO_MANY_REQUESTS' } });
    expect(answer.body.until).toBeGreaterThan(at.clock.now);
    expect(answer.headers.get('Retry-After')).toBe(String(answer.body.until - at.clock.now));
  });

  it('is taken back once', async () => {
    const { body } = await at.call<{ id: string }>('POST', `/v1/devices/${device.id}/requests`, {
      body: { kind: 'login', title: 'Sign in' },
    });
    const taken = await at.call('DELETE', `/v1/requests/${body.id}`);
    expect(taken).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    const waited = await at.call('GET', `/v1/requests/${body.id}?wait=25`);
    expect(waited.body).toMatchObject({ state: 'CANCELLED' });
  });
});

describe('a mistake', () => {
  it('is told with every other one, without values', async () => {
    const { status, body } = await at.call<ProblemBody>('POST', `${OWNER}/requests`, {
      body: { kind: 'secret-value', title: 5, nonsense: 'secret-value', fields: [['a']] },
    });
    expect(status).toBe(422);
    expect(body.errors!.map(({ field }) => field)).toEqual([
      'kind',
      'title',
      'fields.0.1',
      'nonsense',
    ]);
    expect(JSON.stringify(body)).not.toContain('secret-value');
  });

  it('of a text is told in the library’s words', async () => {
    const { status, body } = await at.call<ProblemBody>('POST', `${OWNER}/requests`, {
      body: { kind: 'login', title: 'a\u0000b' },
    });
    expect(status).toBe(422);
    expect(body.errors!.map(({ field }) => field)).toEqual(['title']);
    expect(body.errors![0]!.message).toMatch(/^must /);
  });

  it.each([
    ['GET', '/v1/nothing', undefined, 404, 'NOT_FOUND'],
    ['GET', '/v1/devices/0000000000000000', undefined, 404, 'UNKNOWN_ACTIVATION'],
    ['PUT', '/v1/devices', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/devices?limit=501', undefined, 422, 'INVALID'],
    ['GET', '/v1/devices?limit=1&limit=2', undefined, 422, 'INVALID'],
    ['POST', '/v1/owners/a/verify-otp', [1], 400, 'BAD_JSON'],
    ['POST', '/v1/owners/a/verify-otp', { code: 'a'.repeat(20_000) }, 413, 'TOO_LARGE'],
    ['POST', '/v1/owners/nobody/verify-otp', { code: '123456' }, 404, 'UNKNOWN_OWNER'],
  ])('%s %s is a problem', async (method, path, body, status, reason) => {
    const answer = await at.call<ProblemBody>(method, path, body === undefined ? {} : { body });
    expect(answer).toMatchObject({ status, body: { reason, status } });
  });

  it('of a body that isn’t JSON is told apart from one of another type', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const body = { code: '1' };
    const typed = await at.call<ProblemBody>('POST', '/v1/owners/a/verify-otp', { body, headers });
    expect(typed).toMatchObject({ status: 415, body: { reason: 'MEDIA_TYPE' } });
  });
});
