/**
 * Notifications: what a push service gets, what the subscriber's browser reads in it, and
 * subscriptions that nobody should send to.
 */
import type { ECDH } from 'node:crypto';
import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  randomBytes,
  verify,
} from 'node:crypto';

import { beforeEach, describe, expect, it } from 'vitest';

import { toBase64url } from '../../src/core/codec/bytes.ts';
import { toQrText } from '../../src/core/codec/message-text.ts';
import { isPublicAddress, publicLookup } from '../../src/issuer/public-lookup.ts';
import { pushTarget } from '../../src/issuer/push.ts';
import type { PushPost, PushServiceAnswer, WebPushOptions } from '../../src/issuer/web-push.ts';
import { createWebPush, generateVapidKeys } from '../../src/issuer/web-push.ts';
import { send, SERVICE } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';

const ENDPOINT = 'https://push.example/send/abc';
const keys = generateVapidKeys();
const subject = 'mailto:security@bank.example';

interface Browser {
  readonly keys: ECDH;
  readonly auth: Buffer;
  /** PushSubscription.toJSON() */
  readonly subscription: {
    readonly endpoint: string;
    readonly expirationTime: null;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  };
}

function browser(endpoint = ENDPOINT): Browser {
  const pair = createECDH('prime256v1');
  const p256dh = toBase64url(pair.generateKeys());
  const auth = randomBytes(16);
  return {
    keys: pair,
    auth,
    subscription: { endpoint, expirationTime: null, keys: { p256dh, auth: toBase64url(auth) } },
  };
}

const hkdf = (salt: Uint8Array, ikm: Uint8Array, info: Uint8Array, length: number): Buffer => {
  const prk = createHmac('sha256', salt).update(ikm).digest();
  return createHmac('sha256', prk)
    .update(info)
    .update(Uint8Array.of(1))
    .digest()
    .subarray(0, length);
};

/** RFC 8188 §2 and RFC 8291 §3.4 by hand: one record of aes128gcm. */
function decrypted(body: Uint8Array, { keys: own, auth }: Browser): string {
  const data = Buffer.from(body);
  const salt = data.subarray(0, 16);
  const idLength = data[20]!;
  const sender = data.subarray(21, 21 + idLength);
  const record = data.subarray(21 + idLength);
  expect(data.readUInt32BE(16)).toBeGreaterThan(record.length);
  const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'latin1');
  const info = Buffer.concat([text('WebPush: info'), own.getPublicKey(), sender]);
  const ikm = hkdf(auth, own.computeSecret(sender), info, 32);
  const key = hkdf(salt, ikm, text('Content-Encoding: aes128gcm'), 16);
  const nonce = hkdf(salt, ikm, text('Content-Encoding: nonce'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // The last record's delimiter, and no padding that would not be zeros.
  const end = plain.lastIndexOf(2);
  expect(plain.subarray(end + 1).every((byte) => byte === 0)).toBe(true);
  return plain.subarray(0, end).toString('utf8');
}

let pushes: PushPost[];
let status: number;

function pushing(options: Partial<WebPushOptions> = {}): IssuerFixture {
  const post = (push: PushPost): Promise<number> => {
    pushes.push(push);
    return Promise.resolve(status);
  };
  return createIssuerFixture({
    serviceUrl: SERVICE,
    push: createWebPush({ keys, subject, post, ...options }),
  });
}

beforeEach(() => {
  pushes = [];
  status = 201;
});

async function notified(at: IssuerFixture, { id }: Bound, lifetime = 120): Promise<string> {
  const options = { kind: 'login', title: 'Log in', lifetime } as const;
  return granted(await at.issuer.createRequest(id, options)).notified;
}

const subscribe = (at: IssuerFixture, bound: Bound, body: unknown): ReturnType<typeof send> =>
  send(at, bound, { method: 'PUT', path: '/push-subscription', body });

describe('a notification', () => {
  it('carries exactly the text of its request, for the subscriber alone', async () => {
    const at = pushing();
    const bound = await activate(at);
    const phone = browser();
    const answer = await subscribe(at, bound, phone.subscription);
    expect([answer.status, answer.body]).toEqual([200, { time: START }]);
    const request = granted(
      await at.issuer.createRequest(bound.id, { kind: 'login', title: 'Log in', lifetime: 120 }),
    );
    expect(await request.notified).toBe('sent');
    const [push] = pushes;
    expect(push).toMatchObject({ endpoint: ENDPOINT, method: 'POST' });
    expect(push?.headers).toMatchObject({
      TTL: 120,
      Urgency: 'high',
      'Content-Encoding': 'aes128gcm',
    });
    expect(decrypted(push!.body, phone)).toBe(toQrText(request.message));
    expect(push!.body.length).toBeLessThan(4096);
  });

  it('is signed with the key that the second message names', async () => {
    const at = pushing();
    const bound = await activate(at);
    const publicKey = Buffer.from(keys.publicKey, 'base64url');
    expect(Buffer.from(bound.account.message.vapidKey!)).toEqual(publicKey);
    await subscribe(at, bound, browser().subscription);
    await notified(at, bound);
    const [, token, k] = /^vapid t=(.+), k=(.+)$/.exec(pushes[0]!.headers['Authorization']!) ?? [];
    expect(k).toBe(keys.publicKey);
    const [header, claims, signature] = token!.split('.') as [string, string, string];
    const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)];
    const jwk = { kty: 'EC', crv: 'P-256', x: toBase64url(x), y: toBase64url(y) };
    const signed = Buffer.from(`${header}.${claims}`);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const dsaEncoding = 'ieee-p1363';
    expect(
      verify('sha256', signed, { key, dsaEncoding }, Buffer.from(signature, 'base64url')),
    ).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: 'https://push.example',
      sub: subject,
    });
  });

  it('is not sent to who does not want any, any more, or whose account has ended', async () => {
    const at = pushing();
    const bound = await activate(at);
    expect(await notified(at, bound)).toBe('no-subscription');
    await subscribe(at, bound, browser().subscription);
    expect((await at.issuer.inspect(bound.id))?.subscribed).toBe(true);
    for (let i = 0; i < 2; i++)
      expect((await send(at, bound, { method: 'DELETE', path: '/push-subscription' })).status).toBe(
        200,
      );
    expect(await notified(at, bound)).toBe('no-subscription');
    expect(pushes).toEqual([]);
    await subscribe(at, bound, browser().subscription);
    granted(await at.issuer.revoke(bound.id));
    expect(await at.store.instance(bound.id)).not.toHaveProperty('push');
  });

  it.each([404, 410])('that the push service answers with %d is the last one', async (code) => {
    const at = pushing();
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    status = code;
    expect(await notified(at, bound)).toBe('failed');
    expect(await notified(at, bound)).toBe('no-subscription');
    expect(pushes).toHaveLength(1);
  });

  it('that ends one subscription leaves its successor alone', async () => {
    const phone = browser(`${ENDPOINT}/new`);
    const at: IssuerFixture = pushing({
      post: async () => {
        await subscribe(at, bound, phone.subscription);
        return 410;
      },
    });
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    expect(await notified(at, bound)).toBe('failed');
    expect((await at.store.instance(bound.id))?.push?.endpoint).toBe(`${ENDPOINT}/new`);
  });

  it.each([
    ['cannot be delivered', () => Promise.reject(new Error('no route'))],
    ['is refused', () => Promise.resolve(500)],
    ['is redirected', () => Promise.resolve(302)],
  ])('that %s leaves the request and the subscription as they are', async (_, post) => {
    const at = pushing({ post });
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    expect(await notified(at, bound)).toBe('failed');
    expect(await at.issuer.listRequests({ instance: bound.id })).toMatchObject([
      { state: 'PENDING' },
    ]);
    expect((await at.store.instance(bound.id))?.push?.endpoint).toBe(ENDPOINT);
  });

  it('is given up when the push service does not answer', async () => {
    const post: WebPushOptions['post'] = (_, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const at = pushing({ post, timeoutMs: 1 });
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    expect(await notified(at, bound)).toBe('failed');
  });
});

it.each<[string, NonNullable<WebPushOptions['post']>]>([
  ['never settles', () => new Promise(() => undefined)],
  [
    'throws at once',
    () => {
      throw new Error('no route');
    },
  ],
])('a notification has failed when its carrier %s', async (_, post) => {
  const { subscription } = browser();
  const { p256dh, auth } = subscription.keys;
  const push = createWebPush({ keys, subject, post, timeoutMs: 1 });
  const answer = await push.send({ endpoint: ENDPOINT, p256dh, auth }, 'text', 60);
  expect(answer).toEqual({ result: 'failed' });
});

describe('what a push service answers', () => {
  it.each([
    [201, 'push.201', 'sent'],
    [403, 'push.403', 'failed'],
    [410, 'push.410', 'failed'],
    [413, 'push.413', 'failed'],
    [429, 'push.429', 'failed'],
  ] as const)('%d is counted, and told with the service’s name alone', async (code, name, came) => {
    const told: PushServiceAnswer[] = [];
    const at = pushing({ onAnswer: (answer) => told.push(answer) });
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    status = code;
    expect(await notified(at, bound)).toBe(came);
    expect(at.issuer.counts()).toMatchObject({ [name]: 1 });
    expect(told).toEqual([{ service: 'push.example', status: code }]);
  });

  it.each<['at once' | 'later', NonNullable<WebPushOptions['onAnswer']>]>([
    [
      'at once',
      () => {
        throw new Error('the log is full');
      },
    ],
    ['later', () => Promise.reject(new Error('the log is full'))],
  ])(
    'is counted as failed where nothing answers, though the site fails %s',
    async (_, onAnswer) => {
      status = 201;
      const at = pushing({
        post: () =>
          status === 0 ? Promise.reject(new Error('no route')) : Promise.resolve(status),
        onAnswer,
      });
      const bound = await activate(at);
      await subscribe(at, bound, browser().subscription);
      expect(await notified(at, bound)).toBe('sent');
      status = 0;
      expect(await notified(at, bound)).toBe('failed');
      expect(at.issuer.counts()).toMatchObject({ 'push.201': 1, 'push.failed': 1 });
    },
  );

  it('is not asked of a sender that says no more than what came of it', async () => {
    const at = createIssuerFixture({
      serviceUrl: SERVICE,
      push: {
        publicKey: new Uint8Array(Buffer.from(keys.publicKey, 'base64url')),
        send: async () => 'sent',
      },
    });
    const bound = await activate(at);
    await subscribe(at, bound, browser().subscription);
    expect(await notified(at, bound)).toBe('sent');
    expect(at.issuer.counts()).toMatchObject({ 'push.sent': 1 });
  });
});

describe('a contact', () => {
  const made = (contact: string) => () => createWebPush({ keys, subject: contact });

  it.each(['mailto:security@bank.example', 'https://bank.example', 'https://bank.example/contact'])(
    '%s is taken',
    (contact) => {
      expect(made(contact)).not.toThrow();
    },
  );

  // Apple: 403 BadJwtToken for each kind.
  it.each([
    'mailto:security@localhost',
    'mailto:security@bank.local',
    'mailto:security@bank.invalid',
    'mailto:security@10.0.0.7',
    'mailto:security@bank',
    'mailto: security@bank.example',
    'mailto:<security@bank.example>',
    'mailto:security',
    'https://localhost',
    'https://127.0.0.1',
    'https://bank.internal',
    'https://bank.test.',
    'mailto:security@bank.invalid.',
    'mailto:security@bank.example/x',
    'mailto:security@bank.example:25',
  ])('%s is refused: push services would refuse each push', (contact) => {
    expect(made(contact)).toThrow('subject must be at a public name: push services refuse others');
  });
});

describe('a subscription', () => {
  const { subscription } = browser();
  const { p256dh, auth } = subscription.keys;

  it('is taken from any push service', async () => {
    for (const endpoint of [
      ENDPOINT,
      'https://fcm.googleapis.com/fcm/send/x:y',
      'https://updates.push.services.mozilla.com/wpush/v2/x',
      'https://web.push.apple.com/x',
      'https://wns2-par02p.notify.windows.com/w/?token=x',
    ])
      expect(await pushTarget({ ...subscription, endpoint })).toEqual({ endpoint, p256dh, auth });
  });

  it.each([
    'http://push.example/x',
    'https://push.example:8443/x',
    'https://user@push.example/x',
    'https://localhost/x',
    'https://push/x',
    'https://db.internal/x',
    'https://printer.local./x',
    'https://10.0.0.7/x',
    'https://0x7f.1/x',
    'https://2130706433/x',
    'https://[::1]/x',
    'https://[2606:4700::1111]/x',
    'file:///etc/passwd',
    `https://push.example/${'x'.repeat(2048)}`,
    'https://push.example/ä',
    'https://push.example/\r\nHost: x',
    ' https://push.example/x',
    '',
  ])('to %.40s is none', async (endpoint) => {
    expect(await pushTarget({ ...subscription, endpoint })).toBeUndefined();
  });

  it.each([
    [null],
    ['x'],
    [{}],
    [{ endpoint: ENDPOINT }],
    [{ endpoint: ENDPOINT, keys: null }],
    [{ endpoint: ENDPOINT, keys: { p256dh } }],
    [{ endpoint: ENDPOINT, keys: { p256dh, auth: auth.slice(1) } }],
    [{ endpoint: ENDPOINT, keys: { p256dh, auth: 7 } }],
    [{ endpoint: ENDPOINT, keys: { p256dh: p256dh.slice(0, -4), auth } }],
    [{ endpoint: ENDPOINT, keys: { p256dh: toBase64url(Buffer.alloc(65, 4)), auth } }],
    [{ endpoint: ENDPOINT, keys: { p256dh: 'x'.repeat(10_000), auth } }],
  ])('that is %j is none', async (json) => {
    expect(await pushTarget(json)).toBeUndefined();
  });

  it('that is none is refused, and so is any where nobody notifies', async () => {
    const at = pushing();
    const bound = await activate(at);
    const answer = await subscribe(at, bound, { ...subscription, endpoint: 'https://10.0.0.7/' });
    expect([answer.status, answer.body['error']]).toEqual([422, 'SUBSCRIPTION_REFUSED']);
    const silent = createIssuerFixture({ serviceUrl: SERVICE });
    const other = await activate(silent);
    expect((await subscribe(silent, other, subscription)).status).toBe(422);
    expect(other.account.message.vapidKey).toBeUndefined();
  });
});

describe('an address', () => {
  it.each(['8.8.8.8', '193.0.6.139', '2001:4860:4860::8888', '2a00:1450:4001::200e'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress({ address, family: address.includes(':') ? 6 : 4 })).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:a00:1::',
  ])('%s is not', (address) => {
    expect(isPublicAddress({ address, family: address.includes(':') ? 6 : 4 })).toBe(false);
  });

  it('that a name hides is not found either', async () => {
    const found = (all: boolean): Promise<unknown> =>
      new Promise((resolve) =>
        publicLookup('localhost', { all }, (error, address) => resolve(error?.code ?? address)),
      );
    expect(await found(false)).toBe('ENOTFOUND');
    expect(await found(true)).toBe('ENOTFOUND');
  });
});

describe('keys', () => {
  it.each([
    { ...keys, privateKey: 'x' },
    { ...keys, publicKey: toBase64url(new Uint8Array(64)) },
  ])('that are none are refused at the start', (wrong) => {
    expect(() => createWebPush({ keys: wrong, subject })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });

  it('need somebody to turn to', () => {
    expect(() => createWebPush({ keys, subject: 'security' })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });
});
