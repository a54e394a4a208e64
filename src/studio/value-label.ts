/** What a value of an enumeration is called. */
import { isLanguageTag, languageOf } from '../i18n/languages.ts';

/** A language by its own name; any other value as it is. */
export function valueLabel(value: string): string {
  return isLanguageTag(value) ? languageOf(value).name : value;
}
