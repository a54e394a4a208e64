/** Who may call what: every route with every kind of key, and nothing of one brand for another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROUTES } from '../../src/server/routes.ts';
import type { Scope } from '../../src/server/schemas.ts';
import { SCOPES } from '../../src/server/schemas.ts';
import { START } from '../issuer/issuer-fixture.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from './service-fixture.ts';
import type { ActivatedDevice } from './service-phone.ts';
import { activateDevice } from './service-phone.ts';

let at: ServiceFixture;
let device: ActivatedDevice;
let requestId: string;
const keys = new Map<Scope, string>();
/** Of the other brand, with every scope. */
let acme: string;
beforeAll(async () => {
  at = await createServiceFixture({ limiter: NO_LIMITS });
  device = await activateDevice(at, 'customer');
  const asked = await at.call<{ id: string }>('POST', '/v1/owners/customer/requests', {
    body: { kind: 'login', title: 'Sign in' },
  });
  requestId = asked.body.id;
  for (const scope of SCOPES) keys.set(scope, await at.keyFor([scope]));
  acme = await at.keyFor(SCOPES, { brand: 'acme' });
});
afterAll(() => at.close());

/** A path with things of the main brand that are there. */
function pathOf(path: string): string {
  const id = path.startsWith('/requests') ? requestId : device.id;
  return `/v1${path.replace('{owner}', 'customer').replace('{ref}', device.id).replace('{id}', id)}`;
}

describe.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    const call = (key: string | null) =>
      at.call<ProblemBody>(route.method, pathOf(route.path), {
        key,
        // No route takes it: what is refused for its content was allowed before.
        ...(route.body && { body: { nonsense: true } }),
      });

    it('is refused without a key, with a foreign one and one that is over', async () => {
      const over = await at.keyFor(SCOPES, { expiresAt: START });
      const [id] = keys.get(route.scope)!.slice('tsk_'.length).split('_');
      const foreign = [
        null,
        'nonsense',
        `tsk_${'0'.repeat(8)}_${'A'.repeat(43)}`,
        `tsk_${id}_${'A'.repeat(43)}`,
        over,
      ];
      for (const key of foreign) {
        const { status, body, headers } = await call(key);
        expect({ status, reason: body.reason }).toEqual({ status: 401, reason: 'KEY_REFUSED' });
        expect(headers.get('WWW-Authenticate')).toBe('Bearer');
      }
    });

    it('is refused with every other scope', async () => {
      for (const scope of SCOPES.filter((each) => each !== route.scope)) {
        const { status, body } = await call(keys.get(scope)!);
        expect({ scope, status, reason: body.reason }).toEqual({
          scope,
          status: 403,
          reason: 'SCOPE',
        });
      }
    });

    it('finds nothing of this brand with another one’s key', async () => {
      const { status, body } = await call(acme);
      if (route.body) {
        // Looked up only once its content is right; see the walk below.
        expect({ status, reason: body.reason }).toEqual({ status: 422, reason: 'INVALID' });
        return;
      }
      const told = JSON.stringify(body) ?? '';
      expect(told).not.toContain(device.id);
      expect(told).not.toContain(device.serial);
      expect(told).not.toContain(requestId);
      if (status === 200 || status === 204) expect(route.path).not.toMatch(/\{(?:id|ref)\}/);
      else expect(status).toBeGreaterThanOrEqual(404);
    });
  },
);

describe('another brand', () => {
  const code = { code: '12345678' };

  it.each([
    ['POST', '/v1/activations/{device}/device-code', code],
    ['POST', '/v1/activations/{device}/activation-code', code],
    ['POST', '/v1/owners/customer/verify-otp', code],
    ['POST', '/v1/devices/{device}/verify-otp', code],
    ['POST', '/v1/devices/serial:{serial}/verify-otp', code],
    ['PATCH', '/v1/devices/{device}', { name: 'Mine' }],
    ['POST', '/v1/devices/{device}/unpause', {}],
    ['POST', '/v1/devices/{device}/replacement', { by: 'identification' }],
    ['POST', '/v1/devices/{device}/deactivation', {}],
    ['POST', '/v1/owners/customer/requests', { kind: 'login', title: 'Sign in' }],
    ['POST', '/v1/devices/{device}/requests', { kind: 'login', title: 'Sign in' }],
    ['POST', '/v1/requests/{request}/response-code', code],
  ])('knows nothing at %s %s', async (method, path, body) => {
    const named = path
      .replace('{device}', device.id)
      .replace('{serial}', device.serial)
      .replace('{request}', requestId);
    const answer = await at.call<ProblemBody>(method, named, { body, key: acme });
    expect(answer.status).toBe(404);
    expect(answer.body.reason).toMatch(/^UNKNOWN_/);
  });

  it('has owners, devices and keys of its own', async () => {
    const own = await activateDevice(at, 'customer', { key: acme });
    const list = await at.call<{ items: { id: string }[] }>('GET', '/v1/devices', { key: acme });
    expect(list.body.items.map(({ id }) => id)).toEqual([own.id]);
    const made = await at.call<{ id: string; key: string }>('POST', '/v1/keys', {
      key: acme,
      body: { name: 'another', scopes: ['codes'] },
    });
    const verified = await at.call('POST', '/v1/owners/customer/verify-otp', {
      key: made.body.key,
      body: { code: await own.account.otpAt(START) },
    });
    expect(verified.body).toMatchObject({ device: own.id });
    expect((await at.call('DELETE', `/v1/keys/${made.body.id}`)).status).toBe(404);
    const revoked = await at.call('DELETE', `/v1/keys/${made.body.id}`, { key: acme });
    expect(revoked.body).toMatchObject({ id: made.body.id, revokedAt: START });
    const after = await at.call<ProblemBody>('POST', '/v1/owners/customer/verify-otp', {
      key: made.body.key,
      body: code,
    });
    expect(after.body.reason).toBe('KEY_REFUSED');
  });
});

it('keeps of a key its hash, and the hour in which it was used last', async () => {
  const key = await at.keyFor(['devices']);
  await at.call('GET', '/v1/devices', { key });
  const id = key.slice('tsk_'.length, 'tsk_'.length + 8);
  const row = await at.stores['main']!.serviceRow('keys', id);
  expect(row).toMatchObject({ id, usedAt: START - (START % 3600) });
  expect(JSON.stringify(row)).not.toContain(key.slice(-43));
  const listed = await at.call<{ items: object[] }>('GET', '/v1/keys?limit=500');
  expect(JSON.stringify(listed.body)).not.toContain('hash');
});

describe('a ticket', () => {
  const body = (power: string) => ({
    owner: 'customer',
    may: [power],
    origin: 'https://shop.example',
    lifetime: 60,
  });

  it.each([
    ['activate', 'devices'],
    ['replace', 'devices'],
    ['manage', 'devices'],
    ['otp', 'codes'],
    ['requests', 'requests'],
  ] as const)('gives %s only from a key that has %s itself', async (power, scope) => {
    const others = SCOPES.filter((each) => each !== scope);
    const without = await at.keyFor(others);
    const refused = await at.call<ProblemBody>('POST', '/v1/tickets', {
      key: without,
      body: body(power),
    });
    expect(refused).toMatchObject({ status: 403, body: { reason: 'SCOPE' } });
    const both = await at.keyFor(['tickets', scope]);
    const made = await at.call('POST', '/v1/tickets', { key: both, body: body(power) });
    expect(made.status).toBe(201);
  });
});
