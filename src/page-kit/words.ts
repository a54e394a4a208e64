/** The page kit's words, a language a file (docs/page-kit.md, Languages). */
import type { LanguageTag } from '../i18n/languages.ts';
import { formatLocale } from '../i18n/languages.ts';
import type { PageWords } from '../issuer/problem-words.ts';
import { WordStore } from './element-language.ts';

export type Words = PageWords;

/** What is said, in whatever language it is shown. */
export type Text = (t: Words) => string;

export const kitWords = new WordStore<Words>(async (tag) => {
  const loaded = (await import(`../i18n/locales/${tag}/page.json`)) as { readonly default: Words };
  return loaded.default;
});

/** The locale of dates and times beside words: with the reader's region, where it is known. */
export function localeBeside({ locale }: Pick<Words, 'locale'>): string {
  return formatLocale(locale as LanguageTag, navigator.languages);
}
