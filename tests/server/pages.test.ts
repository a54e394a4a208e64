/** Tickets and phones at the public listener: who may call, from where, for whom, and how often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import { createLog } from '../../src/server/log.ts';
import { ADDRESS_RATE, createLimiter, TICKET_RATE } from '../../src/server/rates.ts';
import { START } from '../issuer/issuer-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';
import { AUTHENTICATOR, createServiceFixture } from './service-fixture.ts';
import type { ActivatedDevice } from './service-phone.ts';
import { activateDevice } from './service-phone.ts';

const SHOP = 'https://shop.example';

let at: ServiceFixture;
let device: ActivatedDevice;
beforeAll(async () => {
  // Nothing flows into the buckets.
  at = await createServiceFixture({ limiter: createLimiter(() => 0) });
  device = await activateDevice(at, 'customer');
});
afterAll(() => at.close());

interface Made {
  readonly id: string;
  readonly ticket: string;
  readonly base: string;
}

async function ticketFor(
  may: readonly string[],
  { owner = 'customer', lifetime = 60 }: { owner?: string; lifetime?: number } = {},
): Promise<Made> {
  const body = { owner, may, origin: SHOP, lifetime };
  const made = await at.call<Made>('POST', '/v1/tickets', { body });
  expect(made.status).toBe(201);
  return made.body;
}

function page(
  { ticket }: Pick<Made, 'ticket'>,
  path: string,
  { method = 'GET', origin = SHOP, body }: { method?: string; origin?: string; body?: object } = {},
) {
  return at.service.pages.request(`/p/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${ticket}`,
      Origin: origin,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

describe('a ticket', () => {
  it('lets its owner’s page call from its origin', async () => {
    const made = await ticketFor(['otp']);
    expect(made.base).toBe('https://issuer.example/p');
    const response = await page(made, 'overview');
    expect(response.status).toBe(200);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect(response.headers.get('Set-Cookie')).toBeNull();
    expect(await response.json()).toMatchObject({ devices: [{ id: device.id }] });
    const verified = await page(made, `devices/${device.id}/one-time-password`, {
      method: 'POST',
      body: { code: await device.account.otpAt(START) },
    });
    expect(verified.status).toBe(200);
  });

  it('is of use from no other origin, and after its time', async () => {
    const made = await ticketFor(['otp']);
    const foreign = await page(made, 'overview', { origin: 'https://evil.example' });
    expect(foreign.status).toBe(401);
    expect(foreign.headers.get('Access-Control-Allow-Origin')).toBeNull();
    at.clock.now += 60;
    const late = await page(made, 'overview');
    expect(late.status).toBe(401);
    // The page reads it, and fetches another ticket.
    expect(late.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    at.clock.now -= 60;
  });

  it('ends at once where the site says so', async () => {
    const made = await ticketFor(['otp']);
    expect((await at.call('DELETE', `/v1/tickets/${made.id}`)).status).toBe(204);
    expect((await page(made, 'overview')).status).toBe(401);
    expect((await at.call('DELETE', `/v1/tickets/${made.id}`)).status).toBe(404);
  });

  it.each([
    ['activate', 'POST', 'activations', {}],
    ['manage', 'PATCH', 'devices/{id}', { name: 'Mine' }],
    ['manage', 'POST', 'devices/{id}/deactivation', {}],
    ['replace', 'POST', 'devices/{id}/replacement', { oneTimePassword: '123456' }],
    ['otp', 'POST', 'devices/{id}/one-time-password', { code: '123456' }],
  ])('without %s does not %s %s', async (power, method, path, body) => {
    const others = ['activate', 'otp', 'requests', 'replace', 'manage'].filter(
      (each) => each !== power,
    );
    const made = await ticketFor(others);
    const response = await page(made, path.replace('{id}', device.id), { method, body });
    expect(response.status).toBe(403);
  });

  it('knows nothing of another owner', async () => {
    const made = await ticketFor(['otp', 'manage'], { owner: 'somebody' });
    const overview = (await (await page(made, 'overview')).json()) as { devices: object[] };
    expect(overview.devices).toEqual([]);
    const renamed = await page(made, `devices/${device.id}`, {
      method: 'PATCH',
      body: { name: 'Mine' },
    });
    expect(renamed.status).toBe(404);
  });

  it('shows a request with its number to the session that the site names by it', async () => {
    const made = await ticketFor(['requests']);
    const asked = await at.call<{ number: string }>('POST', '/v1/owners/customer/requests', {
      body: { kind: 'login', title: 'Sign in', asker: made.id },
    });
    const overview = await (await page(made, 'overview')).json();
    expect(overview).toMatchObject({ request: { number: asked.body.number } });
    const other = await ticketFor(['requests']);
    const elsewhere = (await (await page(other, 'overview')).json()) as object;
    expect(elsewhere).not.toHaveProperty('request');
  });

  it('is limited', async () => {
    const made = await ticketFor(['otp']);
    const statuses = new Set<number>();
    for (let i = 0; i < TICKET_RATE.burst; i++) statuses.add((await page(made, 'overview')).status);
    expect(statuses).toEqual(new Set([200]));
    const last = await page(made, 'overview');
    expect(last.status).toBe(503);
    expect(last.headers.get('Retry-After')).toBe('1');
  });
});

describe('a phone', () => {
  const ask = (headers: Readonly<Record<string, string>>, address = '192.0.2.1') =>
    at.service.pages.fetch(
      new Request('http://localhost/service/requests', {
        headers: { Origin: AUTHENTICATOR, Authorization: 'Bearer nonsense', ...headers },
      }),
      { incoming: { socket: { remoteAddress: address } } },
    );

  it('is answered by the service of its brand', async () => {
    const response = await ask({});
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: 'TOKEN_REFUSED' });
    const acme = await at.service.pages.request('/acme/service/requests');
    expect(acme.status).toBe(401);
    expect((await at.service.pages.request('/other/service/requests')).status).toBe(404);
  });

  it('is limited by its address, and no other is', async () => {
    for (let i = 0; i < ADDRESS_RATE.burst; i++) await ask({}, '192.0.2.2');
    expect((await ask({}, '192.0.2.2')).status).toBe(503);
    expect((await ask({}, '192.0.2.3')).status).toBe(401);
  });
});

describe('without the database', () => {
  const WHY = '192.0.2.7:5432 does not answer';
  const away = new StoreError('STORE_UNREACHABLE', WHY);
  const broken = new Error(WHY);

  it.each([
    ['away', away, 503, { error: 'BUSY' }],
    ['broken', broken, 500, { error: 'UNEXPECTED' }],
  ])('tells a page so, %s, counts it and says nothing of it', async (_, thrown, status, body) => {
    const spoken: unknown[] = [];
    const { error } = console;
    console.error = (...all: unknown[]) => void spoken.push(...all);
    const store = { ...createMemoryStore(), serviceRow: () => Promise.reject(thrown) };
    const cut = await createServiceFixture({ stores: { main: store } });
    try {
      const headers = { Origin: SHOP, Authorization: `Bearer tst_${'a'.repeat(43)}` };
      const response = await cut.service.pages.request('/p/overview', { headers });
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual(body);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
      expect(response.headers.get('Retry-After')).toBe(status === 503 ? '1' : null);
      const lines = cut.lines.join('');
      expect(lines).toContain(`"status":${status}`);
      expect(lines).not.toContain(WHY);
      const metrics = await cut.service.operations.request('/metrics');
      expect(await metrics.text()).toContain(`route="/p/*",status="${status}"`);
      expect(spoken).toEqual([]);
    } finally {
      console.error = error;
      await cut.close();
    }
  });

  it('answers what no application foresaw without a word of it', async () => {
    const spoken: unknown[] = [];
    const { error } = console;
    console.error = (...all: unknown[]) => void spoken.push(...all);
    const log = { ...createLog('silent'), answered: () => thrower(WHY) };
    const cut = await createServiceFixture({ log });
    try {
      for (const response of [
        await cut.service.pages.request('/p/overview'),
        await cut.service.api.request('/v1/devices'),
      ]) {
        expect(response.status).toBe(500);
        expect(await response.text()).not.toContain(WHY);
      }
      expect(spoken).toEqual([]);
    } finally {
      console.error = error;
      await cut.close();
    }
  });
});

function thrower(message: string): never {
  throw new Error(message);
}
