/** The languages that the app speaks: each is one table of the shape that the compiler asks for (strings.ts). */
import { ENGLISH, t, type Strings } from './strings.ts';

export interface Language {
  /** BCP 47. */
  readonly locale: string;
  /** Its name for itself. */
  readonly name: string;
  readonly table: Strings;
}

export const LANGUAGES: readonly [Language, ...Language[]] = [
  { locale: ENGLISH.locale, name: 'English', table: ENGLISH },
];

export function languageInUse(): Language {
  return LANGUAGES.find(({ locale }) => locale === t.locale) ?? LANGUAGES[0];
}
