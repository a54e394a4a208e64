/** When a customer is signed out, and what a login tells of its browser. */
import { describe, expect, it } from 'vitest';

import { browserIn, isLoopback, plainAddress } from '../../src/bank/server/asked-from.ts';
import { createBank } from '../../src/bank/server/bank.ts';
import { createSessions } from '../../src/bank/server/sessions.ts';
import { createIssuerFixture } from '../issuer/issuer-fixture.ts';

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
      'Firefox on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
      'Samsung Internet on Android',
    ],
    ['curl/8.5.0', 'Unknown browser'],
    ['', 'Unknown browser'],
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
