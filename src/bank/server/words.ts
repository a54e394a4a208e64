/** The bank's words in every language, for what it asks. */
/// <reference types="vite/client" />
import type { LanguageTag } from '../../i18n/languages.ts';
import type ENGLISH from '../../i18n/locales/en/bank.json';

export type BankWords = typeof ENGLISH;

export const BANK_WORDS: readonly BankWords[] = Object.values(
  import.meta.glob<BankWords>('../../i18n/locales/*/bank.json', { eager: true, import: 'default' }),
);

export function wordsOf(language: LanguageTag): BankWords {
  return BANK_WORDS.find(({ locale }) => locale === language)!;
}
