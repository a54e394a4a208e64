/**
 * The bank's API through its application, from the first image to an accepted one-time password,
 * and what it refuses.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import type { Overview, PageActivation, Problem } from '../../src/issuer/http/page-api.ts';
import type { Account, IssuerFixture } from '../issuer/issuer-fixture.ts';
import { createIssuerFixture, mistyped, phone, START, wrongOtp } from '../issuer/issuer-fixture.ts';

const ADA = 'a'.repeat(32);
const BOB = 'b'.repeat(32);

function counter(): {
  readonly clock: { now: number };
  readonly store: IssuerFixture['store'];
  readonly call: <T>(
    method: string,
    path: string,
    body?: unknown,
    customer?: string,
  ) => Promise<{ status: number; body: T }>;
  readonly bank: ReturnType<typeof createBank>;
} {
  const { issuer, store, clock } = createIssuerFixture();
  const bank = createBank({ issuer, authenticator: 'http://localhost:4173/' });
  return {
    clock,
    store,
    bank,
    async call<T>(method: string, path: string, body?: unknown, customer = ADA) {
      const response = await bank.request(`/api${path}`, {
        method,
        headers: { Customer: customer, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : undefined) as T };
    },
  };
}

type Counter = ReturnType<typeof counter>;

async function untilSecondImage({ call }: Counter): Promise<{ id: string; account: Account }> {
  const { body: first } = await call<PageActivation>('POST', '/activations');
  const holder = await phone(readText(first.text));
  const second = await call<PageActivation>('POST', `/activations/${first.id}/device-code`, {
    code: holder.deviceCode,
  });
  return { id: first.id, account: await holder.scan(readText(second.body.text)) };
}

async function activated(at: Counter): Promise<{ id: string; account: Account }> {
  const bound = await untilSecondImage(at);
  const code = bound.account.activationCode;
  const { status } = await at.call('POST', `/activations/${bound.id}/activation-code`, { code });
  expect(status).toBe(200);
  return bound;
}

it.each([
  ['en', {}, 'Current account'],
  ['the browser’s language', { 'Accept-Language': 'sv, de-AT;q=0.9' }, 'Girokonto'],
  ['the one chosen on the page', { 'Accept-Language': 'de', Cookie: 'language=ja' }, '普通預金'],
])('names the account in %s', async (_, headers, label) => {
  const { issuer } = createIssuerFixture();
  const response = await createBank({ issuer }).request('/api/activations', {
    method: 'POST',
    headers: { Customer: ADA, 'Content-Type': 'application/json', ...headers },
    body: '{}',
  });
  const { id } = (await response.json()) as PageActivation;
  expect(await issuer.inspect(id)).toMatchObject({ label });
});

describe('an activation', () => {
  it('goes through all its stages, and the overview can be asked at each', async () => {
    const at = counter();
    const overview = async (): Promise<Overview> =>
      (await at.call<Overview>('GET', '/overview')).body;
    expect(await overview()).toEqual({ time: START, devices: [] });

    const begun = await at.call<PageActivation>('POST', '/activations');
    expect(begun.status).toBe(200);
    const first = begun.body;
    expect(first).toMatchObject({
      stage: 'device-code',
      expiresAt: START + 600,
      attemptsLeft: 5,
    });
    for (const image of [first.svg.qr, first.svg.cryptogram])
      expect(image).toMatch(/^<svg .*<path fill="#fff" d="M0 0h\d+v\d+H0z"\/>.*<\/svg>$/);
    expect(first.svg.cryptogram).not.toBe(first.svg.qr);
    expect(first.link).toBe(`http://localhost:4173/#${first.text}`);
    expect((await overview()).activation).toEqual(first);
    expect((await overview()).devices).toMatchObject([{ id: first.id, state: 'CREATED' }]);

    const holder = await phone(readText(first.text));
    const bound = await at.call<PageActivation>('POST', `/activations/${first.id}/device-code`, {
      code: holder.deviceCode,
    });
    const second = bound.body;
    expect(second).toMatchObject({ id: first.id, stage: 'activation-code', attemptsLeft: 3 });
    expect(second.link).toBeUndefined();
    expect((await overview()).activation).toEqual(second);

    const account = await holder.scan(readText(second.text));
    const done = await at.call('POST', `/activations/${first.id}/activation-code`, {
      code: account.activationCode,
    });
    expect(done).toEqual({ status: 200, body: { serial: first.serial } });
    expect(await overview()).toEqual({
      time: START,
      devices: [
        {
          id: first.id,
          serial: first.serial,
          state: 'ACTIVE',
          createdAt: START,
          activatedAt: START,
          attemptsLeft: 5,
          totalLeft: 25,
        },
      ],
    });

    const code = await account.otpAt(START);
    const check = (): Promise<{ status: number; body: unknown }> =>
      at.call('POST', `/devices/${first.id}/one-time-password`, { code });
    expect(await check()).toEqual({ status: 200, body: { serial: first.serial } });
    expect(await check()).toEqual({
      status: 422,
      body: { error: 'CODE_USED', attemptsLeft: 5, totalLeft: 25 },
    });
  });

  it('says how many attempts are left, and that the last one was the last', async () => {
    const at = counter();
    const { body: first } = await at.call<PageActivation>('POST', '/activations');
    const { deviceCode } = await phone(readText(first.text));
    const send = async (code: string): Promise<Problem> =>
      (await at.call<Problem>('POST', `/activations/${first.id}/device-code`, { code })).body;
    expect(await send('ABC')).toEqual({ error: 'CODE_MALFORMED', attemptsLeft: 5 });
    for (const attemptsLeft of [4, 3, 2, 1])
      expect(await send(mistyped(deviceCode))).toEqual({ error: 'CODE_WRONG', attemptsLeft });
    expect(await send(mistyped(deviceCode))).toEqual({
      error: 'CODE_WRONG',
      attemptsLeft: 0,
      lost: 'DEVICE_CODES',
    });
    const { body } = await at.call<Overview>('GET', '/overview');
    expect(body).toEqual({ time: START, lost: 'DEVICE_CODES', devices: [] });
    expect(await send(deviceCode)).toMatchObject({ error: 'WRONG_STATE', lost: 'DEVICE_CODES' });
  });

  it('takes codes in the digits of any script, and names a character that no code has', async () => {
    const at = counter();
    const arabic = (code: string) =>
      code.replace(/[0-9]/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    const { body: first } = await at.call<PageActivation>('POST', '/activations');
    const holder = await phone(readText(first.text));
    const send = <T>(form: string, code: string) =>
      at.call<T>('POST', `/activations/${first.id}/${form}`, { code });
    const cyrillic = `А${holder.deviceCode.slice(1)}`;
    expect(await send('device-code', cyrillic)).toEqual({
      status: 422,
      body: {
        error: 'CODE_MALFORMED',
        attemptsLeft: 5,
        foreign: { text: 'А', script: 'Cyrl' },
      },
    });
    const bound = await send<PageActivation>('device-code', arabic(holder.deviceCode));
    const account = await holder.scan(readText(bound.body.text));
    expect((await send('activation-code', arabic(account.activationCode))).status).toBe(200);
    const code = arabic(await account.otpAt(START));
    const path = `/devices/${first.id}/one-time-password`;
    expect((await at.call('POST', path, { code })).status).toBe(200);
  });

  it('ends after three wrong activation codes', async () => {
    const at = counter();
    const { id, account } = await untilSecondImage(at);
    const send = async (code: string): Promise<Problem> =>
      (await at.call<Problem>('POST', `/activations/${id}/activation-code`, { code })).body;
    for (let i = 0; i < 2; i++) await send(mistyped(account.activationCode));
    expect(await send(mistyped(account.activationCode))).toMatchObject({
      lost: 'ACTIVATION_CODES',
    });
  });

  it('says that its time has run out, for a while', async () => {
    const at = counter();
    const { id, account } = await untilSecondImage(at);
    at.clock.now += 601;
    const code = account.activationCode;
    const late = await at.call('POST', `/activations/${id}/activation-code`, { code });
    expect(late).toEqual({ status: 410, body: { error: 'EXPIRED', lost: 'EXPIRED' } });
    const lost = async (): Promise<unknown> =>
      (await at.call<Overview>('GET', '/overview')).body.lost;
    expect(await lost()).toBe('EXPIRED');
    at.clock.now += 3600;
    expect(await lost()).toBeUndefined();
  });

  it('that is cancelled, or followed by another, is no failure to speak of', async () => {
    const at = counter();
    const { body: one } = await at.call<PageActivation>('POST', '/activations');
    const { body: two } = await at.call<PageActivation>('POST', '/activations');
    expect(two.id).not.toBe(one.id);
    expect((await at.call<Overview>('GET', '/overview')).body.devices).toHaveLength(1);
    for (let i = 0; i < 2; i++)
      expect((await at.call('DELETE', `/activations/${two.id}`)).status).toBe(204);
    const { body } = await at.call<Overview>('GET', '/overview');
    expect(body).toEqual({ time: START, devices: [] });
  });

  it('that became a device is not undone by cancelling it', async () => {
    const at = counter();
    const { id } = await activated(at);
    expect((await at.call('DELETE', `/activations/${id}`)).status).toBe(204);
    expect((await at.call<Overview>('GET', '/overview')).body.devices[0]?.state).toBe('ACTIVE');
  });
});

describe('a device', () => {
  it('is paused by five wrong one-time passwords, and blocked by 25', async () => {
    const at = counter();
    const { id, account } = await activated(at);
    const send = async (): Promise<{ status: number; body: Problem }> => {
      const code = await wrongOtp(account, at.clock.now);
      return at.call('POST', `/devices/${id}/one-time-password`, { code });
    };
    const tries = (attemptsLeft: number, totalLeft: number) => ({ attemptsLeft, totalLeft });
    for (let i = 1; i < 25; i++) {
      const { body } = await send();
      expect(body).toMatchObject({ error: 'CODE_WRONG', ...tries(4 - ((i - 1) % 5), 25 - i) });
      if (i % 5 !== 0) continue;
      const paused = await send();
      expect(paused.status).toBe(423);
      expect(paused.body).toMatchObject({ error: 'PAUSED', pausedUntil: body.pausedUntil });
      at.clock.now = body.pausedUntil!;
    }
    expect((await send()).body).toEqual({ error: 'CODE_WRONG', ...tries(0, 0) });
    expect(await send()).toEqual({ status: 409, body: { error: 'BLOCKED', ...tries(0, 0) } });
    expect((await at.call<Overview>('GET', '/overview')).body.devices[0]?.state).toBe('BLOCKED');
  });
});

describe('what is turned away', () => {
  it('another customer, at every call', async () => {
    const at = counter();
    const { id } = await untilSecondImage(at);
    for (const [method, path] of [
      ['POST', `/activations/${id}/device-code`],
      ['POST', `/activations/${id}/activation-code`],
      ['POST', `/devices/${id}/one-time-password`],
      ['DELETE', `/activations/${id}`],
    ] as const)
      expect(
        await at.call(method, path, method === 'POST' ? { code: '1' } : undefined, BOB),
      ).toEqual({
        status: 404,
        body: { error: 'UNKNOWN_ACTIVATION' },
      });
    expect((await at.call<Overview>('GET', '/overview', undefined, BOB)).body.devices).toEqual([]);
    expect((await at.call<Overview>('GET', '/overview')).body.activation?.id).toBe(id);
  });

  it.each(['', 'A'.repeat(32), 'a'.repeat(31), '../../..'])('customer %j: 401', async (named) => {
    expect((await counter().call('GET', '/overview', undefined, named)).status).toBe(401);
  });

  it('bodies that are none', async () => {
    const at = counter();
    const { body: first } = await at.call<PageActivation>('POST', '/activations');
    const path = `/api/activations/${first.id}/device-code`;
    const send = (body: string, type = 'application/json', length?: string): Promise<Response> =>
      Promise.resolve(
        at.bank.request(path, {
          method: 'POST',
          body,
          headers: {
            Customer: ADA,
            'Content-Type': type,
            ...(length && { 'Content-Length': length }),
          },
        }),
      );
    for (const body of ['', '{', 'null', '[]', '"x"', '{}', '{"code":1}', '{"code":null}'])
      expect((await send(body)).status, body).toBe(400);
    expect((await send('{"code":"x"}', 'text/plain')).status).toBe(415);
    expect((await send(JSON.stringify({ code: 'x'.repeat(3000) }))).status).toBe(413);
    const long = await send(JSON.stringify({ code: 'x'.repeat(3000) }), undefined, '3011');
    expect(long.status).toBe(413);
    expect(await long.json()).toEqual({ error: 'TOO_LARGE' });
    expect((await at.call<Overview>('GET', '/overview')).body.activation).toEqual(first);
  });

  it('paths that are none', async () => {
    const at = counter();
    expect(await at.call('GET', '/nothing')).toEqual({
      status: 404,
      body: { error: 'NOT_FOUND' },
    });
    expect((await at.bank.request('/')).status).toBe(404);
  });
});

describe('the page', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bank-'));
    await mkdir(join(folder, 'page/assets'), { recursive: true });
    await writeFile(join(folder, 'page/index.html'), '<!doctype html>');
    await writeFile(join(folder, 'page/assets/a-1.js'), 'export {}');
    await writeFile(join(folder, 'secret'), 'secret');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is served with a policy that allows its own files and nothing else', async () => {
    const bank = createBank({ issuer: createIssuerFixture().issuer, page: join(folder, 'page') });
    const index = await bank.request('/');
    expect(await index.text()).toBe('<!doctype html>');
    expect(index.headers.get('Content-Type')).toMatch(/^text\/html/);
    expect(index.headers.get('Cache-Control')).toBe('no-cache');
    expect(index.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
        'trusted-types lit-html tessera-page-kit',
    );
    for (const [name, value] of [
      ['X-Content-Type-Options', 'nosniff'],
      ['X-Frame-Options', 'DENY'],
      ['Referrer-Policy', 'no-referrer'],
      ['Cross-Origin-Opener-Policy', 'same-origin'],
      ['Cross-Origin-Resource-Policy', 'same-origin'],
      [
        'Permissions-Policy',
        'camera=(self), microphone=(), geolocation=(), clipboard-write=(self)',
      ],
    ] as const)
      expect(index.headers.get(name), name).toBe(value);
    const script = await bank.request('/assets/a-1.js');
    expect(script.headers.get('Content-Type')).toMatch(/^text\/javascript/);
    expect(script.headers.get('Cache-Control')).toContain('immutable');
  });

  it('does not lead out of its folder, and its API is never kept', async () => {
    const bank = createBank({ issuer: createIssuerFixture().issuer, page: join(folder, 'page') });
    for (const path of ['/..%2fsecret', '/%2e%2e/secret', '/assets/..%2f..%2fsecret', '/nothing'])
      expect((await bank.request(path)).status, path).toBe(404);
    const overview = await bank.request('/api/overview', { headers: { Customer: ADA } });
    expect(overview.headers.get('Cache-Control')).toBe('no-store');
    expect(overview.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });
});

describe('a fault', () => {
  it('is told as one, without its words', async () => {
    const { issuer } = createIssuerFixture();
    const broken = { ...issuer, list: () => Promise.reject(new Error('the words')) };
    const written: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => void written.push(...words);
    try {
      const response = await createBank({ issuer: broken }).request('/api/overview', {
        headers: { Customer: ADA },
      });
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ error: 'UNEXPECTED' });
      expect(written).toHaveLength(1);
    } finally {
      console.error = error;
    }
  });

  it('of too many at once is told with a time to wait', async () => {
    const { issuer } = createIssuerFixture();
    const busy = {
      ...issuer,
      acceptDeviceCode: () => Promise.resolve({ ok: false, reason: 'BUSY' } as const),
    };
    const bank = createBank({ issuer: busy });
    const headers = { Customer: ADA, 'Content-Type': 'application/json' };
    const begun = await bank.request('/api/activations', { method: 'POST', headers });
    const { id } = (await begun.json()) as PageActivation;
    const response = await bank.request(`/api/activations/${id}/device-code`, {
      method: 'POST',
      headers,
      body: '{"code":"x"}',
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('1');
  });
});
