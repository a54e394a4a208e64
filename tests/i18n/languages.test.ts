/** Which language somebody gets, and with it which numbers and dates. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { localeTags } from '../../scripts/catalogues.mjs';
import { LANGUAGE_TAGS } from '../../src/core/language-tags.ts';
import {
  formatLocale,
  isLanguageTag,
  languageFor,
  LANGUAGES,
  matchLanguage,
  offeredLanguages,
} from '../../src/i18n/languages.ts';

/** The browser's languages, and what somebody gets of all. */
const WANTED = [
  [['de-AT', 'en'], 'de'],
  [['sv', 'fr-CA', 'en'], 'fr'],
  [['sv-SE'], 'en'],
  [[], 'en'],
  [['zh-CN'], 'zh-Hans'],
  [['zh-Hans-SG'], 'zh-Hans'],
  [['zh-TW', 'ja'], 'ja'],
  [['zh-Hant', 'zh-HK'], 'en'],
  [['pt-PT'], 'pt'],
  [['pt-BR', 'pt', 'en-US'], 'pt'],
  [['AR-eg'], 'ar'],
  [['den', 'it'], 'it'],
  [['x-klingon', 'tr-TR'], 'tr'],
] as const;

it('has catalogues for each language, and a language for all catalogues', () => {
  expect(localeTags().sort()).toEqual(LANGUAGES.map(({ tag }) => tag).sort());
  expect(LANGUAGE_TAGS).toEqual(LANGUAGES.map(({ tag }) => tag));
});

it('has the same languages in the configuration’s schema and in the guide for translators', () => {
  const tags = LANGUAGES.map(({ tag }) => tag);
  const schema = JSON.parse(readFileSync('public/config.schema.json', 'utf8')) as {
    readonly definitions: { readonly language: { readonly enum: readonly string[] } };
  };
  expect(schema.definitions.language.enum).toEqual(tags);
  const guide = readFileSync('docs/translating.md', 'utf8');
  const rows = [...guide.matchAll(/^\| (\S+).*(?:\(`(\w+)`\)|\[([\w-]+)\]\().*\|$/gmu)];
  expect(rows.map(([, , reference, tag]) => reference ?? tag)).toEqual(tags);
  expect(rows.map(([, name]) => name)).toEqual(LANGUAGES.map(({ name }) => name));
});

describe('the language of somebody whose browser wants', () => {
  it.each(WANTED)('%j is %s', (wanted, tag) => {
    expect(matchLanguage(wanted)).toBe(tag);
  });

  it.each(WANTED)('%j is the same on the start page', (wanted, tag) => {
    expect(runStartPage(wanted).lang).toBe(tag);
  });
});

describe('the start page fetches the app’s words early', () => {
  const early = async (worker: object | null, kept: object | undefined): Promise<string[]> => {
    const { preloaded } = runStartPage(['de'], worker, () => Promise.resolve(kept));
    await Promise.resolve();
    return preloaded;
  };

  it('where no service worker answers', async () => {
    expect(await early(null, undefined)).toEqual(['words.de.js']);
  });

  it('where one does, only if they are kept: a file that fails may fail until the next load', async () => {
    expect(await early({}, {})).toEqual(['words.de.js']);
    expect(await early({}, undefined)).toEqual([]);
  });
});

it.each([
  ['the person’s choice first', {}, 'ja', 'ja'],
  ['then the configuration’s', { language: 'fr' }, undefined, 'fr'],
  ['the choice before the configuration’s', { language: 'fr' }, 'ja', 'ja'],
  ['no choice that is not offered', { languages: ['nl', 'de'] }, 'ja', 'de'],
  ['no choice that is no language', {}, 17, 'de'],
  ['the first that is offered where none fits', { languages: ['tr', 'pl'] }, undefined, 'pl'],
])('takes %s', (_, config, chosen, tag) => {
  expect(languageFor(config, chosen, ['de-CH'])).toBe(tag);
});

it('offers what the configuration names, in its own order', () => {
  expect(offeredLanguages({})).toEqual(LANGUAGES.map(({ tag }) => tag));
  expect(offeredLanguages({ languages: ['zh-Hans', 'en'] })).toEqual(['en', 'zh-Hans']);
  expect(['en', 'zh-Hans', 'zh', 'EN', '', undefined, 1].filter(isLanguageTag)).toEqual([
    'en',
    'zh-Hans',
  ]);
});

it('formats by the region that the browser names for the language in use, with digits of codes', () => {
  expect(formatLocale('de', ['en-GB', 'de-AT'])).toBe('de-AT');
  expect(formatLocale('de', ['en-GB'])).toBe('de');
  expect(formatLocale('en', ['en-GB', 'en-US'])).toBe('en-GB');
  expect(formatLocale('zh-Hans', ['zh-TW', 'zh-CN'])).toBe('zh-CN');
  expect(formatLocale('fr', ['fr_BE', 'fr-CH'])).toBe('fr-CH');
  const arabic = formatLocale('ar', ['ar-EG']);
  expect(new Intl.NumberFormat(arabic).format(1234)).toMatch(/^1.?234$/u);
  expect(new Intl.DateTimeFormat(arabic, { dateStyle: 'short' }).format(0)).toMatch(/1970/u);
});

/**
 * What public/start.js makes of the page, run with a page that has nothing else.
 * @param controller the service worker that answers for the page
 * @param match finds what is kept
 */
function runStartPage(
  wanted: readonly string[],
  controller: object | null = null,
  match: () => Promise<unknown> = () => Promise.resolve(),
): { readonly lang: string; readonly preloaded: string[] } {
  const root = { lang: 'en', dir: 'ltr' };
  const preloaded: string[] = [];
  const nothing = () => undefined;
  const page = {
    getAttribute: nothing,
    setAttribute: nothing,
    removeAttribute: nothing,
    querySelectorAll: () => [],
  };
  const languages = Object.fromEntries(
    LANGUAGES.map(({ tag, dir }) => [
      tag,
      { dir, words: `words.${tag}.js`, ...(tag !== 'en' && { texts: [] }) },
    ]),
  );
  const script = readFileSync('public/start.js', 'utf8').replace(
    /\/\*words\*\/.*?\/\*words\*\//su,
    () => JSON.stringify({ languages, preset: '' }),
  );
  runInNewContext(script, {
    document: {
      documentElement: root,
      head: { appendChild: ({ href }: { readonly href: string }) => preloaded.push(href) },
      getElementById: () => page,
      createElement: () => ({ noModule: true }),
      querySelector: () => null,
    },
    caches: { match },
    navigator: { languages: wanted, serviceWorker: { controller } },
    window: { addEventListener: nothing },
    localStorage: { getItem: () => null },
  });
  return { lang: root.lang, preloaded };
}
