/**
 * Every option and argument of the package: a wrong one is refused with an ArgumentError, its path
 * and its rule, before anything is written; a value that could be secret is never told.
 */
import { describe, expect, it } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';
import { ArgumentError } from '../../src/issuer/argument-error.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import {
  messageCryptogramGrid,
  messageCryptogramPng,
  messageCryptogramSvg,
  messageLink,
  messageMatrix,
  messagePng,
  messageSvg,
  messageText,
} from '../../src/issuer/render.ts';
import {
  generateIssuerKey,
  importIssuerKeyJwk,
  importIssuerKeyPkcs8,
} from '../../src/issuer/signing-key.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { createWebPush, generateVapidKeys } from '../../src/issuer/web-push.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

/** Stands for a secret that a caller passed by mistake. */
const SECRET = 's3cret-value';

const key = await generateIssuerKey();
const jwkOnly = { publicKey: key.publicKey } as never;
const aes = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
const vapid = generateVapidKeys();
const push = { publicKey: new Uint8Array(65), send: async () => 'sent' as const };
const otp = { algorithm: 'SHA1', digits: 6, period: 30 };
const TEXT_40 = 'name must be 1 to 40 characters';

async function refusal(call: () => unknown): Promise<TesseraError> {
  try {
    await call();
  } catch (thrown) {
    if (thrown instanceof TesseraError) return thrown;
    throw thrown;
  }
  throw new Error('accepted');
}

async function expectRefused(
  call: () => unknown,
  message: string,
  name?: string,
): Promise<ArgumentError> {
  const thrown = await refusal(call);
  if (!(thrown instanceof ArgumentError)) throw thrown;
  expect(thrown.message).toBe(name === undefined ? message : `${name}: ${message}`);
  expect(thrown.code).toBe('OUT_OF_RANGE');
  const told = thrown.errors.map((each) => `${each.field} ${each.message}`);
  expect(told.join('; ')).toBe(message);
  expect(thrown.field).toBe(thrown.errors[0]!.field);
  expect(thrown.message).not.toContain(SECRET);
  return thrown;
}

describe('the options of an issuer', () => {
  const CASES: readonly (readonly [message: string, options: unknown])[] = [
    ['options is missing: it must be an object', undefined],
    ['options must be an object', SECRET],
    ['name is missing: it must be a string', { key }],
    [TEXT_40, { name: '' }],
    [TEXT_40, { name: 'x'.repeat(41) }],
    ['name must not contain bidirectional controls (U+202E at 1)', { name: 'a\u202eb' }],
    ['name must be a string', { name: 7 }],
    [
      'key is missing: it must be an issuer key, for example of generateIssuerKey()',
      { key: undefined },
    ],
    ['key must be an issuer key, for example of generateIssuerKey()', { key: SECRET }],
    ['key must be an issuer key, for example of generateIssuerKey()', { key: null }],
    ['formerKeys must be a list of issuer keys', { formerKeys: key }],
    [
      'key.privateKey is missing: it must be an ECDSA private key with usage sign',
      { key: jwkOnly },
    ],
    [
      'key.privateKey must be an ECDSA private key with usage sign',
      { key: { ...key, privateKey: aes } },
    ],
    [
      'key.publicKey must be a Uint8Array of 33',
      { key: { ...key, publicKey: new Uint8Array(65) } },
    ],
    [
      'key.privateKey is missing: it must be an ECDSA private key with usage sign; ' +
        'key.publicKey is missing: it must be a Uint8Array of 33',
      { key: {} },
    ],
    ['store must be an object', { store: SECRET }],
    [
      'store.sweep is missing: it must be a function',
      { store: { ...createMemoryStore(), sweep: undefined } },
    ],
    ['otp must be an object', { otp: 6 }],
    ['otp.algorithm must be SHA1, SHA256 or SHA512', { otp: { ...otp, algorithm: SECRET } }],
    [
      'otp.algorithm is missing: it must be SHA1, SHA256 or SHA512',
      { otp: { ...otp, algorithm: undefined } },
    ],
    ['otp.algorithm must be SHA1, SHA256 or SHA512', { otp: { ...otp, algorithm: 1 } }],
    ['otp.digits must be 6 to 8', { otp: { ...otp, digits: 9 } }],
    ['otp.digits must be 6 to 8', { otp: { ...otp, digits: '6' } }],
    ['otp.digits must be a whole number, 6 to 8', { otp: { ...otp, digits: 6.5 } }],
    ['otp.digits is missing: it must be 6 to 8', { otp: { ...otp, digits: undefined } }],
    ['otp.period must be 15 to 120', { otp: { ...otp, period: 10 } }],
    [
      'ocraSuite must be OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64',
      { ocraSuite: 'OCRA-1:HOTP-SHA1-6:QN08' },
    ],
    [
      'serviceUrl must be an https URL, or http on localhost',
      { serviceUrl: `http://${SECRET}.example/` },
    ],
    ['push must be an object', { push: SECRET }],
    ['push.send is missing: it must be a function', { push: { publicKey: push.publicKey } }],
    [
      'push.publicKey must be a Uint8Array of 65',
      { push: { ...push, publicKey: new Uint8Array(33) } },
    ],
    ['vapidKey must be a Uint8Array of 65', { vapidKey: new Uint8Array(33) }],
    ['lifetime must be 1 to 86400', { lifetime: 0 }],
    ['lifetime must be a whole number, 1 to 86400', { lifetime: 0.5 }],
    ['numberDigits must be 2 or 6', { numberDigits: 4 }],
    ['numberDigits must be 2 or 6', { numberDigits: '2' }],
    ['numberLifetime must be 1 to 86400', { numberLifetime: 86_401 }],
    ['pauses must be an array of 1 to 16 durations', { pauses: [] }],
    ['pauses must be an array of 1 to 16 durations', { pauses: 900 }],
    ['pauses[0] must be 1 to 2592000', { pauses: [0] }],
    ['pauses[1] must be 900 to 2592000', { pauses: [900, 899] }],
    ['pauses[0] must be a whole number, 1 to 2592000', { pauses: [0.5] }],
    ['triesPerPause must be 1 to 10', { triesPerPause: 11 }],
    ['triesInAll must be 1 to 100', { triesInAll: 0 }],
    ['now must be a function', { now: 1_790_000_000 }],
    ['onAlarm must be a function', { onAlarm: 'alarm' }],
    ['rowsBeside must be a function', { rowsBeside: [] }],
    ['retention must be an object', { retention: 396 }],
    ['retention.evidence must be 0 to 3660', { retention: { evidence: -1 } }],
    ['randomBytes must be a function', { randomBytes: new Uint8Array(16) }],
    ['limits must be an object', { limits: 4 }],
    ['limits.devices must be 1 to 100', { limits: { devices: 0 } }],
    ['limits.activations must be a whole number, 1 to 10000', { limits: { activations: 0.5 } }],
    ['derivations must be an object', { derivations: 4 }],
    ['derivations.workers must be 1 to 64', { derivations: { workers: 0, waiting: 1 } }],
    ['derivations.waiting must be 0 or more', { derivations: { workers: 1, waiting: -1 } }],
  ];

  it.each(CASES)('%s', async (message, options) => {
    const isWhole = typeof options !== 'object' || message.includes('name is missing');
    const given = isWhole ? options : { name: 'Site', key, ...options };
    await expectRefused(() => createIssuer(given as never), message, 'createIssuer');
  });

  it.each([
    ['Cyrillic', 'N\u043erthwind Bank', 'U+043E at 1'],
    ['Cyrillic', 'Bank \u0412T\u0411', 'U+0412 at 5'],
    ['Greek', 'N\u03bfrthwind', 'U+03BF at 1'],
  ])(
    'name no issuer by a word that mixes Latin and %s letters: %s',
    async (script, name, where) => {
      const message = `name must not mix Latin and ${script} letters in a word (${where})`;
      await expectRefused(() => createIssuer({ name, key }), message, 'createIssuer');
    },
  );

  it.each([
    'ВТБ Online',
    'Банк-Bank',
    'Ωmega',
    'ΔE Labs',
    'µTorrent',
    'Crédit 24',
    'Τράπεζα',
    '三菱UFJ',
  ])('name an issuer %s', (name) => {
    expect(createIssuer({ name, key }).name).toBe(name);
  });

  it('are all in the table', () => {
    const options: Required<Parameters<typeof createIssuer>[0]> = {
      name: 'Site',
      key,
      formerKeys: [key],
      store: createMemoryStore(),
      otp: { algorithm: 'SHA512', digits: 8, period: 60 },
      ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
      serviceUrl: 'https://site.example/tessera',
      push,
      vapidKey: new Uint8Array(65),
      lifetime: 86_400,
      numberDigits: 6,
      numberLifetime: 86_400,
      pauses: [60, 60],
      triesPerPause: 3,
      triesInAll: 10,
      limits: { devices: 1, activations: 1 },
      now: () => 1_790_000_000,
      onAlarm: () => undefined,
      rowsBeside: () => [],
      retention: { evidence: 0, events: 1, ended: 1 },
      randomBytes: (length) => new Uint8Array(length),
      derivations: { workers: 1, waiting: Infinity },
    };
    expect(createIssuer(options).name).toBe('Site');
    for (const name of Object.keys(options))
      expect(
        CASES.some(([message]) => message.startsWith(name)),
        name,
      ).toBe(true);
  });
});

describe('the arguments of an issuer', () => {
  const login = { kind: 'login', title: 'Log in' };
  const label = '0 to 60 characters';
  const call = { token: 't', method: 'GET', url: 'https://site.example/' };
  const pair = ['To', 'Ada'];
  type Calls = Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
  const CASES: readonly (readonly [message: string, name: string, ...given: unknown[]])[] = [
    ['options must be an object', 'begin', SECRET],
    ['owner must be a string', 'begin', { owner: 17 }],
    ['label must not contain control characters (U+000A at 12)', 'begin', { label: `${SECRET}\n` }],
    [`label must be ${label}`, 'begin', { label: 'x'.repeat(61) }],
    [`privateLabel must be ${label}`, 'begin', { privateLabel: 'x'.repeat(61) }],
    ['serial must be [A-Za-z0-9-]{1,20}', 'begin', { serial: `${SECRET}_` }],
    [
      'id is missing: it must be a string; proof is missing: it must be an object',
      'beginReplacement',
    ],
    ['proof is missing: it must be an object', 'beginReplacement', 'id'],
    [
      'proof.oneTimePassword must be a string',
      'beginReplacement',
      'id',
      { oneTimePassword: 123456 },
    ],
    ['proof.identifiedAsAtEnrolment is missing: it must be true', 'beginReplacement', 'id', {}],
    [
      'proof.identifiedAsAtEnrolment must be true',
      'beginReplacement',
      'id',
      { identifiedAsAtEnrolment: false },
    ],
    ['options must be an object', 'beginReplacement', 'id', { oneTimePassword: SECRET }, 1],
    [
      `label must be ${label}`,
      'beginReplacement',
      'id',
      { oneTimePassword: SECRET },
      { label: 'x'.repeat(61) },
    ],
    [
      'privateLabel must be a string',
      'beginReplacement',
      'id',
      { oneTimePassword: SECRET },
      { privateLabel: 1 },
    ],
    [
      'id is missing: it must be a string; typed is missing: it must be a string',
      'acceptDeviceCode',
    ],
    ['typed is missing: it must be a string', 'acceptDeviceCode', 'id'],
    ['id must be a string', 'confirm', 1, SECRET],
    ['typed must be a string', 'confirm', 'id', 12345678],
    ['id must be a string', 'verifyOtp', 1, SECRET],
    ['typed must be a string', 'verifyOtp', 'id', 123456],
    ['id must be a string', 'unpause', 1],
    ['owner must be a string', 'verifyOtp', { owner: 1 }, SECRET],
    ['typed must be a string', 'verifyOtp', { owner: 'owner' }, 123456],
    ['serial must be a string', 'verifyOtp', { serial: 1 }, SECRET],
    ['serial is missing: it must be a string', 'find', {}],
    ['serial must be a string', 'revoke', { serial: null }],
    ['owner must be a string', 'revokeAll', { owner: 1 }],
    [
      'after must be 0 or more; types[0] must be a type of event; owner must be a string; ' +
        'live must be true or false; every must be 100 to 60000',
      'events',
      { after: -1, types: [SECRET], owner: 1, live: 1, every: 0 },
    ],
    ['types must be an array of types of events', 'events', { types: SECRET }],
    [
      'owner must be a string; reference must be a string; after must be the next of the page ' +
        'before; limit must be 1 to 500',
      'evidence',
      { owner: 1, reference: 1, after: SECRET, limit: 501 },
    ],
    ['evidence is missing: it must be an object', 'checkEvidence'],
    ['evidence.id must be 16 hexadecimal digits', 'checkEvidence', { id: SECRET }],
    ['of is missing: it must be an object', 'exportOwner'],
    ['of.owner must be a string', 'exportOwner', { owner: 1 }],
    [
      'of.owner must be a string; options.evidence must be keep or erase',
      'eraseOwner',
      { owner: 1 },
      { evidence: SECRET },
    ],
    ['of must be an object', 'revokeAll', 'ada'],
    ['query must be an object', 'devices', 1],
    ['limit must be 1 to 500', 'devices', { limit: 501 }],
    ["after must be a page's `next`", 'devices', { after: 'x' }],
    ['id must be a string', 'createRequest', 1, login],
    ['options is missing: it must be an object', 'createRequest', 'id'],
    ['kind must be login or transaction', 'createRequest', 'id', { ...login, kind: 'vote' }],
    ['kind is missing: it must be login or transaction', 'createRequest', 'id', { title: 'x' }],
    ['title must be 1 to 60 characters', 'createRequest', 'id', { ...login, title: '' }],
    [
      'fields must be an array of 0 to 16 pairs',
      'createRequest',
      'id',
      { ...login, fields: { SECRET } },
    ],
    [
      'fields must be an array of 0 to 16 pairs',
      'createRequest',
      'id',
      { ...login, fields: Array(17).fill(pair) },
    ],
    [
      'fields[1] must be a pair of a label and a value',
      'createRequest',
      'id',
      { ...login, fields: [pair, ['To']] },
    ],
    [
      'fields[0][0] must be 1 to 40 characters',
      'createRequest',
      'id',
      { ...login, fields: [['', 'x']] },
    ],
    ['fields[0][1] must be a string', 'createRequest', 'id', { ...login, fields: [['To', 5]] }],
    ['pinRequired must be true or false', 'createRequest', 'id', { ...login, pinRequired: 'no' }],
    ['lifetime must be 1 to 86400', 'createRequest', 'id', { ...login, lifetime: 86_401 }],
    ['reference must be a string', 'createRequest', 'id', { ...login, reference: 5 }],
    ['requestId must be a string', 'verifyResponse', 1, SECRET],
    ['typed must be a string', 'verifyResponse', 'id', 12345678],
    ['requestId is missing: it must be a string', 'denyRequest'],
    ['requestId is missing: it must be a string', 'cancelRequest'],
    ['requestId is missing: it must be a string', 'inspectRequest'],
    [
      'asker must be 22 to 200 visible ASCII characters',
      'createRequest',
      'id',
      { ...login, asker: SECRET },
    ],
    [
      'requestId is missing: it must be a string; ' +
        'asker is missing: it must be 22 to 200 visible ASCII characters',
      'shownRequest',
    ],
    ['asker is missing: it must be 22 to 200 visible ASCII characters', 'shownRequest', 'id'],
    ['asker is missing: it must be 22 to 200 visible ASCII characters', 'wasAskedBy', 'id'],
    ['of is missing: it must be an object', 'listRequests'],
    ['of.owner must be a string', 'listRequests', { owner: 17 }],
    ['of.instance is missing: it must be a string', 'listRequests', {}],
    ['notBefore must be a whole number, 0 or more', 'listRequests', { owner: SECRET }, 0.5],
    ['id is missing: it must be a string', 'createDeactivation'],
    ['id is missing: it must be a string', 'inspect'],
    ['owner is missing: it must be a string', 'list'],
    ['name is missing: it must be a string', 'rename', 'id'],
    ['name must be 1 to 40 characters', 'rename', 'id', 'x'.repeat(41)],
    ['name must not begin or end with a blank (U+0020 at 12)', 'rename', 'id', `${SECRET} `],
    ['name must be text with a letter, digit or emoji', 'rename', 'id', '…'],
    ['owner must be a string; listener must be a function', 'watch', 1, SECRET],
    ['listener must be a function', 'watch', 'owner', SECRET],
    ['id is missing: it must be a string', 'cancel'],
    ['id is missing: it must be a string', 'revoke'],
    ['age must be 0 or more', 'sweep', -1],
    ['call is missing: it must be an object', 'service.pending'],
    ['call.token must be a string', 'service.pending', { ...call, token: 1 }],
    ['call.method must be a string', 'service.subscribe', { ...call, method: 1 }],
    ['call.url must be a string', 'service.unsubscribe', { ...call, url: 1 }],
    [
      'call.body must be a Uint8Array; requestId is missing: it must be a string; ' +
        'answer is missing: it must be an object',
      'service.answer',
      { ...call, body: SECRET },
    ],
    [
      'requestId is missing: it must be a string; answer is missing: it must be an object',
      'service.answer',
      call,
    ],
    ['answer is missing: it must be an object', 'service.answer', call, 'id'],
    [
      'answer.decision must be approve or deny',
      'service.answer',
      call,
      'id',
      { decision: 'later' },
    ],
    [
      'answer.code is missing: it must be a string',
      'service.answer',
      call,
      'id',
      { decision: 'approve' },
    ],
  ];

  const isService = (name: string) => name.startsWith('service.');

  const rows = CASES.map(([message, name, ...given]) => ({ message, name, given }));

  it.each(rows)('$name: $message', async ({ message, name, given }) => {
    const { issuer, store } = createIssuerFixture();
    const calls = (isService(name) ? issuer.service : issuer) as unknown as Calls;
    await expectRefused(() => calls[name.replace('service.', '')]!(...given), message, name);
    expect((await store.sweep({ before: Infinity })).instances).toBe(0);
    const isCounted = name !== 'events' && name !== 'exportOwner';
    expect(issuer.counts()).toEqual(isCounted ? { [`${name}.thrown`]: 1 } : {});
  });

  /** What is not counted; `observe` and `close` are tried in closing.test.ts. */
  const NO_CALLS = ['now', 'counts', 'health', 'observe', 'close'];

  it('are of every call', () => {
    const { issuer } = createIssuerFixture();
    const isCall = ([name, value]: [string, unknown]) =>
      typeof value === 'function' && !NO_CALLS.includes(name);
    const names = [
      ...Object.entries(issuer).filter(isCall),
      ...Object.entries(issuer.service).filter(isCall),
    ].map(([name]) => name);
    const tried = new Set(CASES.map(([, name]) => name.replace('service.', '')));
    expect([...tried].sort()).toEqual(names.sort());
  });

  it('say why a serial number cannot be begun', async () => {
    const at = createIssuerFixture();
    const { serial } = granted(await at.issuer.begin({ owner: 'ada' }));
    const taken = await at.issuer.begin({ serial, owner: 'bob' });
    expect(taken).toEqual({ ok: false, reason: 'SERIAL_TAKEN' });
    const begun = granted(await at.issuer.begin());
    await activate(at, begun);
    const again = await at.issuer.begin({ serial: begun.serial });
    expect(again).toEqual({ ok: false, reason: 'SERIAL_TAKEN' });
  });
});

describe('the options of what stands beside an issuer', () => {
  const { issuer } = createIssuerFixture({ serviceUrl: 'https://site.example/tessera' });
  const without: Issuer = createIssuerFixture().issuer;
  const page = { issuer, owner: () => 'ada' };
  const service = { issuer, authenticators: ['https://auth.example'] };
  const sender = { keys: vapid, subject: 'mailto:a@site.example' };
  const message = new Uint8Array(8);
  const NAMED = [
    createPageHandler,
    createServiceHandler,
    createWebPush,
    openPgliteStore,
    openPostgresStore,
  ] as const;
  const CASES: readonly (readonly [
    message: string,
    call: (given: never) => unknown,
    given: unknown,
  ])[] = [
    ['options is missing: it must be an object', createPageHandler, undefined],
    ['issuer is missing: it must be an object', createPageHandler, { owner: page.owner }],
    [
      'issuer.begin is missing: it must be a function',
      createPageHandler,
      { ...page, issuer: { ...issuer, begin: undefined } },
    ],
    [
      'base must begin with / and have none at its end',
      createPageHandler,
      { ...page, base: '/api/' },
    ],
    ['owner is missing: it must be a function', createPageHandler, { issuer }],
    ['account must be a function', createPageHandler, { ...page, account: SECRET }],
    ['ask must be a function', createPageHandler, { ...page, ask: SECRET }],
    ['waitUntil must be a function', createPageHandler, { ...page, waitUntil: SECRET }],
    ['report must be a function', createPageHandler, { ...page, report: SECRET }],
    ['authenticator must be a URL', createPageHandler, { ...page, authenticator: SECRET }],
    ['options is missing: it must be an object', createServiceHandler, undefined],
    [
      'issuer is missing: it must be an object; ' +
        'authenticators is missing: it must be an array of origins',
      createServiceHandler,
      {},
    ],
    ['issuer must have a serviceUrl', createServiceHandler, { ...service, issuer: without }],
    ['authenticators is missing: it must be an array of origins', createServiceHandler, { issuer }],
    [
      'authenticators[0] must be an origin such as https://auth.example',
      createServiceHandler,
      { ...service, authenticators: ['*'] },
    ],
    ['report must be a function', createServiceHandler, { ...service, report: SECRET }],
    ['options is missing: it must be an object', createWebPush, undefined],
    ['keys is missing: it must be an object', createWebPush, { subject: sender.subject }],
    [
      'keys.publicKey must be 65 bytes in base64url',
      createWebPush,
      { ...sender, keys: { ...vapid, publicKey: SECRET } },
    ],
    [
      'keys.privateKey must be 32 bytes in base64url',
      createWebPush,
      { ...sender, keys: { ...vapid, privateKey: SECRET } },
    ],
    ['subject must be a mailto: or https: URL', createWebPush, { ...sender, subject: SECRET }],
    ['timeoutMs must be 1 to 600000', createWebPush, { ...sender, timeoutMs: 0 }],
    ['post must be a function', createWebPush, { ...sender, post: SECRET }],
    ['folder is missing: it must be a path', openPgliteStore, { key: SECRET }],
    ['database is missing: it must be an object', openPostgresStore, { key: SECRET }],
    [
      'database.connect is missing: it must be a function',
      openPostgresStore,
      { database: { query: () => 1 }, key: SECRET },
    ],
    [
      'connections must be 1 or more',
      openPostgresStore,
      { database: SECRET, key: SECRET, connections: 0 },
    ],
    ['jwk must be the JWK of a private P-256 key', importIssuerKeyJwk, { kty: 'EC', d: SECRET }],
    ['der must be PKCS #8 in DER of a private P-256 key', importIssuerKeyPkcs8, new Uint8Array(16)],
    ['message must be a Uint8Array', messageMatrix, SECRET],
    ['message must be a Uint8Array', messageCryptogramGrid, SECRET],
    ['message must be a Uint8Array', messageText, SECRET],
    ['message must be a Uint8Array', messageSvg, SECRET],
    ['message must be a Uint8Array', messageCryptogramSvg, SECRET],
    ['size must be 1 to 100000', (size: never) => messageSvg(message, { size }), -1],
    ['label must be a string', (label: never) => messageSvg(message, { label }), 1],
    ['message must be a Uint8Array', messagePng, SECRET],
    [
      'scale must be a whole number, 1 to 100',
      (scale: never) => messagePng(message, { scale }),
      1.5,
    ],
    ['scale must be 1 to 100', (scale: never) => messageCryptogramPng(message, { scale }), 0],
    ['base must be a URL', (base: never) => messageLink(base, message), 1],
  ];

  it.each(CASES)('%s', async (said, call, given) => {
    // The calls without options have one argument, which says by itself whose it is.
    const name = NAMED.find((each) => each === call)?.name;
    await expectRefused(() => call(given as never), said, name);
  });
});
