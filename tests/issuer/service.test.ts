/**
 * The issuer's service as authenticators reach it: what is served, and what is turned away with
 * which words (docs/protocol.md §8).
 */
import { beforeEach, describe, expect, it } from 'vitest';

import { toBase64url } from '../../src/core/codec/bytes.ts';
import { toQrText } from '../../src/core/codec/message-text.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import type { Answer, Call } from './authenticator-fixture.ts';
import {
  answerPath,
  AUTHENTICATOR,
  handlerOf,
  read,
  requestFor,
  responseTo,
  send,
  SERVICE,
  tokenFor,
} from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  mistyped,
  setTotal,
  START,
} from './issuer-fixture.ts';

const LIST: Call = { path: '/requests' };
const UNSUBSCRIBE: Call = { method: 'DELETE', path: '/push-subscription' };

let at: IssuerFixture;
let bound: Bound;

beforeEach(async () => {
  at = createIssuerFixture({ serviceUrl: SERVICE });
  bound = await activate(at);
});

async function ask(title = 'Log in'): Promise<{ id: string; message: Uint8Array; code: string }> {
  // Without a number: an issuer without a service asks.
  const { issuer } = createIssuerFixture({ store: at.store, now: () => at.clock.now });
  const { id, message } = granted(await issuer.createRequest(bound.id, { kind: 'login', title }));
  return { id, message, code: await responseTo(bound.account, message) };
}

const approve = (id: string, code: string): Call => ({
  method: 'POST',
  path: answerPath(id),
  body: { decision: 'approve', code },
});

const deny = (id: string): Call => ({
  method: 'POST',
  path: answerPath(id),
  body: { decision: 'deny' },
});

const refusal = ({ status, body }: Answer): unknown => [status, body];

describe('what is served', () => {
  it('is told to the authenticator at its own address, and kept nowhere', async () => {
    const { status, headers, body } = await send(at, bound, LIST);
    expect([status, body]).toEqual([200, { requests: [], time: START }]);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Access-Control-Allow-Origin')).toBe(AUTHENTICATOR);
    expect(headers.get('Vary')).toBe('Origin');
  });

  it('lists what can be answered now, oldest first, as texts', async () => {
    const [one, two, three] = [await ask('One'), await ask('Two'), await ask('Three')];
    granted(await at.issuer.cancelRequest(two.id));
    const { body } = await send(at, bound, LIST);
    expect(body['requests']).toEqual([toQrText(one.message), toQrText(three.message)]);
    at.clock.now += 301;
    expect((await send(at, bound, LIST)).body).toEqual({ requests: [], time: START + 301 });
  });

  it('takes an approval once, and says to who asks again what became of it', async () => {
    const { id, code } = await ask();
    expect(refusal(await send(at, bound, approve(id, code)))).toEqual([200, { time: START }]);
    expect(await at.issuer.inspectRequest(id)).toMatchObject({ state: 'APPROVED', by: 'service' });
    for (const call of [approve(id, code), deny(id)])
      expect(refusal(await send(at, bound, call))).toEqual([
        409,
        { error: 'REQUEST_ANSWERED', state: 'APPROVED', time: START },
      ]);
  });

  it('takes a denial, which buys no attempts', async () => {
    const [one, two] = [await ask(), await ask()];
    for (let i = 0; i < 4; i++) await send(at, bound, approve(one.id, mistyped(one.code)));
    expect((await send(at, bound, deny(two.id))).status).toBe(200);
    expect((await send(at, bound, LIST)).status).toBe(200);
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(1);
    expect(await at.issuer.inspectRequest(two.id)).toMatchObject({ state: 'DENIED' });
  });

  it('counts wrong codes with all others, and pauses at the fifth', async () => {
    const { id, code } = await ask();
    for (let left = 4; left >= 0; left--)
      expect(refusal(await send(at, bound, approve(id, mistyped(code))))).toEqual([
        422,
        {
          error: 'ANSWER_WRONG',
          attemptsLeft: left,
          totalLeft: 20 + left,
          ...(left === 0 && { pausedUntil: START + 900 }),
          time: START,
        },
      ]);
    const paused = await send(at, bound, approve(id, code));
    const told = { error: 'PAUSED', pausedUntil: START + 900, time: START };
    expect(refusal(paused)).toEqual([423, told]);
    expect(paused.headers.get('Retry-After')).toBe('900');
    expect((await send(at, bound, LIST)).status).toBe(200);
    expect((await send(at, bound, deny(id))).status).toBe(200);
  });

  it('blocks at the last wrong one of all', async () => {
    const { id, code } = await ask();
    await setTotal(at, bound.id, 24);
    await send(at, bound, approve(id, mistyped(code)));
    for (const call of [approve(id, code), LIST])
      expect(refusal(await send(at, bound, call))).toEqual([
        403,
        { error: 'BLOCKED', time: START },
      ]);
  });

  it('works at the root of a host, and behind one that goes by another name', async () => {
    at = createIssuerFixture({ serviceUrl: 'https://bank.example/' });
    bound = await activate(at);
    const url = 'https://bank.example/requests';
    const token = await tokenFor(at, bound, { ...LIST, signed: { url } });
    const headers = { Authorization: `Bearer ${token}` };
    const inside = new Request('http://10.0.0.7:8080/requests?x=1', { headers });
    expect((await handlerOf(at)(inside)).status).toBe(200);
  });
});

describe('a request that is', () => {
  it('unknown, another account’s, expired or taken back is told apart', async () => {
    const { id, code } = await ask();
    const stranger = await activate(at);
    const cases: [Call, Bound, unknown][] = [
      [approve('00112233445566aa', code), bound, [404, { error: 'UNKNOWN_REQUEST', time: START }]],
      [approve(id, code), stranger, [404, { error: 'UNKNOWN_REQUEST', time: START }]],
      [
        { ...deny(id), path: '/requests/x/answer' },
        bound,
        [404, { error: 'UNKNOWN_REQUEST', time: START }],
      ],
      [approve(id, '123'), bound, [422, { error: 'CODE_MALFORMED', attemptsLeft: 5, time: START }]],
    ];
    for (const [call, by, expected] of cases)
      expect(refusal(await send(at, by, call))).toEqual(expected);
    const other = await ask();
    granted(await at.issuer.cancelRequest(other.id));
    expect(refusal(await send(at, bound, deny(other.id)))).toEqual([
      409,
      { error: 'REQUEST_CANCELLED', time: START },
    ]);
    at.clock.now += 301;
    expect(refusal(await send(at, bound, approve(id, code)))).toEqual([
      410,
      { error: 'EXPIRED', time: START + 301 },
    ]);
  });
});

describe('a token', () => {
  const REFUSED = [401, { error: 'TOKEN_REFUSED', time: START }];

  it('is good for its own call only', async () => {
    const { id, code } = await ask();
    const call = approve(id, code);
    const others: NonNullable<Call['signed']>[] = [
      { method: 'PUT' },
      { url: `${SERVICE}/requests` },
      { url: SERVICE.replace('8443', '8444') + call.path },
      { url: SERVICE.replace('https:', 'http:') + call.path },
      { body: { decision: 'approve', code: '00000000' } },
      { body: undefined },
      { serial: 'NW-0' },
      { key: new Uint8Array(32) },
      { key: bound.account.keys.channel },
    ];
    for (const signed of others)
      expect(refusal(await send(at, bound, { ...call, signed })), JSON.stringify(signed)).toEqual(
        REFUSED,
      );
    expect((await at.issuer.inspectRequest(id))?.state).toBe('PENDING');
    expect((await send(at, bound, call)).status).toBe(200);
  });

  it('is not moved from a call without a body to one with', async () => {
    const { id } = await ask();
    const call = deny(id);
    const token = await tokenFor(at, bound, { method: 'POST', path: call.path });
    expect(refusal(await read(await handlerOf(at)(requestFor(call, token))))).toEqual(REFUSED);
  });

  it('is good once, whatever it led to', async () => {
    const { id, code } = await ask();
    for (const call of [UNSUBSCRIBE, approve(id, mistyped(code)), approve(id, code), deny(id)]) {
      const token = await tokenFor(at, bound, call);
      const first = await read(await handlerOf(at)(requestFor(call, token)));
      expect(first.body['error']).not.toBe('TOKEN_USED');
      for (let i = 0; i < 2; i++)
        expect(refusal(await read(await handlerOf(at)(requestFor(call, token))))).toEqual([
          401,
          { error: 'TOKEN_USED', time: START },
        ]);
    }
    // The one wrong code was counted once, and set back by the right one.
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });

  it('is remembered while it could be accepted', async () => {
    const token = await tokenFor(at, bound, { ...UNSUBSCRIBE, signed: { time: START + 60 } });
    const again = async (): Promise<unknown> =>
      (await read(await handlerOf(at)(requestFor(UNSUBSCRIBE, token)))).body['error'];
    expect(await again()).toBeUndefined();
    at.clock.now += 179;
    await at.issuer.sweep(0);
    expect(await again()).toBe('TOKEN_USED');
    at.clock.now += 1;
    expect(await again()).toBe('TOKEN_EXPIRED');
  });

  it.each([-120, -119, 60, 61])('of a clock %d s off is answered with the time', async (off) => {
    const answer = await send(at, bound, { ...LIST, signed: { time: START + off } });
    const late = off === -120 || off === 61;
    expect(answer.status).toBe(late ? 401 : 200);
    if (late) expect(answer.body).toEqual({ error: 'TOKEN_EXPIRED', time: START });
  });

  it.each([
    ['nothing', ''],
    ['another scheme', 'Basic x'],
    ['no JWT', 'Bearer x.y.z'],
    ['one without a MAC', `Bearer ${toBase64url(Buffer.from('{"alg":"none"}'))}.e30.`],
    ['two', 'Bearer a b'],
  ])('that is %s is refused', async (_, Authorization) => {
    const call = { ...LIST, headers: { Authorization } };
    const answer = await send(at, bound, call);
    expect(refusal(answer)).toEqual(REFUSED);
    expect(answer.headers.get('WWW-Authenticate')).toContain('invalid_token');
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(AUTHENTICATOR);
  });

  it('that is wrong costs no attempt: anybody could send one', async () => {
    const { id, code } = await ask();
    const call = { ...approve(id, code), signed: { key: new Uint8Array(32) } };
    for (let i = 0; i < 12; i++) await send(at, bound, call);
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });
});

describe('an account that has ended', () => {
  const told = async (by = bound): Promise<unknown> => refusal(await send(at, by, LIST));

  it('is told why', async () => {
    const pending = granted(await at.issuer.begin());
    const unconfirmed = { ...bound, id: pending.id };
    expect(await told(unconfirmed)).toEqual([403, { error: 'NOT_ACTIVE', time: START }]);
    const next = granted(
      await at.issuer.beginReplacement(bound.id, { identifiedAsAtEnrolment: true }),
    );
    const successor = await activate(at, next);
    expect(await told()).toEqual([403, { error: 'REPLACED', time: START }]);
    granted(await at.issuer.revoke(successor.id));
    expect(await told(successor)).toEqual([403, { error: 'REVOKED', time: START }]);
    at.clock.now += 601;
    expect(await told(unconfirmed)).toEqual([403, { error: 'NOT_ACTIVE', time: START + 601 }]);
  });

  it('or is not known here, too', async () => {
    const elsewhere = createIssuerFixture({ serviceUrl: SERVICE });
    const call = await send(elsewhere, bound, LIST);
    expect(refusal(call)).toEqual([401, { error: 'UNKNOWN_ACCOUNT', time: START }]);
  });
});

describe('what is no call', () => {
  it.each([
    ['GET', '/nothing', 404, 'NOT_FOUND'],
    ['GET', '', 404, 'NOT_FOUND'],
    ['GET', '/requests/', 404, 'NOT_FOUND'],
    ['GET', '/requests/x/answer/y', 404, 'NOT_FOUND'],
    ['DELETE', '/requests', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/push-subscription', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/requests/AAAAAAAAAAA/answer', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s %s: %d', async (method, path, status, error) => {
    const answer = await send(at, bound, { method, path });
    expect(refusal(answer)).toEqual([status, { error, time: START }]);
    if (status === 405) expect(answer.headers.get('Allow')).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
  });

  it('lies outside the service', async () => {
    for (const url of [
      'https://bank.example:8443/servicerequests',
      'https://bank.example:8443/requests',
    ])
      expect((await handlerOf(at)(new Request(url))).status).toBe(404);
  });

  it.each([
    ['{', 400, 'BAD_REQUEST'],
    ['null', 400, 'BAD_REQUEST'],
    ['[]', 400, 'BAD_REQUEST'],
    ['{"decision":"perhaps"}', 400, 'BAD_REQUEST'],
    ['{"decision":"approve"}', 400, 'BAD_REQUEST'],
    ['{"decision":"approve","code":12345678}', 400, 'BAD_REQUEST'],
    [JSON.stringify({ decision: 'deny', more: 'x'.repeat(4096) }), 413, 'TOO_LARGE'],
  ])('has another body: %.40s', async (body, status, error) => {
    const { id } = await ask();
    const { path } = deny(id);
    const headers = {
      'Content-Type': 'application/json',
      Authorization: 'Bearer x',
      Origin: AUTHENTICATOR,
    };
    const response = await handlerOf(at)(
      new Request(SERVICE + path, { method: 'POST', headers, body }),
    );
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(AUTHENTICATOR);
    expect(refusal(await read(response))).toEqual([status, { error, time: START }]);
  });

  it('is of another type', async () => {
    const { id } = await ask();
    const call = { ...deny(id), headers: { 'Content-Type': 'text/plain' } };
    expect(refusal(await send(at, bound, call))).toEqual([
      415,
      { error: 'MEDIA_TYPE', time: START },
    ]);
  });
});

describe('a browser', () => {
  const preflight = (origin: string): Promise<Response> =>
    handlerOf(at)(
      new Request(`${SERVICE}/push-subscription`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'authorization,content-type',
        },
      }),
    );

  it('is let through from the authenticator’s page', async () => {
    const { status, headers } = await preflight(AUTHENTICATOR);
    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(AUTHENTICATOR);
    expect(headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, PUT, DELETE');
    expect(headers.get('Access-Control-Allow-Headers')).toBe('Authorization, Content-Type');
    expect(headers.has('Access-Control-Allow-Credentials')).toBe(false);
  });

  it.each(['https://evil.example', 'null', 'https://auth.example.evil', 'http://auth.example', ''])(
    'is not from %j',
    async (origin) => {
      const refused = await preflight(origin);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toEqual({ error: 'ORIGIN_REFUSED', time: START });
      const answers = [
        refused,
        await handlerOf(at)(requestFor({ ...LIST, headers: { Origin: origin } }, 'x')),
      ];
      for (const { headers } of answers)
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );
});

describe('the handler', () => {
  it.each([['*'], ['https://auth.example/'], ['auth.example'], ['null']])(
    'is not made for the authenticator %j',
    (origin) => {
      const make = (): unknown =>
        createServiceHandler({ issuer: at.issuer, authenticators: [origin] });
      expect(make).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
    },
  );

  it('is not made for an issuer that names no service', () => {
    const make = (): unknown =>
      createServiceHandler({ issuer: createIssuerFixture().issuer, authenticators: [] });
    expect(make).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
  });

  it('tells a fault as one, without its words', async () => {
    const reported: unknown[] = [];
    const fault = new Error('the words');
    const service = { ...at.issuer.service, pending: () => Promise.reject(fault) };
    const handler = createServiceHandler({
      issuer: { ...at.issuer, service },
      authenticators: [AUTHENTICATOR],
      report: (thrown) => reported.push(thrown),
    });
    const answer = await read(await handler(requestFor(LIST, 'x')));
    expect(refusal(answer)).toEqual([500, { error: 'UNEXPECTED', time: START }]);
    expect(reported).toEqual([fault]);
  });
});
