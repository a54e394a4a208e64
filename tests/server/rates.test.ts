/** Limits of calls: buckets against a model, and what a caller is told. */
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { createCallerOf, isRange } from '../../src/server/addresses.ts';
import { CODE_RATE, createLimiter, KEY_RATE, LOOK_UP_RATE } from '../../src/server/rates.ts';
import { runs } from '../chance.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';

describe('a bucket', () => {
  it('never allows more than its burst and what has flowed in since', () => {
    const steps = fc.array(fc.nat(120_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, (pauses) => {
        let now = 0;
        const limiter = createLimiter(() => now);
        const allowed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (limiter.take(CODE_RATE, 'owner').isAllowed) allowed.push(now);
          // In whatever stretch of time: its burst, and one for each six seconds.
          for (const from of allowed) {
            const within = allowed.filter((time) => time >= from).length;
            const flowed = (now - from) / 1000 / (CODE_RATE.seconds / CODE_RATE.burst);
            expect(within).toBeLessThanOrEqual(CODE_RATE.burst + flowed + 1e-6);
          }
        }
      }),
      runs(200),
    );
  });

  it('is one for each key, and says what is left and when to come again', () => {
    let now = 0;
    const limiter = createLimiter(() => now);
    for (let i = 0; i < CODE_RATE.burst; i++)
      expect(limiter.take(CODE_RATE, 'one').isAllowed).toBe(true);
    expect(limiter.take(CODE_RATE, 'one')).toEqual({
      isAllowed: false,
      headers: {
        'RateLimit-Policy': '"codes";q=10;w=60',
        RateLimit: '"codes";r=0;t=60',
        'Retry-After': '6',
      },
    });
    expect(limiter.take(CODE_RATE, 'other').isAllowed).toBe(true);
    now = 6000;
    expect(limiter.take(CODE_RATE, 'one').isAllowed).toBe(true);
    expect(limiter.take(CODE_RATE, 'one').isAllowed).toBe(false);
  });
});

it('limits codes of an owner, and not those of others', async () => {
  const at = await createServiceFixture({ limiter: createLimiter(() => 0) });
  const call = (owner: string) =>
    at.call<ProblemBody>('POST', `/v1/owners/${owner}/verify-otp`, { body: { code: '123456' } });
  const statuses: number[] = [];
  for (let i = 0; i <= CODE_RATE.burst; i++) statuses.push((await call('one')).status);
  expect(statuses.slice(0, -1)).toEqual(Array(CODE_RATE.burst).fill(404));
  const last = await call('one');
  expect(last).toMatchObject({ status: 429, body: { reason: 'RATE' } });
  expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(last.headers.get('RateLimit-Policy')).toBe(
    `"key";q=${KEY_RATE.burst};w=${KEY_RATE.seconds}, "codes";q=10;w=60`,
  );
  expect((await call('other')).status).toBe(404);
  await at.close();
});

describe('the caller’s address', () => {
  const callerOf = createCallerOf(['10.0.0.0/8', '::1', '2001:db8::/32']);

  it.each([
    ['192.0.2.1', '198.51.100.7', '192.0.2.1', 'a stranger’s header counts for nothing'],
    ['10.1.2.3', null, '10.1.2.3', 'a proxy that says nothing'],
    ['10.1.2.3', '198.51.100.7', '198.51.100.7', 'what a proxy heard'],
    ['10.1.2.3', '203.0.113.9, 198.51.100.7', '198.51.100.7', 'not what its caller wrote'],
    ['10.1.2.3', '198.51.100.7, 10.9.9.9', '198.51.100.7', 'behind a second proxy'],
    ['::ffff:10.1.2.3', '198.51.100.7', '198.51.100.7', 'IPv4 in an IPv6 socket'],
    ['10.1.2.3', '10.9.9.9, 10.8.8.8', '10.9.9.9', 'a caller among the proxies'],
    ['2001:db8::5', '2001:db9:0:5:6::7', '2001:db9:0:5::/64', 'IPv6, by its network'],
    ['2001:db9::ffff:1:2', null, '2001:db9:0:0::/64', 'IPv6, without a proxy'],
    ['fe80::1%eth0', null, 'fe80:0:0:0::/64', 'an IPv6 address with its zone'],
    ['::1', '2001:DB9::7', '2001:db9:0:0::/64', 'IPv6 in capitals'],
    ['::1', '[2001:db9::7]', '2001:db9:0:0::/64', 'IPv6 in brackets'],
    ['::1', '[2001:db9::7]:4711', '2001:db9:0:0::/64', 'IPv6 with a port'],
    ['10.1.2.3', '198.51.100.7:4711', '198.51.100.7', 'IPv4 with a port'],
    ['10.1.2.3', '::ffff:198.51.100.7', '198.51.100.7', 'IPv4 in IPv6'],
    ['10.1.2.3', '::FFFF:c633:6407', '198.51.100.7', 'IPv4 in IPv6, in hexadecimal'],
    ['10.1.2.3', '[0:0:0:0:0:ffff:198.51.100.7]:80', '198.51.100.7', 'IPv4 in IPv6, in full'],
    ['10.1.2.3', '198.51.100.7, ::ffff:10.9.9.9', '198.51.100.7', 'a proxy as IPv4 in IPv6'],
    ['10.1.2.3', 'nonsense', '10.1.2.3', 'what is no address'],
    ['10.1.2.3', '', '10.1.2.3', 'an empty header'],
    ['10.1.2.3', '198.51.100.7, unknown', '10.1.2.3', 'whom a proxy would not name'],
    ['10.1.2.3', '198.51.100.7, ', '10.1.2.3', 'an empty hop'],
    ['10.1.2.3', '198.51.100.7, unknown, 10.9.9.9', '10.9.9.9', 'the proxy that named nobody'],
    ['10.1.2.3', `198.51.100.7, ${'9'.repeat(90)}`, '10.1.2.3', 'a hop that is too long'],
    ['10.1.2.3', '[198.51.100.7]', '10.1.2.3', 'IPv4 in brackets'],
    ['10.1.2.3', `${'x,'.repeat(40)}198.51.100.7`, '198.51.100.7', 'many hops'],
    ['', '198.51.100.7', '', 'no socket'],
  ])('%s with %s is %s: %s', (socket, forwarded, caller, why) => {
    expect(callerOf(socket, forwarded), why).toBe(caller);
  });

  it.each(['10.0.0.0/33', '10.0.0', 'a', '::1/129', '10.0.0.0/8/8', '10.0.0.0/-1'])(
    'is not looked for behind %s',
    (text) => expect(isRange(text)).toBe(false),
  );
});

describe('X-Forwarded-For that is not believed', () => {
  const SENTENCE = 'X-Forwarded-For';
  const call = (at: ServiceFixture, application: 'api' | 'pages', forwarded: string | null) =>
    at.service[application].fetch(
      new Request('http://localhost/nothing', {
        ...(forwarded !== null && { headers: { 'X-Forwarded-For': forwarded } }),
      }),
      { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
    );
  const told = ({ lines }: ServiceFixture): readonly string[] =>
    lines.filter((line) => line.includes(SENTENCE));

  it.each(['', '10.0.0.0/8'])('is told once, with TRUST_PROXY “%s”', async (proxies) => {
    const at = await createServiceFixture({ environment: { TRUST_PROXY: proxies } });
    await call(at, 'api', null);
    expect(told(at)).toEqual([]);
    for (const application of ['pages', 'api', 'pages'] as const)
      await call(at, application, '198.51.100.7');
    expect(told(at).map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'warn', msg: expect.stringContaining('TRUST_PROXY') as string },
    ]);
    expect(told(at).join('')).not.toContain('198.51.100.7');
    await at.close();
  });

  it('is not told of a proxy’s that is named', async () => {
    const at = await createServiceFixture({ environment: { TRUST_PROXY: '192.0.2.0/24' } });
    await call(at, 'pages', '198.51.100.7');
    expect(told(at)).toEqual([]);
    await at.close();
  });
});

describe('keys that nobody has', () => {
  it('are looked for no more often than an address may, and cost others nothing', async () => {
    const at = await createServiceFixture({ limiter: createLimiter(() => 0) });
    const key = await at.keyFor(['devices']);
    const spy = vi.spyOn(at.stores['main']!, 'serviceRow');
    const call = (authorization: string, address: string) =>
      at.service.api.fetch(
        new Request('http://localhost/v1/devices', {
          headers: { Authorization: `Bearer ${authorization}` },
        }),
        { incoming: { socket: { remoteAddress: address } } },
      );
    expect((await call(key, '192.0.2.1')).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < LOOK_UP_RATE.burst + 20; i++) {
      const unknown = `tsk_${String(i).padStart(8, '0')}_${'A'.repeat(43)}`;
      statuses.push((await call(unknown, '192.0.2.1')).status);
    }
    const refused = statuses.filter((status) => status === 401);
    expect(refused).toHaveLength(LOOK_UP_RATE.burst - 1);
    expect(new Set(statuses.slice(refused.length))).toEqual(new Set([429]));
    expect(spy.mock.calls.length).toBeLessThanOrEqual(LOOK_UP_RATE.burst);
    // A key that was met before is taken, and so is each from elsewhere.
    expect((await call(key, '192.0.2.1')).status).toBe(200);
    const another = await at.keyFor(['devices']);
    expect((await call(another, '192.0.2.2')).status).toBe(200);
    await at.close();
  });
});
