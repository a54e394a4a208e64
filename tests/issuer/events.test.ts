/** Events of an issuer: what each call's commit says, and how readers get it. */
import { describe, expect, it } from 'vitest';

import type { TesseraEvent } from '../../src/issuer/events/event-types.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { EventType } from '../../src/issuer/rows/event-row.ts';
import { answerPath, responseTo, send, SERVICE } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  phone,
  setTotal,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

async function all(issuer: Issuer, after = 0): Promise<readonly TesseraEvent[]> {
  const found: TesseraEvent[] = [];
  for await (const event of issuer.events({ after })) found.push(event);
  return found;
}

/** The types of what a call has written, with their data. */
async function written(
  { issuer }: IssuerFixture,
  call: () => Promise<unknown>,
): Promise<readonly (readonly [EventType, object])[]> {
  const before = (await all(issuer)).length;
  await call();
  return (await all(issuer, before)).map(({ type, data }) => [type, data] as const);
}

const login = { kind: 'login', title: 'Sign in' } as const;

async function ask(at: IssuerFixture, { id }: Bound, options: object = {}) {
  return granted(await at.issuer.createRequest(id, { ...login, ...options }));
}

describe('an activation', () => {
  it('is told from its begin to the active device, with its numbers in order', async () => {
    const at = createIssuerFixture();
    const { id } = await activate(at);
    const events = await all(at.issuer);
    expect(events.map(({ number, type }) => [number, type])).toEqual([
      [1, 'activation.begun'],
      [2, 'code.accepted'],
      [3, 'device.activated'],
    ]);
    expect(events[0]).toEqual({
      number: 1,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      at: START,
      type: 'activation.begun',
      owner: 'customer',
      device: id,
      serial: expect.any(String) as string,
      notify: true,
      data: { expiresAt: START + 600 },
    });
    expect(events[2]).toMatchObject({ device: id, data: { sequence: 1 } });
  });

  it('is told of wrong codes, and of each way to its end', async () => {
    const at = createIssuerFixture();
    const { issuer, clock } = at;
    const first = granted(await issuer.begin({ owner: 'one' }));
    const holder = await phone(first.firstMessage);
    const wrong = () => issuer.acceptDeviceCode(first.id, mistyped(holder.deviceCode));
    expect(await written(at, wrong)).toEqual([['code.refused', { by: 'device-code', wrong: 1 }]]);
    for (let count = 2; count < 5; count++) await wrong();
    expect(await written(at, wrong)).toEqual([
      ['code.refused', { by: 'device-code', wrong: 5 }],
      ['activation.failed', { failure: 'DEVICE_CODES' }],
    ]);
    const second = await bind(at, granted(await issuer.begin({ owner: 'two' })));
    const unconfirmed = () => issuer.confirm(second.id, mistyped(second.account.activationCode));
    expect(await written(at, unconfirmed)).toEqual([
      ['code.refused', { by: 'activation-code', wrong: 1 }],
    ]);
    expect(await written(at, () => issuer.cancel(second.id))).toEqual([
      ['activation.failed', { failure: 'CANCELLED' }],
    ]);
    const third = granted(await issuer.begin({ owner: 'three' }));
    clock.now += 601;
    expect(await written(at, () => issuer.confirm(third.id, '12345678'))).toEqual([
      ['activation.failed', { failure: 'EXPIRED' }],
    ]);
  });
});

describe('a device', () => {
  it('is told of right and wrong codes, of pauses, warnings and the block', async () => {
    const at = createIssuerFixture();
    const { issuer, clock } = at;
    const { id, account } = await activate(at);
    const wrong = async () => issuer.verifyOtp(id, await wrongOtp(account, clock.now));
    expect(await written(at, wrong)).toEqual([['code.refused', { by: 'otp', wrong: 1 }]]);
    await wrong();
    await wrong();
    const right = async () => issuer.verifyOtp(id, await account.otpAt(clock.now));
    const before = (await all(issuer)).length;
    await right();
    expect((await all(issuer, before))[0]).toMatchObject({
      type: 'code.accepted',
      notify: true,
      data: { by: 'otp', wrongBefore: 3 },
    });
    for (let count = 1; count < 5; count++) await wrong();
    const paused = await written(at, wrong);
    const until = clock.now + 900;
    expect(paused).toEqual([
      ['code.refused', { by: 'otp', wrong: 5 }],
      ['device.paused', { until }],
    ]);
    expect(await written(at, wrong)).toEqual([]);
    expect(await written(at, () => issuer.unpause(id))).toEqual([['device.unpaused', {}]]);
    // Without a pause it begins the hour's count anew.
    clock.now += 1;
    expect(await written(at, () => issuer.unpause(id))).toEqual([['device.unpaused', {}]]);
    await setTotal(at, id, 14);
    expect(await written(at, wrong)).toEqual([
      ['code.refused', { by: 'otp', wrong: 1 }],
      ['device.warned', { totalLeft: 10 }],
    ]);
    await setTotal(at, id, 24);
    expect(await written(at, wrong)).toEqual([
      ['code.refused', { by: 'otp', wrong: 1 }],
      ['device.blocked', {}],
    ]);
  });

  it('is told of names, clocks, subscriptions and its end', async () => {
    const push = {
      publicKey: new Uint8Array(65),
      send: () => Promise.resolve({ result: 'sent' as const }),
    };
    const at = createIssuerFixture({ serviceUrl: SERVICE, push });
    const { issuer, clock } = at;
    const bound = await activate(at);
    const { id, account } = bound;
    expect(await written(at, () => issuer.rename(id, 'Work phone'))).toEqual([
      ['device.renamed', {}],
    ]);
    const late = async () => issuer.verifyOtp(id, await account.otpAt(clock.now - 300));
    expect(await written(at, late)).toEqual([['device.clock', { seconds: -300 }]]);
    expect(await written(at, () => issuer.revoke(id))).toEqual([['device.revoked', {}]]);
  });

  it('is told of its replacement in one commit', async () => {
    const at = createIssuerFixture();
    const { issuer } = at;
    const { id } = await activate(at);
    const begun = granted(await issuer.beginReplacement(id, { identifiedAsAtEnrolment: true }));
    const next = await bind(at, begun);
    const confirmed = () => issuer.confirm(next.id, next.account.activationCode);
    expect(await written(at, confirmed)).toEqual([
      ['device.activated', { sequence: 2, replaces: id }],
      ['device.replaced', {}],
    ]);
  });
});

describe('an owner', () => {
  it('is told of a wrong code once, of no device, and of the pause', async () => {
    const at = createIssuerFixture();
    const { issuer, clock } = at;
    const { account } = await activate(at);
    await activate(at);
    const wrong = async () =>
      issuer.verifyOtp({ owner: 'customer' }, await wrongOtp(account, clock.now));
    const before = (await all(issuer)).length;
    await wrong();
    const [refused, ...rest] = await all(issuer, before);
    expect(rest).toEqual([]);
    expect(refused).toMatchObject({ type: 'code.refused', owner: 'customer', data: { wrong: 1 } });
    expect(refused).not.toHaveProperty('device');
    for (let count = 2; count < 5; count++) await wrong();
    const types = (await written(at, wrong)).map(([type]) => type);
    expect(types).toContain('owner.paused');
  });
});

describe('a request', () => {
  it('is told of its approval, with what was wrong before', async () => {
    const at = createIssuerFixture();
    const bound = await activate(at);
    const before = (await all(at.issuer)).length;
    const { id, message } = await ask(at, bound, { reference: 'order-981' });
    const code = await responseTo(bound.account, message);
    await at.issuer.verifyResponse(id, mistyped(code));
    await at.issuer.verifyResponse(id, code);
    await at.issuer.verifyResponse(id, code);
    const about = { request: id, reference: 'order-981', device: bound.id, owner: 'customer' };
    expect(await all(at.issuer, before)).toMatchObject([
      { ...about, type: 'request.created', data: { kind: 'login', expiresAt: START + 300 } },
      { ...about, type: 'code.refused', data: { by: 'response', wrong: 1 } },
      { ...about, type: 'request.approved', data: { by: 'code', wrongBefore: 1 } },
    ]);
  });

  it('is told of its denial and the reason that follows, and of being taken back', async () => {
    const at = createIssuerFixture({ serviceUrl: SERVICE });
    const bound = await activate(at);
    const denied = await ask(at, bound);
    const deny = (reason?: string) => {
      const body = { decision: 'deny', ...(reason !== undefined && { reason }) };
      return send(at, bound, { method: 'POST', path: answerPath(denied.id), body });
    };
    expect(await written(at, () => deny())).toEqual([['request.denied', { by: 'service' }]]);
    expect(await written(at, () => deny('not-me'))).toEqual([
      ['request.denied', { by: 'service', reason: 'not-me' }],
    ]);
    const other = await ask(at, bound);
    expect(await written(at, () => at.issuer.cancelRequest(other.id))).toEqual([
      ['request.cancelled', {}],
    ]);
  });

  it('is told when wrong answers through the service have ended it', async () => {
    const at = createIssuerFixture({ serviceUrl: SERVICE });
    const bound = await activate(at);
    const { id, message } = await ask(at, bound);
    const code = mistyped(await responseTo(bound.account, message));
    const answer = () =>
      send(at, bound, {
        method: 'POST',
        path: answerPath(id),
        body: { decision: 'approve', code, number: true },
      });
    await answer();
    const types = (await written(at, answer)).map(([type]) => type);
    expect(types).toEqual(['code.refused', 'request.refused']);
  });
});

describe('readers', () => {
  it('get what they ask for, from where they are', async () => {
    const at = createIssuerFixture();
    await activate(at);
    await activate(at, granted(await at.issuer.begin({ owner: 'other' })));
    const types: TesseraEvent[] = [];
    const filter = { types: ['device.activated'], owner: 'other', after: 2 } as const;
    for await (const event of at.issuer.events(filter)) types.push(event);
    expect(types.map(({ owner, type }) => [owner, type])).toEqual([['other', 'device.activated']]);
  });

  it('are woken by a commit of this process, and end by their signal', async () => {
    const at = createIssuerFixture();
    const stop = new AbortController();
    const seen: EventType[] = [];
    // Without being woken, a reader would look again after a minute.
    const live = at.issuer.events({ live: true, every: 60_000, signal: stop.signal });
    const reading = (async () => {
      for await (const { type } of live) {
        seen.push(type);
        if (seen.length === 2) stop.abort();
      }
    })();
    await at.issuer.begin({ owner: 'one' });
    await at.issuer.begin({ owner: 'two' });
    await reading;
    expect(seen).toEqual(['activation.begun', 'activation.begun']);
  });

  it('are not looked through again, of one type, where there was none of it', async () => {
    const stop = new AbortController();
    const store = createMemoryStore();
    const looks: number[] = [];
    const at = createIssuerFixture({
      store: {
        ...store,
        events(query) {
          looks.push(query.after);
          return store.events(query);
        },
      },
    });
    const types = ['owner.erased'] as const;
    const live = at.issuer.events({ live: true, every: 100, types, signal: stop.signal });
    const reading = live[Symbol.asyncIterator]().next();
    for (const owner of ['one', 'two', 'three']) await at.issuer.begin({ owner });
    await expect.poll(() => looks.at(-1)).toBe(3);
    await at.issuer.eraseOwner({ owner: 'one' });
    const { value } = await reading;
    expect(value).toMatchObject({ type: 'owner.erased', number: 4 });
    stop.abort();
  });

  it('are refused options that are none', () => {
    const { issuer } = createIssuerFixture();
    for (const options of [
      { after: -1 },
      { every: 1 },
      { owner: '' },
      { types: ['device.lost'] as unknown as EventType[] },
    ])
      expect(() => issuer.events(options)).toThrow(
        expect.objectContaining({ code: 'OUT_OF_RANGE' }),
      );
  });
});
