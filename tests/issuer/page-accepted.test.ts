/** Raising a session: which codes the site is told of, for whom, and the headers that it adds. */
import { beforeEach, describe, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import type { Asked, Overview, PageRequest } from '../../src/issuer/http/page-api.ts';
import type { AcceptedProof, AddedHeaders } from '../../src/issuer/http/page-options.ts';
import { responseTo } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  START,
  wrongOtp,
} from './issuer-fixture.ts';
import type { PageFixture } from './page-fixture.ts';
import { createPageFixture } from './page-fixture.ts';

const ADA = { Session: 'ada-session-1-0123456789' };
const EVE = { Session: 'eve-session-2-0123456789' };

let at: IssuerFixture;
let device: Bound;
/** What the site was told, and by which session. */
let told: (readonly [AcceptedProof, string])[];
let added: AddedHeaders | undefined;
let page: PageFixture;

beforeEach(async () => {
  at = createIssuerFixture();
  device = await activate(at, granted(await at.issuer.begin({ owner: 'Ada' })));
  told = [];
  added = undefined;
  page = createPageFixture({
    issuer: at.issuer,
    owner: () => 'Ada',
    asker: (request) => request.headers.get('Session')!,
    ask: () => ({ kind: 'login', title: 'Sign in', reference: 'session/1' }),
    accepted(what, request) {
      told.push([what, request.headers.get('Session')!]);
      return added;
    },
  });
});

/** Somebody asks: the request, and the code by which the phone approves it. */
async function ask(headers: Readonly<Record<string, string>> = ADA) {
  const { body } = await page.call<PageRequest>(`POST devices/${device.id}/requests`, {
    headers,
    body: {},
  });
  return { id: body.id, code: await responseTo(device.account, readText(body.text)) };
}
const approve = (id: string, code: string, headers = ADA) =>
  page.call(`POST requests/${id}/response-code`, { headers, body: { code } });
const look = (id: string, headers = ADA) => page.call<Asked>(`GET requests/${id}`, { headers });
const proof = (id: string, now = at.clock.now): AcceptedProof => ({
  kind: 'request',
  owner: 'Ada',
  device: device.id,
  request: id,
  reference: 'session/1',
  at: now,
});

describe('a one-time password', () => {
  it.each(['one-time-password', 'devices/:id/one-time-password'])(
    'that is accepted (%s) is told, a wrong one is not',
    async (path) => {
      const name = `POST ${path.replace(':id', device.id)}`;
      const wrong = { code: await wrongOtp(device.account, START) };
      expect((await page.call(name, { headers: ADA, body: wrong })).status).toBe(422);
      expect(told).toEqual([]);
      const code = await device.account.otpAt(START);
      const { status, body } = await page.call(name, { headers: ADA, body: { code } });
      const ofOwner = path === 'one-time-password' && { device: device.id };
      const { serial } = device.account.message;
      expect([status, body]).toEqual([200, { serial, ...ofOwner, wrongSince: 1 }]);
      const what = { kind: 'otp', owner: 'Ada', device: device.id, at: START };
      expect(told).toEqual([[what, ADA.Session]]);
      expect((await page.call(name, { headers: ADA, body: { code } })).body.error).toBe(
        'CODE_USED',
      );
      expect(told).toHaveLength(1);
    },
  );

  it('that begins a replacement, and the codes of an activation, raise nothing', async () => {
    const oneTimePassword = await device.account.otpAt(START);
    const path = `POST devices/${device.id}/replacement`;
    const begun = await page.call<{ id: string; text: string }>(path, {
      headers: ADA,
      body: { oneTimePassword },
    });
    expect(begun.status).toBe(200);
    const { id, text } = begun.body;
    const bound = await bind(at, { ...begun.body, firstMessage: readText(text) } as never);
    const code = bound.account.activationCode;
    const done = await page.call(`POST activations/${id}/activation-code`, {
      headers: ADA,
      body: { code },
    });
    expect(done.status).toBe(200);
    expect(told).toEqual([]);
  });

  it('of any device is refused to who has none', async () => {
    const other = createPageFixture({ issuer: at.issuer, owner: () => 'Bob' });
    const { status } = await other.call('POST one-time-password', { body: { code: '000000' } });
    expect(status).toBe(404);
    const bad = await page.call('POST one-time-password', { headers: ADA, body: {} });
    expect(bad.status).toBe(400);
    // A name of two words that no call has.
    expect((await page.call('POST one-time-passwords', { body: {} })).status).toBe(404);
  });
});

describe('an approval', () => {
  it('by its code is told once to the session that asked', async () => {
    const { id, code } = await ask();
    expect((await approve(id, mistyped(code))).status).toBe(422);
    expect(told).toEqual([]);
    expect((await approve(id, code)).body).toMatchObject({ state: 'APPROVED' });
    expect(told).toEqual([[proof(id), ADA.Session]]);
  });

  it('that arrives from the authenticator is told with each look, as of the same second', async () => {
    const { id, code } = await ask();
    await look(id);
    expect(told).toEqual([]);
    granted(await at.issuer.verifyResponse(id, code));
    at.clock.now += 200;
    await look(id);
    await look(id);
    await approve(id, code);
    expect(told).toEqual(Array.from({ length: 3 }, () => [proof(id, START), ADA.Session]));
  });

  it('is told to no other session of the same person, by whatever call', async () => {
    const { id, code } = await ask();
    const typed = await ask();
    granted(await at.issuer.verifyResponse(id, code));
    expect((await look(id, EVE)).body.state).toBe('APPROVED');
    expect((await approve(id, code, EVE)).status).toBe(200);
    expect((await approve(typed.id, typed.code, EVE)).status).toBe(200);
    expect((await page.call<Overview>('GET overview', { headers: EVE })).status).toBe(200);
    expect(told).toEqual([]);
  });

  it('of what no session asked is told where its code is typed, and to nobody who looks', async () => {
    const options = { kind: 'login', title: 'Sign in', reference: 'session/1' } as const;
    const asked = granted(await at.issuer.createRequest(device.id, options));
    const code = await responseTo(device.account, asked.message);
    expect((await approve(asked.id, code, EVE)).status).toBe(200);
    expect(told).toEqual([[proof(asked.id), EVE.Session]]);
    await look(asked.id, EVE);
    await approve(asked.id, code, EVE);
    expect(told).toHaveLength(1);
  });

  it('is none where the request was denied or taken back', async () => {
    const denied = await ask();
    granted(await at.issuer.denyRequest(denied.id));
    await look(denied.id);
    const { id } = await ask();
    expect((await page.call(`DELETE requests/${id}`, { headers: ADA })).status).toBe(204);
    await look(id);
    expect(told).toEqual([]);
  });
});

describe('the headers that raise a session', () => {
  const cookies = ['session=raised; HttpOnly', 'level=2; HttpOnly'];
  it.each([
    ['pairs', () => cookies.map((value) => ['Set-Cookie', value] as const)],
    [
      'Headers',
      () => new Headers([...cookies.map((each): [string, string] => ['Set-Cookie', each])]),
    ],
  ])('are added to the answer, as %s', async (_, make) => {
    added = make();
    const { headers, body } = await page.call('POST one-time-password', {
      headers: ADA,
      body: { code: await device.account.otpAt(START) },
    });
    expect(headers.getSetCookie()).toEqual(cookies);
    expect(headers.get('Content-Type')).toContain('application/json');
    expect(body).toHaveProperty('serial');
  });

  it('may be an object, and come with what is looked at', async () => {
    added = { 'X-Level': '2' };
    const { id, code } = await ask();
    expect((await look(id)).headers.has('X-Level')).toBe(false);
    expect((await approve(id, code)).headers.get('X-Level')).toBe('2');
    expect((await look(id)).headers.get('X-Level')).toBe('2');
  });
});

it('a site that cannot raise its session is told of as a fault', async () => {
  const failing = createPageFixture({
    issuer: at.issuer,
    owner: () => 'Ada',
    accepted: () => Promise.reject(new Error('no session store')),
  });
  const code = await device.account.otpAt(START);
  const { status, body } = await failing.call('POST one-time-password', { body: { code } });
  expect([status, body]).toEqual([500, { error: 'UNEXPECTED' }]);
  expect(failing.reported).toMatchObject([{ message: 'no session store' }]);
});
