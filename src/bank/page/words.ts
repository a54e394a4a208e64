/** The bank page's words, a language a chunk. */
import type { LanguageTag } from '../../i18n/languages.ts';
import type ENGLISH from '../../i18n/locales/en/bank.json';
import { WordStore } from '../../page-kit/element-language.ts';

export type BankWords = typeof ENGLISH;

export const bankWords = new WordStore<BankWords>(async (tag: LanguageTag) => {
  const loaded = (await import(`../../i18n/locales/${tag}/bank.json`)) as {
    readonly default: BankWords;
  };
  return loaded.default;
});
