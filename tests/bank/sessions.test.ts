/** When a customer is signed out, and what a login tells of its browser. */
import { describe, expect, it } from 'vitest';

import { browserIn, isLoopback, plainAddress } from '../../src/bank/server/asked-from.ts';
import { createBank } from '../../src/bank/server/bank.ts';
import { createSessions } from '../../src/bank/server/sessions.ts';
import { activate, createIssuerFixture, granted } from '../issuer/issuer-fixture.ts';

const ADA = 'a'.repeat(32);
const BOB = 'b'.repeat(32);

describe('a session', () => {
  it('ends after its time without activity, and looking by itself is none', () => {
    let now = 0;
    const sessions = createSessions(300, () => now);
    sessions.signIn(ADA);
    expect(sessions.isSignedIn(ADA, false)).toBe(true);
    now = 299_999;
    expect(sessions.isSignedIn(ADA, false)).toBe(true);
    now = 300_000;
    expect(sessions.isSignedIn(ADA, false)).toBe(false);
    // What is done after the end does not bring it back.
    expect(sessions.isSignedIn(ADA, true)).toBe(false);
    sessions.signIn(ADA);
    expect(sessions.isSignedIn(ADA, false)).toBe(true);
  });

  it('begins by signing in alone, and where none ends, everybody has one', () => {
    const sessions = createSessions(300);
    expect(sessions.isSignedIn(BOB, false)).toBe(false);
    expect(sessions.isSignedIn(BOB, true)).toBe(false);
    sessions.signIn(BOB);
    expect(sessions.isSignedIn(BOB, false)).toBe(true);
    expect(createSessions(Infinity).isSignedIn(BOB, false)).toBe(true);
  });

  it('that is forgotten for others is over', () => {
    const sessions = createSessions(300);
    sessions.signIn(ADA);
    for (let i = 0; i < 10_000; i++) sessions.signIn(String(i));
    expect(sessions.isSignedIn(ADA, true)).toBe(false);
  });

  it('begins anew with each activity', () => {
    let now = 0;
    const sessions = createSessions(300, () => now);
    sessions.signIn(ADA);
    for (; now < 3_000_000; now += 200_000) expect(sessions.isSignedIn(ADA, true)).toBe(true);
    now += 100_000;
    expect(sessions.isSignedIn(ADA, false)).toBe(false);
  });
});

describe('the bank', () => {
  it('answers nobody who is signed out, until they sign in again', async () => {
    const bank = createBank({ issuer: createIssuerFixture().issuer, sessionSeconds: 0 });
    const call = (method: string, path: string, type = 'application/json', customer = ADA) =>
      bank.request(`/api/${path}`, {
        method,
        headers: { Customer: customer, 'Content-Type': type },
        ...(method === 'POST' && { body: '{}' }),
      });
    for (const [method, path] of [
      ['GET', 'overview'],
      ['POST', 'activations'],
      ['POST', 'activity'],
    ] as const) {
      const answer = await call(method, path);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ error: 'SIGNED_OUT' });
    }
    expect((await call('POST', 'sign-in')).status).toBe(204);
    // What a form on another site could send signs nobody in.
    expect((await call('POST', 'sign-in', 'text/plain')).status).toBe(400);
    expect((await call('POST', 'sign-in', 'application/json', 'nobody')).status).toBe(400);
  });

  it('answers whoever has signed in', async () => {
    const bank = createBank({ issuer: createIssuerFixture().issuer, sessionSeconds: 300 });
    const call = (method: string, path: string) =>
      bank.request(`/api/${path}`, {
        method,
        headers: { Customer: ADA, 'Content-Type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
    expect((await call('GET', 'overview')).status).toBe(401);
    expect((await call('POST', 'sign-in')).status).toBe(204);
    expect((await call('GET', 'overview')).status).toBe(200);
    expect((await call('POST', 'activity')).status).toBe(204);
  });
});

describe('a login', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0',
      'Firefox · Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari · iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
      'Samsung Internet · Android',
    ],
    ['curl/8.5.0', undefined],
    ['', undefined],
  ])('names the browser of %j', (agent, name) => {
    expect(browserIn(agent)).toBe(name);
  });

  it('writes an IPv4 address as people do', () => {
    expect(plainAddress('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(plainAddress('2001:db8::7')).toBe('2001:db8::7');
  });

  it.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['192.0.2.7', false],
    ['2001:db8::1', false],
  ])('comes from %s: by a proxy, %s', (address, isOwn) => {
    expect(isLoopback(address)).toBe(isOwn);
  });
});

describe('a session of the first factor alone', () => {
  it('keeps its powers while it lasts, until it is raised', () => {
    let now = 0;
    const sessions = createSessions(300, () => now);
    sessions.signIn(ADA, ['otp']);
    now = 200_000;
    expect(sessions.isSignedIn(ADA, true)).toBe(true);
    expect(sessions.powersOf(ADA)).toEqual(['otp']);
    sessions.raise(ADA);
    expect(sessions.powersOf(ADA)).toBeUndefined();
    sessions.raise(BOB);
    expect(sessions.isSignedIn(BOB, false)).toBe(false);
  });

  it('may do at the bank what it may, and everything after a code of a device', async () => {
    const at = createIssuerFixture();
    const bank = createBank({ issuer: at.issuer, sessionSeconds: 300 });
    const device = await activate(at, granted(await at.issuer.begin({ owner: ADA })));
    const call = async (path: string, body?: object | string) => {
      const response = await bank.request(`/api/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Customer: ADA, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return [response.status, text === '' ? undefined : JSON.parse(text)] as const;
    };
    for (const wrong of [{ may: 'otp' }, { may: ['all'] }, { may: null }, '[', 'null'])
      expect(await call('sign-in', wrong)).toEqual([400, { error: 'BAD_REQUEST' }]);
    expect(await call('overview')).toMatchObject([401, {}]);
    expect(await call('sign-in', { may: ['otp', 'requests'] })).toEqual([204, undefined]);
    expect(await call('overview')).toMatchObject([200, { may: ['otp', 'requests'] }]);
    const revoke = `devices/${device.id}/revoke`;
    expect(await call(revoke, {})).toEqual([403, { error: 'NOT_ALLOWED', needs: 'manage' }]);
    const code = await device.account.otpAt(at.clock.now);
    expect(await call('one-time-password', { code })).toMatchObject([200, { device: device.id }]);
    expect((await call('overview'))[1]).not.toHaveProperty('may');
    expect(await call(revoke, {})).toEqual([204, undefined]);
    expect(await call('sign-in', { may: [] })).toEqual([204, undefined]);
    expect(await call('overview')).toEqual([403, { error: 'NOT_ALLOWED' }]);
    expect(await call('sign-in', '')).toEqual([204, undefined]);
    expect((await call('overview'))[0]).toBe(200);
  });
});
