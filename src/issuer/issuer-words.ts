/** The words that a payment is put in, in every language. */
import type { LanguageTag } from '../i18n/languages.ts';
import ARABIC from '../i18n/locales/ar/issuer.json' with { type: 'json' };
import GERMAN from '../i18n/locales/de/issuer.json' with { type: 'json' };
import ENGLISH from '../i18n/locales/en/issuer.json' with { type: 'json' };
import SPANISH from '../i18n/locales/es/issuer.json' with { type: 'json' };
import FRENCH from '../i18n/locales/fr/issuer.json' with { type: 'json' };
import ITALIAN from '../i18n/locales/it/issuer.json' with { type: 'json' };
import JAPANESE from '../i18n/locales/ja/issuer.json' with { type: 'json' };
import DUTCH from '../i18n/locales/nl/issuer.json' with { type: 'json' };
import POLISH from '../i18n/locales/pl/issuer.json' with { type: 'json' };
import PORTUGUESE from '../i18n/locales/pt/issuer.json' with { type: 'json' };
import TURKISH from '../i18n/locales/tr/issuer.json' with { type: 'json' };
import CHINESE from '../i18n/locales/zh-Hans/issuer.json' with { type: 'json' };

/** The shape of every language's `issuer.json`. */
export type IssuerWords = typeof ENGLISH;

/** Compiled, each has the shape of the English ones: the build checks it. */
export const ISSUER_WORDS: Readonly<Record<LanguageTag, IssuerWords>> = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  it: ITALIAN,
  nl: DUTCH,
  pl: POLISH,
  pt: PORTUGUESE,
  tr: TURKISH,
  ar: ARABIC,
  ja: JAPANESE,
  'zh-Hans': CHINESE,
} as unknown as Record<LanguageTag, IssuerWords>;
