/** The rules of the configuration: each has one that breaks it, and one that just keeps it. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { AppConfig } from '../../src/core/app-config.ts';
import { judgeConfig } from '../../src/core/config-rules.ts';
import { LANGUAGE_TAGS } from '../../src/core/language-tags.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../public/config.json', import.meta.url), 'utf8'),
) as AppConfig;

function issuer(name: string, digit: string) {
  const keyOf = (prefix: string) => `${prefix}${digit.repeat(64)}`;
  return { name, key: keyOf('02'), formerKeys: [keyOf('03')], retiredKeys: [] };
}
const BANK = issuer('Northwind Bank', 'a');

/** A bank's: nothing is to be said of it. */
const quiet: AppConfig = {
  ...shipped,
  otherAccounts: false,
  trustedIssuers: [BANK],
  services: ['https://bank.example'],
};

const everywhere = <Words>(words: Words) =>
  Object.fromEntries(LANGUAGE_TAGS.map((tag) => [tag, words]));
const welcome = { welcome: 'Good morning' };

/** What trips a rule, what just does not, where it is said, and what. */
const RULES: readonly [Partial<AppConfig>, Partial<AppConfig>, string, RegExp][] = [
  [{ name: 'x'.repeat(21) }, { name: 'x'.repeat(20) }, 'name', /takes 21 columns.*about 20/],
  [{ name: '銀'.repeat(11) }, { name: '銀'.repeat(10) }, 'name', /takes 22 columns/],
  [{ shortName: '銀'.repeat(7) }, { shortName: '銀'.repeat(6) }, 'shortName', /takes 14 columns/],
  [
    { brandColor: '#f2b705' },
    { brandColor: '#ff6600' },
    'brandColor',
    /^On light .* #77610a: #f2b705 has a contrast of 1\.5 : 1 there.* #77610a has 5\.0 : 1.* darker/,
  ],
  [
    { brandColor: '#000080' },
    { brandColor: '#0055a4' },
    'brandColor',
    /^On dark .* #9e9ecf: #000080 has a contrast of 1\.2 : 1 there.* #9e9ecf has 5\.1 : 1.* lighter/,
  ],
  [
    { languages: ['de'], language: 'de' },
    { languages: ['de', 'fr'], language: 'de' },
    'language',
    /only language/,
  ],
  [
    { words: { en: welcome } },
    { words: everywhere(welcome) },
    'words',
    /“welcome” is missing in de, es.*zh-Hans/,
  ],
  [
    { words: { en: welcome, de: { help: 'Telefon 123' } }, languages: ['en', 'de'] },
    { words: { en: welcome, de: welcome }, languages: ['en', 'de'] },
    'words',
    /“welcome” is missing in de,/,
  ],
  [
    { words: { en: welcome, de: welcome }, languages: ['en'] },
    { words: { en: welcome }, languages: ['en'] },
    'words.de',
    /“de” is not among/,
  ],
  [{ pinLength: 4 }, { pinLength: 5 }, 'pinLength', /one in 2,000.*one in 200,000/],
  [{ graceSeconds: 0 }, { graceSeconds: 1 }, 'graceSeconds', /the moment that it is hidden/],
  [{ graceSeconds: 301 }, { graceSeconds: 300 }, 'graceSeconds', /for 301 seconds/],
  [{ wipeAfter: 9 }, { wipeAfter: 10 }, 'wipeAfter', /^9 wrong PINs/],
  [{ wipeAfter: 5 }, { wipeAfter: 0 }, 'wipeAfter', /^5 wrong PINs/],
  [
    { notificationTitles: true },
    { notificationTitles: false },
    'notificationTitles',
    /Lock screens show/,
  ],
  [{ homeDetails: true }, { homeDetails: false }, 'homeDetails', /before the app is unlocked/],
  [{ otherAccounts: true }, { otherAccounts: false }, 'otherAccounts', /every other site/],
  [{ trustedIssuers: [] }, { trustedIssuers: [BANK] }, 'trustedIssuers', /Every issuer/],
  [
    { trustedIssuers: [BANK, issuer('northwind bank', 'b')] },
    { trustedIssuers: [BANK, issuer('Southwind Bank', 'b')] },
    'trustedIssuers.1.name',
    /“northwind bank” stands there twice/,
  ],
  [{ services: [] }, { services: [], notifications: false }, 'services', /no issuer can notify/],
  [
    { services: ['http://localhost:4174'] },
    { services: ['http://localhost:4174', 'https://bank.example'] },
    'services',
    /Only this machine is listed \(http:\/\/localhost:4174\)/,
  ],
];

/** What ends the build. */
const MISTAKES: readonly [Partial<AppConfig>, Partial<AppConfig>, string, RegExp][] = [
  [
    { languages: ['de', 'fr'], language: 'ar' },
    { languages: ['de', 'ar'], language: 'ar' },
    'language',
    /“ar” is not among/,
  ],
  [
    { words: everywhere({ welcome: '銀'.repeat(31) }) },
    { words: everywhere({ welcome: '銀'.repeat(30) }) },
    'words.en.welcome',
    /takes 62 columns.* 60 fit/,
  ],
  [
    { trustedIssuers: [BANK, { ...BANK, name: 'Southwind Bank' }] },
    { trustedIssuers: [BANK, issuer('Southwind Bank', 'b')] },
    'trustedIssuers',
    /The key 02a+ stands there twice/,
  ],
];

describe.each([
  ['warning', RULES],
  ['error', MISTAKES],
] as const)('a %s', (level, rules) => {
  it.each(rules)('is given for %j, none for %j', (trips, keeps, path, text) => {
    const [found] = judgeConfig({ ...quiet, ...trips });
    expect(found).toEqual({ path, level, text: expect.stringMatching(text) as string });
    expect(judgeConfig({ ...quiet, ...keeps })).toEqual([]);
  });
});

it('says why and what to do in whole sentences', () => {
  for (const [trips] of [...RULES, ...MISTAKES])
    for (const { text } of judgeConfig({ ...quiet, ...trips }))
      expect(text).toMatch(/^[“\d\p{Lu}].*\. .*[.…]$|^“ar” .*\.$/u);
});

it('says of the configuration that is shipped only what is true of it', () => {
  expect(judgeConfig(shipped).map(({ path, level }) => `${level} ${path}`)).toEqual([
    'warning trustedIssuers',
    'warning services',
  ]);
});
