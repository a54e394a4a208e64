/**
 * The number beside a request, whose it is, how many there may be, and what answers make of it
 * (docs/protocol.md §7, §8).
 */
import { beforeEach, describe, expect, it } from 'vitest';

import type { Asked, Overview, PageRequest } from '../../src/issuer/http/page-api.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import type { ActiveInstance } from '../../src/issuer/instance.ts';
import type { Alarm } from '../../src/issuer/issuer-options.ts';
import { drawNumber } from '../../src/issuer/request-number.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { readRequest } from '../../src/protocol/request.ts';
import type { Answer, Call } from './authenticator-fixture.ts';
import {
  answerPath,
  numberedResponse,
  responseTo,
  send,
  SERVICE,
} from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  mistyped,
  refused,
  START,
} from './issuer-fixture.ts';
import { independentHotp } from './simulated-phone.ts';

const LOGIN: RequestOptions = { kind: 'login', title: 'Log in' };
const ADA = 'session-of-ada-01234567890';
const EVE = 'session-of-eve-01234567890';

let at: IssuerFixture;
let bound: Bound;

beforeEach(async () => {
  at = createIssuerFixture({ serviceUrl: SERVICE });
  bound = await activate(at);
});

async function ask(options: Partial<RequestOptions> = {}) {
  const { id, message, number } = granted(
    await at.issuer.createRequest(bound.id, { ...LOGIN, asker: ADA, ...options }),
  );
  return {
    id,
    message,
    number: number!,
    typed: await responseTo(bound.account, message),
    code: await numberedResponse(bound.account, message, number!),
  };
}

function answer(id: string, body: unknown): Promise<Answer> {
  const call: Call = { method: 'POST', path: answerPath(id), body };
  return send(at, bound, call);
}

const approve = (id: string, code: string): Promise<Answer> =>
  answer(id, { decision: 'approve', code, number: true });

/** As after a scan. */
const approvePlainly = (id: string, code: string): Promise<Answer> =>
  answer(id, { decision: 'approve', code });

const rowOf = async (id: string) => (await at.store.request(id))!;

describe('the number', () => {
  it('is drawn evenly of those that are free, with its leading zeros', () => {
    const bytes = new Uint8Array(4);
    const free = Array.from({ length: 97 }, (_, i) => {
      bytes[3] = i;
      return drawNumber({
        randomBytes: () => bytes,
        digits: 2,
        taken: new Set(['00', '05', '99']),
      });
    });
    const all = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));
    expect(free).toEqual(all.filter((number) => !['00', '05', '99'].includes(number)));
  });

  it('is drawn again above the last whole run, and not for ever', () => {
    const draws = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 7)];
    const randomBytes = () => draws.shift()!;
    expect(drawNumber({ randomBytes, digits: 6, taken: new Set() })).toBe('000007');
    const stuck = () => new Uint8Array(4).fill(255);
    expect(() => drawNumber({ randomBytes: stuck, digits: 2, taken: new Set() })).toThrow();
  });

  it('is of every request where there is a service, and said in the message by its length', async () => {
    for (const numberDigits of [undefined, 6] as const) {
      at = createIssuerFixture({ serviceUrl: SERVICE, ...(numberDigits && { numberDigits }) });
      bound = await activate(at);
      const { id, message, number } = await ask();
      expect(number).toMatch(numberDigits ? /^\d{6}$/ : /^\d\d$/);
      const said = await readRequest(message, bound.account.keys.channel);
      expect(said.numberDigits).toBe(numberDigits ?? 2);
      expect(await rowOf(id)).toMatchObject({ number, numberDigits: numberDigits ?? 2 });
    }
    at = createIssuerFixture();
    bound = await activate(at);
    const { id, message, number } = await ask();
    expect(number).toBeUndefined();
    expect(await readRequest(message, bound.account.keys.channel)).not.toHaveProperty(
      'numberDigits',
    );
    expect(await rowOf(id)).not.toHaveProperty('numberDigits');
  });

  it('keeps its length where the issuer changes to another one while it is asked', async () => {
    const asked = [await ask(), await ask()] as const;
    const { clock } = at;
    at = createIssuerFixture({
      serviceUrl: SERVICE,
      store: at.store,
      now: () => clock.now,
      numberDigits: 6,
    });
    const [first, second] = asked;
    expect(await at.issuer.shownRequest(first.id, ADA)).toEqual({
      message: first.message,
      number: first.number,
    });
    expect(await at.issuer.inspectRequest(first.id)).toMatchObject({ numberDigits: 2 });
    expect(await approve(first.id, first.code)).toMatchObject({ status: 200 });
    const wrong = await numberedResponse(bound.account, second.message, `0000${second.number}`);
    expect(await approve(second.id, wrong)).toMatchObject({ status: 422, body: { triesLeft: 1 } });
    expect(await approve(second.id, second.code)).toMatchObject({ status: 200 });
    expect((await ask()).number).toMatch(/^\d{6}$/);
  });

  it('lives ten minutes at most, unless the issuer says otherwise', async () => {
    await expect(ask({ lifetime: 601 })).rejects.toThrow('lifetime must be 1 to 600');
    await ask({ lifetime: 600 });
    at = createIssuerFixture({ serviceUrl: SERVICE, numberLifetime: 3600 });
    bound = await activate(at);
    await ask({ lifetime: 3600 });
  });

  it('is another for each open request of the owner, on whichever device', async () => {
    const second = await activate(at);
    // A source that gives the same each time.
    at = createIssuerFixture({
      serviceUrl: SERVICE,
      store: at.store,
      randomBytes: (length) =>
        crypto.getRandomValues(new Uint8Array(length)).fill(0, 0, length === 4 ? 4 : 0),
    });
    const first = await ask();
    const other = granted(await at.issuer.createRequest(second.id, LOGIN));
    expect([first.number, other.number]).toEqual(['00', '01']);
  });

  it('is kept for the same asker within the hour, and forgotten with an approval', async () => {
    at = createIssuerFixture({ serviceUrl: SERVICE, numberDigits: 6 });
    bound = await activate(at);
    const first = await ask();
    granted(await at.issuer.cancelRequest(first.id));
    expect((await ask({ asker: EVE })).number).not.toBe(first.number);
    const again = await ask();
    expect(again.number).toBe(first.number);
    // While it is open, another request of the same session has another.
    expect((await ask()).number).not.toBe(first.number);
    at.clock.now += 3601;
    expect((await ask()).number).not.toBe(first.number);
    const approved = await ask();
    granted(await at.issuer.verifyResponse(approved.id, approved.typed));
    expect((await ask()).number).not.toBe(approved.number);
  });

  it('is forgotten with an approval on another device, and the next one is kept', async () => {
    at = createIssuerFixture({ serviceUrl: SERVICE, numberDigits: 6 });
    const phones = [await activate(at), await activate(at)] as const;
    const askOn = async (place: 0 | 1) => {
      bound = phones[place];
      return ask();
    };
    for (const seconds of [0, 10]) {
      const first = await askOn(0);
      granted(await at.issuer.cancelRequest(first.id));
      at.clock.now += seconds;
      const second = await askOn(1);
      expect(second.number).toBe(first.number);
      at.clock.now += seconds;
      granted(await at.issuer.verifyResponse(second.id, second.typed));
      at.clock.now += seconds;
      const third = await askOn(0);
      expect(third.number).not.toBe(first.number);
      granted(await at.issuer.cancelRequest(third.id));
      at.clock.now += 1;
      const fourth = await askOn(0);
      if (seconds > 0) expect(fourth.number).toBe(third.number);
      granted(await at.issuer.verifyResponse(fourth.id, fourth.typed));
    }
  });
});

describe('whose it is', () => {
  it('is the asker’s alone, and nobody’s once the request has ended', async () => {
    const { id, message, number } = await ask();
    expect(await at.issuer.shownRequest(id, ADA)).toEqual({ message, number });
    expect(await at.issuer.shownRequest(id, EVE)).toBeUndefined();
    const row = await rowOf(id);
    expect(JSON.stringify(row)).not.toContain(ADA);
    const seen = [
      await at.issuer.inspectRequest(id),
      ...(await at.issuer.listRequests({ owner: 'customer' })),
    ];
    for (const request of seen) {
      expect(request).toMatchObject({ id, state: 'PENDING', numberDigits: 2 });
      for (const name of ['number', 'message', 'asker']) expect(request).not.toHaveProperty(name);
    }
    // The hash that is kept opens nothing.
    expect(await at.issuer.shownRequest(id, row.asker!)).toBeUndefined();
    at.clock.now += 301;
    expect(await at.issuer.shownRequest(id, ADA)).toBeUndefined();
  });

  it('stays with an approval that signs it, and with nothing else', async () => {
    const [signed, typed, denied] = [await ask(), await ask(), await ask()];
    expect((await approve(signed.id, signed.code)).status).toBe(200);
    granted(await at.issuer.verifyResponse(typed.id, typed.typed));
    granted(await at.issuer.denyRequest(denied.id));
    expect((await rowOf(signed.id)).number).toBe(signed.number);
    expect(await rowOf(typed.id)).not.toHaveProperty('number');
    expect(await rowOf(denied.id)).not.toHaveProperty('number');
    for (const { id } of [signed, typed, denied]) {
      expect(await at.issuer.shownRequest(id, ADA)).toBeUndefined();
      expect(await at.issuer.inspectRequest(id)).not.toHaveProperty('number');
    }
    const again = await approve(signed.id, signed.code);
    expect([again.status, again.body]).toEqual([
      409,
      { error: 'REQUEST_ANSWERED', state: 'APPROVED', time: START },
    ]);
  });

  it('is dropped with the clock when the instance ends', async () => {
    await ask();
    granted(await at.issuer.verifyOtp(bound.id, await bound.account.otpAt(START)));
    const row = async () => at.store.instance(bound.id);
    for (const name of ['numbers', 'clock']) expect(await row()).toHaveProperty(name);
    granted(await at.issuer.revoke(bound.id));
    for (const name of ['numbers', 'clock']) expect(await row()).not.toHaveProperty(name);
  });

  it('has no place in a row of before', async () => {
    const { id, typed } = await ask();
    const { number, numberDigits, asker, ...old } = await rowOf(id);
    expect([number, numberDigits, asker]).not.toContain(undefined);
    expect(await at.store.commit([{ table: 'requests', row: { ...old, version: 2 } }])).toBe(true);
    expect(await at.issuer.inspectRequest(id)).toHaveProperty('message');
    expect((await approvePlainly(id, typed)).status).toBe(200);
  });
});

describe('how many there may be', () => {
  const refusedAt = async (id: string, options: Partial<RequestOptions> = {}) =>
    refused(await at.issuer.createRequest(id, { ...LOGIN, ...options })).reason;

  it('three open of an owner, on all devices', async () => {
    const second = await activate(at);
    await ask();
    await ask();
    granted(await at.issuer.createRequest(second.id, LOGIN));
    expect(await refusedAt(bound.id)).toBe('TOO_MANY_REQUESTS');
    expect(await refusedAt(second.id)).toBe('TOO_MANY_REQUESTS');
    const stranger = await activate(at, granted(await at.issuer.begin({ owner: 'another' })));
    granted(await at.issuer.createRequest(stranger.id, LOGIN));
  });

  it('five in an hour without a right answer', async () => {
    for (let i = 0; i < 5; i++) granted(await at.issuer.cancelRequest((await ask()).id));
    expect(await refusedAt(bound.id)).toBe('TOO_MANY_REQUESTS');
    at.clock.now += 3599;
    await at.issuer.sweep(0);
    expect(await refusedAt(bound.id)).toBe('TOO_MANY_REQUESTS');
    at.clock.now += 1;
    await ask();
  });

  it('five are counted since the last right answer, on whatever device', async () => {
    const second = await activate(at);
    for (let i = 0; i < 5; i++) granted(await at.issuer.cancelRequest((await ask()).id));
    expect(await refusedAt(second.id)).toBe('TOO_MANY_REQUESTS');
    at.clock.now += 1;
    const { otpPolicy, secrets } = (await at.store.instance(second.id)) as ActiveInstance;
    const code = independentHotp(otpPolicy, secrets.keys.otp, Math.floor(at.clock.now / 30) + 1);
    granted(await at.issuer.verifyOtp(second.id, code));
    for (let i = 0; i < 5; i++) granted(await at.issuer.cancelRequest((await ask()).id));
    expect(await refusedAt(second.id)).toBe('TOO_MANY_REQUESTS');
  });

  it.each([
    ['the device that is asked', ({ id }: Bound) => id],
    ['another device', (_: Bound, second: Bound) => second.id],
    ['the owner', () => ({ owner: 'customer' })],
  ])('five are counted since the person was identified, by %s', async (_, of) => {
    const second = await activate(at);
    for (let i = 0; i < 5; i++) granted(await at.issuer.cancelRequest((await ask()).id));
    expect(await refusedAt(second.id)).toBe('TOO_MANY_REQUESTS');
    at.clock.now += 1;
    granted(await at.issuer.unpause(of(bound, second)));
    for (let i = 0; i < 5; i++) granted(await at.issuer.cancelRequest((await ask()).id));
    expect(await refusedAt(second.id)).toBe('TOO_MANY_REQUESTS');
  });

  it('and says when one more may be asked', async () => {
    const until = async () => refused(await at.issuer.createRequest(bound.id, LOGIN)).until!;
    const inVain = async () => expect(await until()).toBeGreaterThan(at.clock.now);
    // Three open, of which the first ends after 300 seconds.
    for (let i = 0; i < 3; i++) {
      await ask();
      at.clock.now += 10;
    }
    expect(await until()).toBe(START + 301);
    at.clock.now = START + 300;
    await inVain();
    at.clock.now = START + 301;
    // Four of the hour, and the fifth.
    await at.issuer.cancelRequest((await ask()).id);
    at.clock.now = START + 700;
    await at.issuer.cancelRequest((await ask()).id);
    expect(await until()).toBe(START + 3600);
    at.clock.now = START + 3599;
    await inVain();
    at.clock.now = START + 3600;
    await ask();
    // The two that were asked next end their hour 10 and 20 seconds later.
    expect(await until()).toBe(START + 3610);
  });

  it('and none that a clock asked that was ahead', async () => {
    at.clock.now += 86_400;
    for (let i = 0; i < 3; i++) await ask();
    at.clock.now = START;
    for (let i = 0; i < 3; i++) await ask();
    expect(await refusedAt(bound.id)).toBe('TOO_MANY_REQUESTS');
  });

  it('and any number with right answers', async () => {
    for (let i = 0; i < 8; i++) {
      const { id, typed } = await ask();
      granted(await at.issuer.verifyResponse(id, typed));
    }
  });
});

describe('an answer', () => {
  it('that is wrong says what is left, and the second through the service ends the request', async () => {
    const { id, code, typed, number } = await ask();
    const other = String((Number(number) + 1) % 100).padStart(2, '0');
    const { message } = (await at.issuer.shownRequest(id, ADA))!;
    const misread = await numberedResponse(bound.account, message, other);
    const wrong = await approve(id, misread);
    expect([wrong.status, wrong.body]).toEqual([
      422,
      { error: 'ANSWER_WRONG', triesLeft: 1, attemptsLeft: 4, totalLeft: 24, time: START },
    ]);
    expect(await rowOf(id)).toMatchObject({ state: 'PENDING', number });
    // Without the number it is no answer to the question with it.
    const last = await approve(id, typed);
    expect(last.body).toMatchObject({ error: 'ANSWER_WRONG', triesLeft: 0, attemptsLeft: 3 });
    expect(await rowOf(id)).toMatchObject({ state: 'REFUSED', by: 'service' });
    expect(await rowOf(id)).not.toHaveProperty('number');
    for (const late of [await approve(id, code), await answer(id, { decision: 'deny' })])
      expect([late.status, late.body]).toEqual([
        409,
        { error: 'REQUEST_ANSWERED', state: 'REFUSED', time: START },
      ]);
    expect(refused(await at.issuer.verifyResponse(id, typed)).request).toBe('REFUSED');
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(3);
  });

  it('typed at the page never contains the number, and ends no request', async () => {
    const { id, code, typed } = await ask();
    for (const wrong of [code, mistyped(typed), mistyped(typed)])
      expect(refused(await at.issuer.verifyResponse(id, wrong))).not.toHaveProperty('triesLeft');
    expect((await rowOf(id)).state).toBe('PENDING');
    expect(granted(await at.issuer.verifyResponse(id, typed)).state).toBe('APPROVED');
  });

  it('without the number is taken through the service, too: it came by a scan', async () => {
    const { id, typed } = await ask();
    expect((await approvePlainly(id, typed)).status).toBe(200);
    expect((await rowOf(id)).number).toBeUndefined();
  });

  it('with a number where none was asked is refused, and not counted', async () => {
    const bare = createIssuerFixture({ store: at.store });
    const { id, message } = granted(await bare.issuer.createRequest(bound.id, LOGIN));
    const refusedAnswer = await approve(id, await responseTo(bound.account, message));
    expect([refusedAnswer.status, refusedAnswer.body]).toEqual([
      400,
      { error: 'BAD_REQUEST', time: START },
    ]);
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });

  it.each([
    [{ decision: 'approve', number: '07' }],
    [{ decision: 'approve', number: 7 }],
    [{ decision: 'approve', number: false }],
    [{ decision: 'approve', reason: 'not-me' }],
    [{ decision: 'deny', number: true }],
    [{ decision: 'deny', reason: 'other' }],
    [{ decision: 'deny', reason: true }],
  ])('%j is none', async (body) => {
    const { id, code } = await ask();
    const { status, body: told } = await answer(id, { ...body, code });
    expect([status, told]).toEqual([400, { error: 'BAD_REQUEST', time: START }]);
    expect((await rowOf(id)).state).toBe('PENDING');
    expect((await at.issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });
});

describe('a denial', () => {
  const notMe = { decision: 'deny', reason: 'not-me' };

  it('and a wrong answer that leaves few are told to the site, which may throw', async () => {
    const alarms: Alarm[] = [];
    const onAlarm = (alarm: Alarm): void => {
      alarms.push(alarm);
      throw new Error('The site is down.');
    };
    at = createIssuerFixture({ serviceUrl: SERVICE, onAlarm });
    bound = await activate(at);
    const { id } = bound;
    const row = (await at.store.instance(id)) as ActiveInstance;
    const tries = { ...row.tries, total: 14 };
    await at.store.commit([
      { table: 'instances', row: { ...row, version: row.version + 1, tries } },
    ]);
    const one = await ask();
    expect((await approve(one.id, mistyped(one.code))).status).toBe(422);
    for (let i = 0; i < 2; i++) expect((await answer(one.id, notMe)).status).toBe(200);
    expect(alarms).toEqual([
      { kind: 'nearlyBlocked', id, totalLeft: 10 },
      { kind: 'not-me', id, totalLeft: 10 },
    ]);
    expect(at.issuer.counts()).toMatchObject({ nearlyBlocked: 1, 'denial.not-me': 1 });
  });

  it('says why at once, or for 24 hours after it, once', async () => {
    const [one, two] = [await ask(), await ask()];
    expect((await answer(one.id, notMe)).status).toBe(200);
    expect((await answer(two.id, { decision: 'deny' })).status).toBe(200);
    expect(await at.issuer.inspectRequest(two.id)).not.toHaveProperty('reason');
    at.clock.now += 24 * 3600;
    for (let i = 0; i < 2; i++) expect((await answer(two.id, notMe)).status).toBe(200);
    for (const { id } of [one, two])
      expect(await at.issuer.inspectRequest(id)).toMatchObject({
        state: 'DENIED',
        answeredAt: START,
        reason: 'not-me',
      });
    expect((await rowOf(two.id)).version).toBe(3);
    expect(at.issuer.counts()['denial.not-me']).toBe(2);
    expect(at.issuer.counts()['service.answer.ok']).toBe(4);
  });

  it('of the site, or of long ago, takes no reason', async () => {
    const [site, own] = [await ask(), await ask()];
    granted(await at.issuer.denyRequest(site.id));
    expect((await answer(site.id, notMe)).status).toBe(409);
    expect((await answer(own.id, { decision: 'deny' })).status).toBe(200);
    at.clock.now += 24 * 3600 + 1;
    expect((await answer(own.id, notMe)).status).toBe(409);
    expect(at.issuer.counts()).not.toHaveProperty('denial.not-me');
  });

  it('of another instance’s request is none', async () => {
    const { id } = await ask();
    const other = await activate(at);
    const call: Call = { method: 'POST', path: answerPath(id), body: notMe };
    expect((await send(at, other, call)).status).toBe(404);
  });
});

describe('what was accepted last', () => {
  const told = async () => {
    const { id, message } = await ask();
    const { lastAccepted } = await readRequest(message, bound.account.keys.channel);
    granted(await at.issuer.cancelRequest(id));
    return lastAccepted;
  };

  it('is in each request: three approvals, newest first, and a one-time password', async () => {
    expect(await told()).toBeUndefined();
    const approved = [];
    for (let i = 0; i < 4; i++) {
      const { id, code, typed } = await ask();
      if (i % 2) granted(await at.issuer.verifyResponse(id, typed));
      else expect((await approve(id, code)).status).toBe(200);
      approved.unshift({
        idPrefix: Uint8Array.from(Buffer.from(id.slice(0, 8), 'hex')),
        at: at.clock.now,
      });
      at.clock.now += 1000;
    }
    expect(await told()).toEqual({ approvals: approved.slice(0, 3) });
    granted(await at.issuer.verifyOtp(bound.id, await bound.account.otpAt(at.clock.now)));
    const otpAt = at.clock.now;
    expect(await told()).toEqual({ approvals: approved.slice(0, 3), otpAt });
    at.clock.now = approved[0]!.at + 30 * 24 * 3600;
    expect(await told()).toEqual({ approvals: [], otpAt });
  });

  it('is never later than its request, whatever the clock was before', async () => {
    at.clock.now += 3600;
    granted(await at.issuer.verifyOtp(bound.id, await bound.account.otpAt(at.clock.now)));
    const { id, typed } = await ask();
    granted(await at.issuer.verifyResponse(id, typed));
    at.clock.now -= 3600;
    const now = at.clock.now;
    expect(await told()).toMatchObject({ approvals: [{ at: now }], otpAt: now });
  });

  it('is no denial, nothing refused, and not another instance’s', async () => {
    const { id } = await ask();
    expect((await answer(id, { decision: 'deny' })).status).toBe(200);
    const wrong = await ask();
    for (let i = 0; i < 2; i++) await approve(wrong.id, mistyped(wrong.code));
    const other = await activate(at);
    granted(await at.issuer.verifyOtp(other.id, await other.account.otpAt(START)));
    expect(await told()).toBeUndefined();
  });
});

describe('the page', () => {
  interface Session {
    cookie: string;
  }
  interface CallOptions {
    readonly origin?: string;
    readonly secure?: boolean | undefined;
    readonly body?: object;
  }
  const page = (secure?: boolean) =>
    createPageHandler({
      issuer: at.issuer,
      owner: () => 'customer',
      ask: () => LOGIN,
      ...(secure !== undefined && { secure }),
    });

  async function call<T>(
    session: Session,
    method: string,
    path: string,
    { origin = 'https://bank.example', secure, body = {} }: CallOptions = {},
  ): Promise<{ status: number; headers: Headers; body: T }> {
    const response = await page(secure)(
      new Request(`${origin}/api/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', Cookie: session.cookie },
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      }),
    );
    const { status, headers } = response;
    const [cookie] = headers.get('Set-Cookie')?.split(';') ?? [];
    if (cookie !== undefined) session.cookie = cookie;
    return { status, headers, body: (await response.json()) as T };
  }

  it('tells number, image and text to the session that asked, and to no other', async () => {
    const [ada, eve]: Session[] = [{ cookie: 'a=b' }, { cookie: '' }];
    const asked = await call<PageRequest>(ada!, 'POST', `devices/${bound.id}/requests`);
    expect(asked.body.number).toMatch(/^\d\d$/);
    expect((await call<Overview>(ada!, 'GET', 'overview')).body.request).toEqual(asked.body);
    const { number, images, svg, text, ...rest } = asked.body;
    expect(svg.qr).toContain('<svg');
    for (const session of [eve!, { cookie: '__Host-tessera-asker=guess' }]) {
      const overview = (await call<Overview>(session, 'GET', 'overview')).body;
      expect(overview).not.toHaveProperty('request');
      expect(overview.elsewhere).toEqual([rest]);
      const one = await call<Asked>(session, 'GET', `requests/${rest.id}`);
      expect(one.body).toEqual(rest);
      for (const secret of [text, svg.cryptogram, images.qr.modules, `"number":"${number}"`])
        expect(JSON.stringify([overview, one.body])).not.toContain(secret);
    }
    // Two sessions of one owner ask beside each other.
    const other = await call<PageRequest>(eve!, 'POST', `devices/${bound.id}/requests`);
    expect(eve!.cookie).not.toBe(ada!.cookie);
    const overview = (await call<Overview>(eve!, 'GET', 'overview')).body;
    expect(overview.request).toEqual(other.body);
    expect(overview.elsewhere).toEqual([rest]);
  });

  it('knows a session by a cookie that scripts and other sites don’t get', async () => {
    const strict = /^__Host-tessera-asker=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/;
    const plain = /^tessera-asker=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/;
    for (const [origin, expected, secure] of [
      ['https://bank.example', strict],
      // Behind a proxy that ends TLS.
      ['http://bank.example', strict],
      ['http://127.0.0.1.bank.example', strict],
      ['http://127.0.0.1:4174', strict, true],
      ['https://localhost', strict],
      ['http://localhost:4174', plain],
      ['http://127.0.0.1:4174', plain],
      ['http://[::1]:4174', plain],
      ['http://192.168.0.7', plain, false],
    ] as const) {
      const session = { cookie: '' };
      const options = { origin, secure };
      const path = `devices/${bound.id}/requests`;
      expect((await call(session, 'GET', 'overview', options)).headers.has('Set-Cookie')).toBe(
        false,
      );
      const { headers } = await call(session, 'POST', path, options);
      expect(headers.get('Set-Cookie')).toMatch(expected);
      const second = await call(session, 'POST', path, options);
      expect(second.headers.has('Set-Cookie')).toBe(false);
      await Promise.all(
        (await at.issuer.listRequests({ instance: bound.id })).map(({ id }) =>
          at.issuer.cancelRequest(id),
        ),
      );
    }
  });

  it('takes the site’s own session instead, and none that could be guessed', async () => {
    const reported: unknown[] = [];
    const handler = (asker: string) =>
      createPageHandler({
        issuer: at.issuer,
        owner: () => 'customer',
        ask: () => LOGIN,
        asker: () => asker,
        report: (thrown) => reported.push(thrown),
      });
    const request = (method: string, path: string) =>
      new Request(`https://bank.example/api/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
      });
    const path = `devices/${bound.id}/requests`;
    const asked = await handler(ADA)(request('POST', path));
    expect(asked.headers.has('Set-Cookie')).toBe(false);
    const { id, number } = (await asked.json()) as PageRequest;
    const overview = async (asker: string) =>
      (await (await handler(asker)(request('GET', 'overview'))).json()) as Overview;
    expect((await overview(ADA)).request).toMatchObject({ id, number });
    expect((await overview(EVE)).elsewhere).toMatchObject([{ id }]);
    expect((await handler('17')(request('POST', path))).status).toBe(500);
    expect(String(reported[0])).toContain('asker must be');
  });

  it('is refused words that don’t fit; any other option of the site’s is its own fault', async () => {
    const outcome = async (options: Partial<RequestOptions>) => {
      const reported: unknown[] = [];
      const handler = createPageHandler({
        issuer: at.issuer,
        owner: () => 'customer',
        ask: () => ({ ...LOGIN, ...options }) as RequestOptions,
        report: (thrown) => reported.push(thrown),
      });
      const response = await handler(
        new Request(`https://bank.example/api/devices/${bound.id}/requests`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
        }),
      );
      return [response.status, reported.length];
    };
    for (const words of [
      { title: '' },
      { fields: [['', 'x']] as const },
      { title: 'x'.repeat(999) },
    ])
      expect(await outcome(words)).toEqual([422, 0]);
    for (const fault of [{ lifetime: 601 }, { lifetime: 0 }, { reference: 7 as never }])
      expect(await outcome(fault)).toEqual([500, 1]);
  });

  it('is told how long to wait, that it came before, and that a request is refused', async () => {
    const { id, code, typed } = await ask();
    expect((await approve(id, code)).status).toBe(200);
    const session = { cookie: '' };
    const path = `requests/${id}/response-code`;
    const again = await call(session, 'POST', path, { body: { code: typed } });
    expect([again.status, again.body]).toEqual([200, { state: 'APPROVED', already: true }]);
    const two = await ask();
    for (let i = 0; i < 5; i++) await at.issuer.verifyResponse(two.id, mistyped(two.typed));
    const paused = await call(session, 'POST', `requests/${two.id}/response-code`, {
      body: { code: two.typed },
    });
    expect([paused.status, paused.headers.get('Retry-After')]).toEqual([423, '900']);
    expect(paused.body).toMatchObject({ error: 'PAUSED', pausedUntil: START + 900 });
  });
});
