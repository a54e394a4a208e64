/** A page's calls that name a device and begin its replacement: by whose right, and whose not. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import type { TesseraError } from '../../src/core/errors.ts';
import type { Overview, PageActivation, Problem } from '../../src/issuer/http/page-api.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import * as render from '../../src/issuer/render.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  setTotal,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

vi.mock(import('../../src/issuer/render.ts'), { spy: true });

let at: IssuerFixture;
let device: Bound;
/** The sessions in which the site has identified the person, and what it was asked of. */
let identified: Set<string>;
let asked: unknown[];
let handler: ReturnType<typeof createPageHandler>;

beforeEach(async () => {
  at = createIssuerFixture();
  device = await activate(at, granted(await at.issuer.begin({ owner: 'Ada' })));
  identified = new Set();
  asked = [];
  handler = createPageHandler({
    issuer: at.issuer,
    owner: (request) => request.headers.get('Session')?.split('/')[0],
    account: () => ({ label: 'Current account', serial: 'NOT-USED' }),
    mayReplace(owner, { id, state, ...rest }, request) {
      asked.push([owner, id, state, 'message' in rest]);
      return identified.has(request.headers.get('Session')!);
    },
  });
});

async function call<T>(method: string, path: string, body?: object, session = 'Ada/1') {
  const response = await handler(
    new Request(`https://site.example/api/${path}`, {
      method,
      headers: { Session: session, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as T & Problem };
}

const devices = async () => (await call<Overview>('GET', 'overview')).body.devices;
const replace = (body: object, session?: string) =>
  call<PageActivation>('POST', `devices/${device.id}/replacement`, body, session);

describe('a name', () => {
  it('is given and told, without the blanks around it', async () => {
    expect(await devices()).toMatchObject([{ id: device.id }]);
    expect((await devices())[0]).not.toHaveProperty('name');
    const path = `devices/${device.id}`;
    expect(await call('PATCH', path, { name: ' Ada’s phone ' })).toEqual({
      status: 200,
      body: { name: 'Ada’s phone' },
    });
    expect(await devices()).toMatchObject([{ id: device.id, name: 'Ada’s phone' }]);
  });

  it.each(['', '   ', 'x'.repeat(41), '…', 'a\u202eb', 'a\nb'])(
    'that is none (%j) is refused',
    async (name) => {
      const { status, body } = await call('PATCH', `devices/${device.id}`, { name });
      expect([status, body]).toEqual([422, { error: 'NAME_REFUSED' }]);
      expect((await devices())[0]).not.toHaveProperty('name');
    },
  );

  it.each([{}, { name: 17 }, { name: null }])(
    'left out or no text (%j) is a bad call',
    async (body) => {
      expect((await call('PATCH', `devices/${device.id}`, body)).status).toBe(400);
    },
  );

  it("of somebody else's device is not given, nor by a form of another site", async () => {
    const path = `devices/${device.id}`;
    expect((await call('PATCH', path, { name: 'Mine' }, 'Bob/1')).body).toEqual({
      error: 'UNKNOWN_ACTIVATION',
    });
    const form = new Request(`https://site.example/api/${path}`, {
      method: 'PATCH',
      headers: { Session: 'Ada/1', 'Content-Type': 'text/plain' },
      body: '{"name":"Theirs"}',
    });
    expect((await handler(form)).status).toBe(415);
    expect((await devices())[0]).not.toHaveProperty('name');
  });
});

describe('a replacement', () => {
  it('begins with a code of the device, and is an activation that keeps its name', async () => {
    granted(await at.issuer.rename(device.id, 'Phone'));
    const { status, body } = await replace({
      oneTimePassword: await device.account.otpAt(START),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      serial: device.account.message.serial,
      replaces: device.id,
      stage: 'device-code',
    });
    const { message } = await readFirstMessage(readText(body.text));
    expect(message).toMatchObject({ label: 'Current account', replaces: body.serial });
    expect(asked).toEqual([]);
    await activate(at, { ...body, firstMessage: readText(body.text) });
    expect(await devices()).toMatchObject([
      { id: body.id, name: 'Phone', state: 'ACTIVE' },
      { id: device.id, name: 'Phone', state: 'REPLACED' },
    ]);
  });

  it('takes the place of a pending activation, which a wrong code leaves alone', async () => {
    const { body: pending } = await call<PageActivation>('POST', 'activations');
    // The account's serial number is of the first one only.
    const wrong = await replace({ oneTimePassword: await wrongOtp(device.account, START) });
    expect([wrong.status, wrong.body.error, wrong.body.attemptsLeft]).toEqual([
      422,
      'CODE_WRONG',
      4,
    ]);
    expect((await call<Overview>('GET', 'overview')).body.activation?.id).toBe(pending.id);
    const { body } = await replace({ oneTimePassword: await device.account.otpAt(START) });
    expect((await call<Overview>('GET', 'overview')).body.activation?.id).toBe(body.id);
    expect((await at.issuer.inspect(pending.id))?.failure).toBe('CANCELLED');
  });

  it.each(['label', 'privateLabel'])('keeps the %s of its own account', async (field) => {
    device = await activate(
      at,
      granted(await at.issuer.begin({ owner: 'Ada', [field]: 'Savings' })),
    );
    const { body } = await replace({ oneTimePassword: await device.account.otpAt(START) });
    expect((await at.issuer.inspect(body.id))?.label).toBe('Savings');
  });

  it('without a code is for who was identified in that very session', async () => {
    identified.add('Ada/2');
    expect(await replace({})).toEqual({ status: 403, body: { error: 'IDENTIFY' } });
    expect(await at.issuer.list('Ada')).toHaveLength(1);
    expect((await replace({}, 'Ada/2')).status).toBe(200);
    expect(asked).toEqual([
      ['Ada', device.id, 'ACTIVE', false],
      ['Ada', device.id, 'ACTIVE', false],
    ]);
  });

  it('of a blocked device begins by identification alone', async () => {
    await setTotal(at, device.id, 24);
    await at.issuer.verifyOtp(device.id, await wrongOtp(device.account, START));
    expect(await devices()).toMatchObject([{ state: 'BLOCKED' }]);
    const right = await device.account.otpAt(START);
    expect((await replace({ oneTimePassword: right })).body).toMatchObject({ error: 'BLOCKED' });
    expect((await replace({})).body).toEqual({ error: 'IDENTIFY' });
    identified.add('Ada/1');
    expect((await replace({})).body).toMatchObject({ replaces: device.id });
  });

  it('is never begun without a code where the site does not say who may', async () => {
    handler = createPageHandler({ issuer: at.issuer, owner: () => 'Ada' });
    expect((await replace({})).body).toEqual({ error: 'IDENTIFY' });
  });

  it("of somebody else's device, or with what is no text, does not begin", async () => {
    identified.add('Bob/1');
    expect((await replace({}, 'Bob/1')).body).toEqual({ error: 'UNKNOWN_ACTIVATION' });
    identified.add('Ada/1');
    expect((await replace({ oneTimePassword: 123456 })).status).toBe(400);
    expect(await at.issuer.list('Ada')).toHaveLength(1);
  });

  it('of two taps at once leaves one to go on with', async () => {
    identified.add('Ada/1');
    await Promise.all([replace({}), replace({})]);
    const pending = (await at.issuer.list('Ada')).filter(({ state }) => state === 'CREATED');
    expect(pending).toHaveLength(1);
    const { body } = await call<Overview>('GET', 'overview');
    expect(body.activation?.id).toBe(pending[0]!.id);
  });
});

it('of several open requests the overview draws the one that it shows', async () => {
  for (const title of ['one', 'two', 'three']) {
    at.clock.now += 1;
    granted(await at.issuer.createRequest(device.id, { kind: 'login', title }));
  }
  vi.mocked(render.messageSvg).mockClear();
  const { body } = await call<Overview>('GET', 'overview');
  expect(body.request?.title).toBe('three');
  expect(body.request?.svg.qr).toContain('<svg');
  expect(body).not.toHaveProperty('elsewhere');
  expect(render.messageSvg).toHaveBeenCalledTimes(1);
});

describe('labels of the site’s that fit no message', () => {
  const long = 'x'.repeat(61);
  // Sixty characters of four bytes each: beside a long address, more than a message holds.
  const wide = '\u{1F680}'.repeat(60);
  const serviceUrl = `https://bank.example/${'x'.repeat(300)}`;

  it.each([
    ['label', {}, { label: long }],
    ['privateLabel', {}, { privateLabel: long }],
    ['serial', {}, { serial: 'no serial!' }],
    ['privateLabel', { serviceUrl }, { privateLabel: wide }],
  ])('are a fault of the site, reported by the field %s', async (field, options, account) => {
    const reported: TesseraError[] = [];
    const { issuer } = createIssuerFixture({ ...options, store: at.store });
    const site = createPageHandler({
      issuer,
      owner: () => 'Ada',
      account: () => account,
      mayReplace: () => true,
      report: (thrown) => reported.push(thrown as TesseraError),
    });
    const paths = [
      'activations',
      ...(field === 'serial' ? [] : [`devices/${device.id}/replacement`]),
    ];
    for (const path of paths) {
      const response = await site(
        new Request(`https://site.example/api/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
        }),
      );
      expect([response.status, await response.json()]).toEqual([500, { error: 'UNEXPECTED' }]);
      const error = reported.pop();
      expect([path, error?.code]).toEqual([path, 'OUT_OF_RANGE']);
      expect(error?.message).toMatch(new RegExp(`\\b${field}\\b`));
      expect(error?.message).not.toContain('x'.repeat(9));
    }
    expect(await at.issuer.list('Ada')).toMatchObject([{ id: device.id, state: 'ACTIVE' }]);
  });
});
