/** The person's language: told by the phone, kept with the device, and used for what is asked. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';
import { LANGUAGE_TAGS } from '../../src/i18n/languages.ts';
import { acceptedLanguages } from '../../src/issuer/http/accept-language.ts';
import { textIn } from '../../src/issuer/localized-text.ts';
import { refusalText } from '../../src/issuer/refusal-text.ts';
import { checkRequestContent } from '../../src/issuer/request-content.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { readRequest } from '../../src/protocol/request.ts';
import { docSnippets } from '../support/doc-snippets.ts';
import type { Call } from './authenticator-fixture.ts';
import { send, SERVICE } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, wrongOtp } from './issuer-fixture.ts';

let at: IssuerFixture;
let bound: Bound;

beforeEach(async () => {
  at = createIssuerFixture({ serviceUrl: SERVICE });
  bound = await activate(at);
});

const looking = (language?: string): Call => ({
  path: '/requests',
  ...(language !== undefined && { headers: { 'Accept-Language': language } }),
});
const languageOfDevice = async () => (await at.issuer.inspect(bound.id))?.language;

describe('the device’s language', () => {
  it('is what its authenticator said last, in whatever call', async () => {
    expect(await languageOfDevice()).toBeUndefined();
    await send(at, bound, looking('de, en;q=0.8'));
    expect(await languageOfDevice()).toBe('de');
    const unsubscribed = await send(at, bound, {
      method: 'DELETE',
      path: '/push-subscription',
      headers: { 'Accept-Language': 'zh-hans' },
    });
    expect(unsubscribed.status).toBe(200);
    expect(await languageOfDevice()).toBe('zh-Hans');
    const { serial } = (await at.issuer.inspect(bound.id))!;
    expect((await at.issuer.find({ serial }))?.language).toBe('zh-Hans');
    expect((await at.issuer.devices()).items[0]?.language).toBe('zh-Hans');
  });

  it('stays where a call says none, or no language', async () => {
    await send(at, bound, looking('ja'));
    for (const said of [undefined, '*', '', 'de_DE', 'x'.repeat(600)])
      expect((await send(at, bound, looking(said))).status).toBe(200);
    expect(await languageOfDevice()).toBe('ja');
  });

  it('is written once, not by each look', async () => {
    await send(at, bound, looking('fr'));
    const version = async () => (await at.store.instance(bound.id))?.version;
    const before = await version();
    await send(at, bound, looking('fr'));
    expect(await version()).toBe(before);
  });

  it('is kept with what a call changes, too', async () => {
    const { id } = granted(await at.issuer.createRequest(bound.id, { kind: 'login', title: 'A' }));
    const denied = await send(at, bound, {
      method: 'POST',
      path: `/requests/${Buffer.from(id, 'hex').toString('base64url')}/answer`,
      body: { decision: 'deny' },
      headers: { 'Accept-Language': 'pl' },
    });
    expect(denied.status).toBe(200);
    expect((await at.issuer.inspectRequest(id))?.state).toBe('DENIED');
    expect(await languageOfDevice()).toBe('pl');
  });
});

describe('what is asked', () => {
  const LOGIN = {
    kind: 'login',
    title: { en: 'Log in', de: 'Anmelden', 'zh-Hans': '登录' },
    fields: [
      [{ fr: 'Navigateur', en: 'Browser' }, 'Firefox'],
      ['IP', '192.0.2.7'],
    ],
  } as const satisfies RequestOptions;

  async function asked(options: RequestOptions) {
    const { id, message } = granted(await at.issuer.createRequest(bound.id, options));
    granted(await at.issuer.cancelRequest(id));
    at.clock.now += 3600;
    const { title, fields } = await readRequest(message, bound.account.keys.channel);
    return { title, labels: fields.map(([label]) => label) };
  }

  it('is in the language of the call, else of the device, else English, else the first', async () => {
    expect(await asked(LOGIN)).toEqual({ title: 'Log in', labels: ['Browser', 'IP'] });
    await send(at, bound, looking('de-AT'));
    expect(await asked(LOGIN)).toEqual({ title: 'Anmelden', labels: ['Browser', 'IP'] });
    expect(await asked({ ...LOGIN, locale: 'zh-CN' })).toMatchObject({ title: '登录' });
    expect(await asked({ ...LOGIN, locale: 'fr-CA' })).toEqual({
      title: 'Anmelden',
      labels: ['Navigateur', 'IP'],
    });
    expect(await asked({ kind: 'login', title: { sv: 'Logga in', nb: 'Logg inn' } })).toMatchObject(
      { title: 'Logga in' },
    );
  });

  it('has the words of a payment in each language, with digits as codes have them', async () => {
    const payment = { amount: '1250.00', currency: 'EUR', payee: 'Harbour Books' } as const;
    const titles = new Set<string>();
    for (const language of LANGUAGE_TAGS) {
      await send(at, bound, looking(language));
      const { title, labels } = await asked({ kind: 'transaction', payment });
      expect(title).toMatch(/1[.,\s\u00a0\u202f]?250/u);
      titles.add(title + labels.join());
    }
    expect(titles.size).toBe(LANGUAGE_TAGS.length);
  });

  it.each([
    [{ title: {} }, 'title'],
    [{ title: [] }, 'title'],
    [{ title: { en: 'Log in', 'not a tag': 'x' } }, 'title'],
    [{ title: { en: 'Log in', de: '' } }, 'title.de'],
    [{ title: { en: 'Log in', de: 7 } }, 'title.de'],
    [{ title: { de: 'x'.repeat(61) } }, 'title.de'],
    [{ title: 'Log in', fields: [[{ en: '' }, 'x']] }, 'fields[0][0].en'],
    [{ title: 'Log in', fields: [['A', { en: 'x' }]] }, 'fields[0][1]'],
  ])('is refused as %j', (options, field) => {
    const check = () => checkRequestContent({ kind: 'login', ...options } as RequestOptions);
    expect(check).toThrow(TesseraError);
    expect(check).toThrow(expect.objectContaining({ field }) as Error);
  });
});

it('a text is found by its language, in its script', () => {
  const texts = { en: 'E', 'zh-Hant': '繁', 'pt-BR': 'P', 'sr-Latn': 'S' };
  expect(textIn(texts, ['zh-TW'])).toBe('繁');
  expect(textIn(texts, ['zh-Hans'])).toBe('E');
  expect(textIn(texts, ['pt'])).toBe('P');
  expect(textIn(texts, ['sr', 'pt-PT'])).toBe('P');
  expect(textIn('as it is', ['ar'])).toBe('as it is');
});

it('Accept-Language is read by its weights', () => {
  expect(acceptedLanguages('fr-CH, fr;q=0.9, en;q=0.8, de;q=0.95, *;q=0.5')).toEqual(
    ['fr-CH', 'de', 'fr', 'en'], // oxfmt-ignore
  );
  expect(acceptedLanguages('en;q=0, ja')).toEqual(['ja']);
  for (const none of [null, undefined, '', '*', 'de_DE', ';q=1', 'a'.repeat(501)])
    expect(acceptedLanguages(none)).toEqual([]);
});

describe('a refusal', () => {
  it('is a sentence in each language', async () => {
    const refusal = await at.issuer.verifyOtp(
      bound.id,
      await wrongOtp(bound.account, at.clock.now),
    );
    if (refusal.ok) throw new Error('A wrong code was accepted');
    const told = LANGUAGE_TAGS.map((language) =>
      refusalText(refusal, { language, code: 'one-time-password' }),
    );
    expect(told[0]).toBe(
      'That one-time password doesn’t match. Please compare it with the authenticator. 4 more wrong codes pause this device.',
    );
    expect(new Set(told).size).toBe(LANGUAGE_TAGS.length);
    for (const text of told) expect(text).toContain('4');
    const { message } = await at.issuer.verifyOtp(bound.id, '12').then((each) => ({
      message: refusalText(each as typeof refusal, { language: ['sv', 'de-AT'] }),
    }));
    expect(message).not.toContain('undefined');
  });

  it('tells the end of a pause in the person’s time zone, else in one that it names', () => {
    const refusal = { ok: false, reason: 'PAUSED', pausedUntil: 1_790_000_021 } as const;
    const told = (timeZone?: string) =>
      refusalText(refusal, { language: 'en-GB', ...(timeZone !== undefined && { timeZone }) });
    expect(told()).toContain('paused until 14:14 UTC:');
    expect(told('Europe/Vienna')).toContain('paused until 16:14:');
  });

  it('of a request that has expired is about the request', () => {
    const expired = { ok: false, reason: 'EXPIRED' } as const;
    expect(refusalText({ ...expired, state: 'ACTIVE' }, { language: 'en' })).toBe(
      'This request is no longer open.',
    );
    expect(refusalText({ ...expired, state: 'EXPIRED' }, { language: 'en', code: 'device-code' }))
      .toContain('This activation has ended'); // oxfmt-ignore
  });

  it.each([
    [{ language: 'de_DE' }, 'language'],
    [{ language: [] }, 'language'],
    [{ language: ['de', ''] }, 'language[1]'],
    [{ language: 'de', code: 'pin' }, 'code'],
    [{ language: 'de', timeZone: 'Vienna' }, 'timeZone'],
  ])('is not told by %j', (options, field) => {
    expect(() =>
      refusalText({ ok: false, reason: 'BUSY' }, options as { language: string }),
    ).toThrow(expect.objectContaining({ field }) as Error);
  });
});

describe('docs/errors.md', () => {
  const { load, problems, remove } = docSnippets('docs/errors.md');
  afterAll(remove);

  it('has a file that compiles, and says what it promises', async () => {
    expect(problems()).toEqual([]);
    const { sentenceFor } = await load<{
      readonly sentenceFor: (refusal: object, language: string) => string;
    }>('refusal.ts');
    expect(sentenceFor({ ok: false, reason: 'BUSY' }, 'en-US')).toContain('Very many people');
  });
});
