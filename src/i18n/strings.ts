/** The app's words in the language in use: `t.home.scan`, `t.home.serial({ serial })`. */
import type { ErrorCode, PersonErrorCode, TransferErrorCode } from '../core/errors.ts';
import type { LanguageTag } from './languages.ts';
import type ENGLISH from './locales/en/app.json';

/** The shape of every language's `app.json`; a message with placeholders is a function. */
export type Strings = typeof ENGLISH;

export interface ErrorWords {
  /** What happened: the heading. */
  readonly what: string;
  readonly why: string;
  /** The next step. */
  readonly next: string;
}

/**
 * The words in use: a live binding, so that the next render of every screen reads it again. None
 * before `setStrings`: a language is loaded before the first screen.
 */
export let t: Strings;

/** The language in use. */
export let language: LanguageTag;

/** The locale of numbers, dates and lists: that language, with a region where one is known. */
export let locale: string;

/** Changes the language from the next render on. */
export function setStrings(strings: Strings, tag: LanguageTag, formats: string = tag): void {
  t = strings;
  language = tag;
  locale = formats;
}

/** The words for an error; a code that no person should meet has those of UNEXPECTED. */
export function errorWords(code: ErrorCode): ErrorWords {
  const errors = t.errors satisfies Record<Exclude<PersonErrorCode, TransferErrorCode>, ErrorWords>;
  const words: Partial<Record<ErrorCode, ErrorWords>> = errors;
  return words[code] ?? errors.UNEXPECTED;
}
