/** The words of a page in every language, for sentences that a server writes. */
import { isolateValues } from '../i18n/isolate-values.ts';
import type { LanguageTag } from '../i18n/languages.ts';
import ARABIC from '../i18n/locales/ar/page.json' with { type: 'json' };
import GERMAN from '../i18n/locales/de/page.json' with { type: 'json' };
import ENGLISH from '../i18n/locales/en/page.json' with { type: 'json' };
import SPANISH from '../i18n/locales/es/page.json' with { type: 'json' };
import FRENCH from '../i18n/locales/fr/page.json' with { type: 'json' };
import ITALIAN from '../i18n/locales/it/page.json' with { type: 'json' };
import JAPANESE from '../i18n/locales/ja/page.json' with { type: 'json' };
import DUTCH from '../i18n/locales/nl/page.json' with { type: 'json' };
import POLISH from '../i18n/locales/pl/page.json' with { type: 'json' };
import PORTUGUESE from '../i18n/locales/pt/page.json' with { type: 'json' };
import TURKISH from '../i18n/locales/tr/page.json' with { type: 'json' };
import CHINESE from '../i18n/locales/zh-Hans/page.json' with { type: 'json' };
import type { PageWords } from './problem-words.ts';

/** Compiled, each has the shape of the English ones: the build checks it. */
export const PAGE_WORDS: Readonly<Record<LanguageTag, PageWords>> = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  it: ITALIAN,
  nl: DUTCH,
  pl: POLISH,
  pt: PORTUGUESE,
  tr: TURKISH,
  ar: isolateValues(ARABIC),
  ja: JAPANESE,
  'zh-Hans': CHINESE,
} as unknown as Record<LanguageTag, PageWords>;
