/** Text of a site's own, in one language or in several. */
import type { TextRule } from '../core/codec/text-rules.ts';
import { check, checkAll, checkText } from './check.ts';

/**
 * Text as it is, or by language: BCP 47 tags, at least one, as in
 * `{ en: 'Log in', 'zh-Hans': '登录' }`.
 */
export type LocalizedText = string | Readonly<Record<string, string>>;

/** What is read where no language fits, before the first that there is. */
const DEFAULT_LANGUAGE = 'en';

/** Text of every language keeps the rule. @throws ArgumentError */
export function checkLocalizedText(field: string, value: unknown, rule: TextRule): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    checkText(field, value, rule);
    return;
  }
  const texts = Object.entries(value);
  check(field, value, texts.length > 0, 'a string, or an object with one for a language at least');
  checkAll(
    () =>
      check(
        field,
        value,
        texts.every(([tag]) => isLanguage(tag)),
        'by BCP 47 language tags',
      ),
    ...texts.map(([tag, text]) => () => {
      if (isLanguage(tag)) checkText(`${field}.${tag}`, text, rule);
    }),
  );
}

/** Returns true for a well-formed language tag (BCP 47). */
export function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * Returns checked text in the first of these languages that it has, whatever its region; else in
 * English, else in the first that there is.
 * @param wanted BCP 47 tags
 */
export function textIn(text: LocalizedText, wanted: readonly string[]): string {
  if (typeof text === 'string') return text;
  const tags = Object.keys(text);
  const found = [...wanted, DEFAULT_LANGUAGE].map((tag) => bestOf(tags, tag));
  return text[found.find((tag) => tag !== undefined) ?? tags[0]!]!;
}

/** The tag itself, else one of the same language in the same script: `pt` for `pt-BR`. */
function bestOf(tags: readonly string[], wanted: string): string | undefined {
  const exact = tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return exact ?? tags.find((tag) => writtenForm(tag) === writtenForm(wanted));
}

/** Language and script, as likely subtags tell it (Unicode Technical Standard 35): `zh-Hans`. */
function writtenForm(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  return `${language}-${script}`;
}
