/** docs/translating/<tag>.md: its terms are those that the language's catalogues use. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { formsOf, messagesOf } from '../../scripts/catalogue-rules.mjs';
import { consumersOf, readCatalogue, REFERENCE_TAG } from '../../scripts/catalogues.mjs';
import { LANGUAGES } from '../../src/i18n/languages.ts';

interface Term {
  readonly english: string;
  /** Matches each form that the catalogues use; undefined for a word with several meanings. */
  readonly forms: RegExp | undefined;
}

/** Where English has a term as one word among others, and only there. */
const ENGLISH: Readonly<Record<string, RegExp>> = {
  activate: /\bactivat(?:e|es|ed|ing)\b(?! again)/iu,
  'activate again': /\bactivat(?:e|ed|ing)\b.* again\b/iu,
  approve: /\bapprov(?:e|es|ed|ing)\b/iu,
  confirm: /\bconfirm(?:s|ed|ing)?\b/iu,
  deny: /\bden(?:y|ies|ied|ying)\b/iu,
  revoke: /\brevok(?:e|es|ed|ing)\b/iu,
  'your picture': /\byour picture\b/iu,
  paste: /\bpast(?:e|ed|ing)\b/iu,
  erase: /\beras(?:e|es|ed|ing)\b/iu,
};

function termsOf(tag: string): readonly Term[] {
  const [, table = ''] = document(tag).split('## Terms');
  const rows = table.split('\n## ')[0]!.matchAll(/^\| (.+?) +\| (.+?) +\| (.+?) +\|$/gmu);
  return [...rows].slice(2).map(([, english, , forms]) => {
    const pattern = forms!.replaceAll('\\|', '|').replace(/^`|`$/gu, '');
    return {
      english: english!,
      forms: pattern === '–' ? undefined : new RegExp(pattern, 'iu'),
    };
  });
}

/** Messages that say it otherwise, each with a reason: `app.home.scan: device code`. */
function exceptionsOf(tag: string): readonly string[] {
  const [, list = ''] = document(tag).split('## Said otherwise');
  const items = list.split('\n## ')[0]!.matchAll(/^- (.+?): (.+?) — \S.*$/gmu);
  return [...items].flatMap(([, keys, terms]) =>
    [...keys!.matchAll(/`([\w.-]+)`/gu)].flatMap(([, key]) =>
      terms!.split(/, | and /u).map((term) => `${key}: ${term}`),
    ),
  );
}

function document(tag: string): string {
  return readFileSync(`docs/translating/${tag}.md`, 'utf8');
}

function allMessages(tag: string): ReadonlyMap<string, string> {
  return new Map(
    consumersOf(REFERENCE_TAG).flatMap((consumer) =>
      [...messagesOf(readCatalogue(tag, consumer))].map(
        ([key, message]) => [`${consumer}.${key}`, formsOf(message).join(' / ')] as const,
      ),
    ),
  );
}

const others = LANGUAGES.map(({ tag }) => tag).filter((tag) => tag !== REFERENCE_TAG);
const english = allMessages(REFERENCE_TAG);

it('has a document for each language but English, and lists them', () => {
  const files = readdirSync('docs/translating').map((name) => name.replace(/\.md$/u, ''));
  expect(files.sort()).toEqual([...others].sort());
  const guide = readFileSync('docs/translating.md', 'utf8');
  for (const tag of others) expect(guide).toContain(`(translating/${tag}.md)`);
});

describe.each(others.filter((tag) => existsSync(`docs/translating/${tag}.md`)))('%s', (tag) => {
  const terms = termsOf(tag);

  it('has the terms that every language has', () => {
    expect(terms.map((term) => term.english)).toEqual(termsOf('de').map((term) => term.english));
    expect(terms.length).toBeGreaterThan(45);
    expect(terms.filter(({ forms }) => forms).length).toBeGreaterThan(20);
  });

  it('says that no native speaker has reviewed it yet', () => {
    expect(document(tag)).toContain('No native speaker has reviewed this language yet.');
  });

  it('uses each term wherever English does, but for what it says otherwise', () => {
    const messages = allMessages(tag);
    const otherwise = new Set(exceptionsOf(tag));
    const missing = terms.flatMap(({ english: term, forms }) => {
      if (!forms) return [];
      const wanted = ENGLISH[term] ?? new RegExp(`\\b${term}s?\\b`, 'iu');
      return [...english]
        .filter(([key, text]) => wanted.test(text) && !forms.test(messages.get(key) ?? ''))
        .map(([key]) => `${key}: ${term}`)
        .filter((each) => !otherwise.has(each));
    });
    expect(missing).toEqual([]);
  });
});
