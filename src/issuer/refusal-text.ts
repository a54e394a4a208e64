/** A person's sentence for a refusal, for sites that write their own pages (docs/errors.md). */
import type { LanguageTag } from '../i18n/languages.ts';
import { formatLocale, matchLanguage } from '../i18n/languages.ts';
import { inCall } from './argument-error.ts';
import {
  check,
  checkAll,
  checkForm,
  checkObject,
  checkOneOf,
  checkOptional,
  checkString,
} from './check.ts';
import type { CodeKind } from './code-kind.ts';
import { CODE_KINDS } from './code-kind.ts';
import type { PageError } from './http/page-api.ts';
import { isLanguage } from './localized-text.ts';
import type { Refusal } from './outcome.ts';
import { PAGE_WORDS } from './page-words.ts';
import { problemSentence } from './problem-words.ts';

/** How a refusal is told. */
export interface RefusalTextOptions {
  /**
   * The person's languages, BCP 47, the most wanted first; of those that the library speaks, the
   * first one is written, else English.
   */
  readonly language: string | readonly string[];
  /** Which code was typed, by which the sentence calls it. Default: `code`. */
  readonly code?: CodeKind;
  /**
   * The person's time zone (IANA, `Europe/Vienna`), in which the end of a pause is told. Default:
   * UTC, which the sentence then says.
   */
  readonly timeZone?: string;
}

const MS_PER_SECOND = 1000;

/**
 * Returns what went wrong and what to do about it, in plain text.
 * @throws ArgumentError
 */
export function refusalText(refusal: Refusal, options: RefusalTextOptions): string {
  inCall('refusalText', () => checkArguments(refusal, options));
  const { language, code, timeZone } = options;
  const wanted = typeof language === 'string' ? [language] : language;
  const tag = matchLanguage(wanted);
  const { reason, state } = refusal;
  // Of a device that is active, a request has expired.
  const isRequests = reason === 'EXPIRED' && state === 'ACTIVE';
  const error: PageError = isRequests ? 'UNKNOWN_REQUEST' : reason;
  const { attemptsLeft, totalLeft, pausedUntil, foreign, seconds } = refusal;
  return problemSentence(
    PAGE_WORDS[tag],
    {
      error,
      ...(attemptsLeft !== undefined && { attemptsLeft }),
      ...(totalLeft !== undefined && { totalLeft }),
      ...(pausedUntil !== undefined && { pausedUntil }),
      ...(foreign && { foreign }),
      ...(seconds !== undefined && { seconds }),
    },
    { calling: code, until: (unixSeconds) => timeOf(unixSeconds, tag, { wanted, timeZone }) },
  );
}

function timeOf(
  unixSeconds = 0,
  tag: LanguageTag,
  {
    wanted,
    timeZone,
  }: { readonly wanted: readonly string[]; readonly timeZone?: string | undefined },
): string {
  const format = new Intl.DateTimeFormat(formatLocale(tag, wanted), {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: timeZone ?? 'UTC',
    ...(timeZone === undefined && { timeZoneName: 'short' }),
  });
  // The pause lasts to the end of the minute that is told.
  return format.format(Math.ceil(unixSeconds / 60) * 60 * MS_PER_SECOND);
}

function checkArguments(refusal: Refusal, options: RefusalTextOptions): void {
  checkAll(
    () => checkObject('refusal', refusal),
    () => checkObject('options', options),
  );
  const { language, code, timeZone } = options;
  const wanted: readonly unknown[] = Array.isArray(language) ? language : [language];
  checkAll(
    () => checkString('refusal.reason', refusal.reason),
    () => check('language', language, wanted.length > 0, 'a language tag, or several'),
    ...wanted.map((tag, i) => () => {
      const field = Array.isArray(language) ? `language[${i}]` : 'language';
      checkForm(field, tag, isLanguage, 'a BCP 47 language tag');
    }),
    () => checkOptional('code', code, (field, kind) => checkOneOf(field, kind, CODE_KINDS)),
    () =>
      checkOptional('timeZone', timeZone, (field, zone) =>
        checkForm(field, zone, isTimeZone, 'an IANA time zone'),
      ),
  );
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
