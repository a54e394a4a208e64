/** What sessions may do at a page's calls that may not do everything: every call × every power. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { Overview, Power } from '../../src/issuer/http/page-api.ts';
import { PAGE_CALLS } from '../../src/issuer/http/page-calls.ts';
import type { PageHandlerOptions } from '../../src/issuer/http/page-options.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';
import type { PageFixture } from './page-fixture.ts';
import { createPageFixture } from './page-fixture.ts';

const POWERS: readonly Power[] = ['activate', 'otp', 'requests', 'replace', 'manage'];

type Row = readonly [name: string, powers: readonly Power[], of?: 'replacement' | undefined];

/** Each call with the powers of which one is enough, for the activation of the kind named. */
const TABLE: readonly Row[] = [
  ['GET overview', POWERS],
  ['GET events', POWERS],
  ['POST activations', ['activate']],
  ['DELETE activations/:id', ['activate']],
  ['DELETE activations/:id', ['replace'], 'replacement'],
  ['POST activations/:id/device-code', ['activate']],
  ['POST activations/:id/device-code', ['replace'], 'replacement'],
  ['POST activations/:id/activation-code', ['activate']],
  ['POST activations/:id/activation-code', ['replace'], 'replacement'],
  ['POST one-time-password', ['otp']],
  ['POST devices/:id/one-time-password', ['otp']],
  ['PATCH devices/:id', ['manage']],
  ['POST devices/:id/replacement', ['replace']],
  ['POST devices/:id/revoke', ['manage']],
  ['POST devices/:id/deactivation', ['manage']],
  ['POST devices/:id/requests', ['requests']],
  ['GET requests/:id', ['requests']],
  ['POST requests/:id/response-code', ['requests']],
  ['DELETE requests/:id', ['requests']],
];

let at: IssuerFixture;
let device: Bound;
let said: ReturnType<PageHandlerOptions['owner']>;
let page: PageFixture;

beforeEach(async () => {
  at = createIssuerFixture();
  device = await activate(at, granted(await at.issuer.begin({ owner: 'Ada' })));
  said = 'Ada';
  page = createPageFixture({
    issuer: at.issuer,
    owner: () => said,
    ask: () => ({ kind: 'login', title: 'Sign in' }),
  });
});

/** The call with ids of the person's own things, and a body that it could mean. */
async function asked(name: string, of?: 'replacement') {
  const activation = async () => {
    if (of === undefined) return granted(await at.issuer.begin({ owner: 'Ada' })).id;
    const proof = { identifiedAsAtEnrolment: true } as const;
    return granted(await at.issuer.beginReplacement(device.id, proof)).id;
  };
  const request = async () =>
    granted(await at.issuer.createRequest(device.id, { kind: 'login', title: 'One' })).id;
  const [, what = ''] = /^\w+ (\w+)\/:id/.exec(name) ?? [];
  const ids: Record<string, () => Promise<string>> = {
    activations: activation,
    devices: async () => device.id,
    requests: request,
  };
  const path = name.replace(':id', (await ids[what]?.()) ?? '');
  const body = /^(?:POST|PATCH)/.test(name) && { body: { code: '000000', name: 'Phone' } };
  return [path, { signal: AbortSignal.timeout(0), ...body }] as const;
}

describe('a session that may not do everything', () => {
  it('is known to every call', () => {
    expect(new Set(TABLE.map(([name]) => name))).toEqual(new Set(Object.keys(PAGE_CALLS)));
  });

  it.each(TABLE.map(([name, powers, of]) => ({ name, powers, of })))(
    '$name needs one of $powers ($of)',
    async ({ name, powers, of }) => {
      for (const power of POWERS) {
        said = 'Ada';
        const call = await asked(name, of);
        said = { owner: 'Ada', may: [power] };
        const { status, body } = await page.call(...call);
        if (powers.includes(power)) expect([power, body.error]).not.toContain('NOT_ALLOWED');
        else {
          expect([power, status]).toEqual([power, 403]);
          expect(body).toMatchObject({ error: 'NOT_ALLOWED' });
          expect(powers.length === 1 || name.startsWith('GET')).toBe(true);
        }
      }
      said = 'Ada';
      const call = await asked(name, of);
      expect((await page.call(...call)).body.error).not.toBe('NOT_ALLOWED');
      said = { owner: 'Ada', may: [] };
      expect((await page.call(...call)).status).toBe(403);
      said = { owner: 'Ada', may: POWERS };
      expect((await page.call(...call)).body.error).not.toBe('NOT_ALLOWED');
      expect(page.reported).toEqual([]);
    },
  );

  it('is told which power a call needs, and nothing is done', async () => {
    said = { owner: 'Ada', may: ['otp', 'requests'] };
    const { body } = await page.call(`POST devices/${device.id}/revoke`, { body: {} });
    expect(body).toEqual({ error: 'NOT_ALLOWED', needs: 'manage' });
    const begun = await page.call('POST activations');
    expect(begun.body).toEqual({ error: 'NOT_ALLOWED', needs: 'activate' });
    const nothing = { owner: 'Ada', may: [] };
    said = nothing;
    expect((await page.call('GET overview')).body).toEqual({ error: 'NOT_ALLOWED' });
    expect(await at.issuer.list('Ada')).toMatchObject([{ id: device.id, state: 'ACTIVE' }]);
  });

  it("learns nothing of what isn't its own person's, whatever it may", async () => {
    const other = await activate(at, granted(await at.issuer.begin({ owner: 'Bob' })));
    const begun = granted(await at.issuer.begin({ owner: 'Bob' }));
    const proof = { identifiedAsAtEnrolment: true } as const;
    const replacing = granted(await at.issuer.beginReplacement(other.id, proof));
    for (const may of [['activate'], ['replace']] as const)
      for (const { id } of [begun, replacing]) {
        said = { owner: 'Ada', may };
        const { status } = await page.call(`DELETE activations/${id}`);
        expect(status).toBe(404);
      }
  });

  it('sees in the overview what it may do, and no image of anything else', async () => {
    const overview = async (may: readonly Power[]) => {
      said = { owner: 'Ada', may };
      return (await page.call<Overview>('GET overview')).body;
    };
    granted(await at.issuer.createRequest(device.id, { kind: 'login', title: 'One' }));
    const { id } = granted(await at.issuer.begin({ owner: 'Ada' }));
    const states = [{ id, state: 'CREATED' }, { id: device.id }];
    expect(await overview(['otp', 'manage'])).toEqual({
      time: at.clock.now,
      may: ['otp', 'manage'],
      devices: states.map((state) => expect.objectContaining(state) as object),
    });
    expect(await overview(['replace'])).not.toHaveProperty('activation');
    expect(await overview(['activate'])).toMatchObject({ may: ['activate'], activation: { id } });
    expect(await overview(['activate'])).not.toHaveProperty('request');
    expect(await overview(['requests'])).toMatchObject({ request: { title: 'One' } });
    granted(await at.issuer.cancel(id));
    const proof = { identifiedAsAtEnrolment: true } as const;
    const replacement = granted(await at.issuer.beginReplacement(device.id, proof));
    expect(await overview(['activate'])).not.toHaveProperty('activation');
    expect((await overview(['replace'])).activation?.id).toBe(replacement.id);
    at.clock.now += 601;
    expect(await overview(['activate'])).not.toHaveProperty('lost');
    expect(await overview(['replace'])).toMatchObject({
      lost: 'EXPIRED',
      replaces: device.id,
    });
    said = 'Ada';
    expect((await page.call('GET overview')).body).not.toHaveProperty('may');
  });

  it('listens until it may do something else', async () => {
    said = { owner: 'Ada', may: ['otp'] };
    const response = await page.handler(new Request('https://site.example/api/events'));
    const reader = response.body!.getReader();
    const first = await reader.read();
    expect(first.done).toBe(false);
    said = { owner: 'Ada', may: ['otp'] };
    await at.issuer.begin({ owner: 'Ada' });
    expect((await reader.read()).done).toBe(false);
    said = { owner: 'Ada', may: ['otp', 'requests'] };
    await at.issuer.begin({ owner: 'Ada' });
    for (let part = await reader.read(); !part.done; part = await reader.read());
    expect(page.reported).toEqual([]);
  });
});

it.each([
  null,
  { owner: 'Ada' },
  { owner: 'Ada', may: ['everything'] },
  { owner: 'Ada', may: 'otp' },
  { may: ['otp'] },
])('an answer of the site that is none (%j) allows nothing, and is reported', async (wrong) => {
  said = wrong as never;
  expect((await page.call('GET overview')).status).toBe(500);
  expect(String(page.reported[0])).toMatch(/owner\(\)/);
});
