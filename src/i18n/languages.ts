/** The languages that the app speaks. */
import { ENGLISH, t } from './strings.ts';

export interface Language {
  /** BCP 47. */
  readonly locale: string;
  /** Its name for itself. */
  readonly name: string;
}

const ENGLISH_LANGUAGE: Language = { locale: ENGLISH.locale, name: 'English' };

const LANGUAGES: readonly Language[] = [ENGLISH_LANGUAGE];

export function languageInUse(): Language {
  return LANGUAGES.find(({ locale }) => locale === t.locale) ?? ENGLISH_LANGUAGE;
}
