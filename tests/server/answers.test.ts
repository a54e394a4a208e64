/**
 * Idempotency keys on every store: the first answer again, whatever it was, for the same call; one
 * effect of many calls at once, at two servers; and the answer of a server that was killed.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { IssuerStore } from '../../src/issuer/store.ts';
import { START, wrongOtp } from '../issuer/issuer-fixture.ts';
import type { Cluster, Servers } from '../issuer/stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from '../issuer/stores-under-test.ts';
import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from './service-fixture.ts';
import { activateDevice } from './service-phone.ts';

const cluster: Cluster | undefined = await startCluster();
afterAll(() => cluster?.stop());

const STORES: readonly (readonly [string, () => Promise<Servers>])[] = [
  ['memory', memoryServers],
  ['PGlite', pgliteServers],
  ...(cluster ? [['PostgreSQL', () => postgresServers(cluster)] as const] : []),
];

describe.each(STORES)('on %s', (_, open) => {
  let servers: Servers;
  let one: ServiceFixture;
  let other: ServiceFixture;
  let key: string;
  beforeAll(async () => {
    servers = await open();
    const at = (store: IssuerStore) =>
      createServiceFixture({ stores: { main: store }, limiter: NO_LIMITS });
    one = await at(servers.stores[0]);
    other = await at(servers.stores[1]);
    key = await one.keyFor(['codes', 'devices', 'requests', 'tickets', 'admin']);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await servers.close();
  });

  const once = (name: string) => ({ key, headers: { 'Idempotency-Key': name } });

  it('gives the first answer again, at any server, and says so', async () => {
    const path = '/v1/owners/begun/activations';
    const first = await one.call<{ id: string }>('POST', path, { body: {}, ...once('begin') });
    expect(first.status).toBe(201);
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
    for (const server of [one, other]) {
      const again = await server.call('POST', path, { body: {}, ...once('begin') });
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    }
    const listed = await one.call<{ items: object[] }>('GET', '/v1/devices?owner=begun', { key });
    expect(listed.body.items).toHaveLength(1);
  });

  it('refuses the same key for another call, of another path or content', async () => {
    const body = { label: 'Current account' };
    await one.call('POST', '/v1/owners/a/activations', { body, ...once('mismatch') });
    const others = [
      ['/v1/owners/b/activations', body],
      ['/v1/owners/a/activations', { label: 'Savings' }],
    ] as const;
    for (const [path, content] of others) {
      const { status, body: problem } = await one.call<ProblemBody>('POST', path, {
        body: content,
        ...once('mismatch'),
      });
      expect(status).toBe(422);
      expect(problem.reason).toBe('IDEMPOTENCY_MISMATCH');
    }
    const anothers = await one.keyFor(['devices']);
    const { status } = await one.call('POST', '/v1/owners/b/activations', {
      body,
      key: anothers,
      headers: { 'Idempotency-Key': 'mismatch' },
    });
    expect(status).toBe(201);
  });

  it('counts a wrong code once, and says so again', async () => {
    const device = await activateDevice(one, 'counted', { key });
    const body = { code: await wrongOtp(device.account, START) };
    const path = `/v1/devices/${device.id}/verify-otp`;
    const first = await one.call<ProblemBody>('POST', path, { body, ...once('wrong') });
    expect(first.body).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: 4 });
    const again = await other.call<ProblemBody>('POST', path, { body, ...once('wrong') });
    expect(again.headers.get('Content-Type')).toBe('application/problem+json');
    expect(again.body).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: 4 });
    expect(again.body.instance).not.toBe(first.body.instance);
    const next = await one.call<ProblemBody>('POST', path, { body, ...once('wrong-again') });
    expect(next.body.attemptsLeft).toBe(3);
  });

  it('does one of many at once, at two servers, and answers all alike', async () => {
    const device = await activateDevice(one, 'at once', { key });
    const body = { code: await device.account.otpAt(START) };
    const path = `/v1/devices/${device.id}/verify-otp`;
    const calls = Array.from({ length: 12 }, (_unused, i) =>
      (i % 2 === 0 ? one : other).call<ProblemBody>('POST', path, { body, ...once('at-once') }),
    );
    const answers = await Promise.all(calls);
    const busy = answers.filter(({ body: { reason } }) => reason === 'IDEMPOTENCY_BUSY');
    const done = answers.filter(({ status }) => status === 200);
    expect(busy.length + done.length).toBe(answers.length);
    expect(done.length).toBeGreaterThan(0);
    expect(done.filter(({ headers }) => !headers.has('Idempotency-Replayed'))).toHaveLength(1);
    for (const each of done) expect(each.body).toEqual(done[0]!.body);
  });

  it('keeps the answers of its own rows’ calls: tickets and keys', async () => {
    const ticket = { owner: 'a', may: ['otp'], origin: 'https://shop.example', lifetime: 60 };
    const tickets = await Promise.all(
      ['t', 't'].map((name) => one.call('POST', '/v1/tickets', { body: ticket, ...once(name) })),
    );
    const made = tickets.find(({ status }) => status === 201)!;
    const again = await other.call('POST', '/v1/tickets', { body: ticket, ...once('t') });
    expect(again).toMatchObject({ status: 201, body: made.body });
    const body = { name: 'once', scopes: ['codes'] };
    const first = await one.call('POST', '/v1/keys', { body, ...once('key') });
    const second = await other.call('POST', '/v1/keys', { body, ...once('key') });
    expect(second.body).toEqual(first.body);
  });

  it('forgets an answer after a day', async () => {
    const path = '/v1/owners/daily/activations';
    const first = await one.call<{ id: string }>('POST', path, { body: {}, ...once('daily') });
    for (const server of [one, other]) server.clock.now += 86_401;
    const next = await one.call<{ id: string }>('POST', path, { body: {}, ...once('daily') });
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(first.body.id);
    for (const server of [one, other]) server.clock.now = START;
  });

  it('forgets the answers of an owner with them, and none of another’s', async () => {
    const device = await activateDevice(one, 'erased', { key });
    const stays = await activateDevice(one, 'stays', { key });
    const code = await wrongOtp(device.account, START);
    const ticket = { owner: 'erased', may: ['otp'], origin: 'https://shop.example', lifetime: 60 };
    const login = { kind: 'login', title: 'Sign in' };
    const calls: [path: string, body: object][] = [
      ['/v1/owners/erased/activations', {}],
      [`/v1/devices/${device.id}/verify-otp`, { code }],
      ['/v1/owners/erased/verify-otp', { code }],
      [`/v1/devices/serial:${device.serial}/deactivation`, {}],
      [`/v1/devices/${device.id}/deactivation`, {}],
      [`/v1/devices/${device.id}/unpause`, {}],
      ['/v1/owners/erased/requests', login],
      [`/v1/devices/${stays.id}/deactivation`, {}],
      ['/v1/tickets', ticket],
    ];
    const does = async () => {
      const answers: boolean[] = [];
      for (const [i, [path, body]] of calls.entries()) {
        const { headers } = await one.call('POST', path, { body, ...once(`erased-${i}`) });
        answers.push(headers.has('Idempotency-Replayed'));
      }
      return answers;
    };
    const none = calls.map(() => false);
    expect(await does()).toEqual(none);
    expect(await does()).toEqual(none.map(() => true));
    const eraser = await one.keyFor(['erase']);
    expect((await one.call('DELETE', '/v1/owners/erased', { key: eraser })).status).toBe(204);
    expect(await does()).toEqual(calls.map(([path]) => path.includes(stays.id)));
  });

  it('refuses a header that is no key', async () => {
    const { body } = await one.call<ProblemBody>('POST', '/v1/owners/a/activations', {
      body: {},
      ...once('x'.repeat(201)),
    });
    expect(body).toMatchObject({ reason: 'INVALID', errors: [{ field: 'Idempotency-Key' }] });
  });
});
