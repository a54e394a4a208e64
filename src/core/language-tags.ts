/** The languages that the words are written in (i18n/languages.ts), in the order of their list. */
export const LANGUAGE_TAGS = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'nl',
  'pl',
  'pt',
  'tr',
  'ar',
  'ja',
  'zh-Hans',
] as const;
