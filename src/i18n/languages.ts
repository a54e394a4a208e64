/** The languages that the words are written in, and which one somebody wants. */

export interface Language {
  /** BCP 47, as the folder of its catalogues is named. */
  readonly tag: string;
  /** Its name for itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Whether a native speaker has read all of its words. */
  readonly reviewed?: true;
}

/** In the order in which they are offered: English, then by their names. */
export const LANGUAGES = [
  { tag: 'en', name: 'English', dir: 'ltr', reviewed: true },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
  { tag: 'es', name: 'Español', dir: 'ltr' },
  { tag: 'fr', name: 'Français', dir: 'ltr' },
  { tag: 'it', name: 'Italiano', dir: 'ltr' },
  { tag: 'nl', name: 'Nederlands', dir: 'ltr' },
  { tag: 'pl', name: 'Polski', dir: 'ltr' },
  { tag: 'pt', name: 'Português', dir: 'ltr' },
  { tag: 'tr', name: 'Türkçe', dir: 'ltr' },
  { tag: 'ar', name: 'العربية', dir: 'rtl' },
  { tag: 'ja', name: '日本語', dir: 'ltr' },
  { tag: 'zh-Hans', name: '简体中文', dir: 'ltr' },
] as const satisfies readonly Language[];

export type LanguageTag = (typeof LANGUAGES)[number]['tag'];

/** The language that every other one is written from, and that stands where none fits. */
export const REFERENCE_LANGUAGE: LanguageTag = 'en';

/** All tags. */
export const LANGUAGE_TAGS: readonly LanguageTag[] = LANGUAGES.map(({ tag }) => tag);

/** What the configuration says of languages. */
export interface LanguageConfig {
  /** Offered ones; absent: all. */
  readonly languages?: readonly string[];
  /** Until the person chooses; absent: the first of the browser's that is offered. */
  readonly language?: string;
}

/** Chinese in characters that these words are not written in. */
const TRADITIONAL = /^zh-(?:hant|tw|hk|mo)\b/i;

export function isLanguageTag(text: unknown): text is LanguageTag {
  return LANGUAGES.some(({ tag }) => tag === text);
}

/** Returns a language by its tag. */
export function languageOf(tag: LanguageTag): Language {
  return LANGUAGES.find((each) => each.tag === tag)!;
}

/**
 * Returns the first wanted language that is offered, whatever its region: `de-AT` is `de`, `zh-CN`
 * is `zh-Hans`. Traditional Chinese is not offered, and no reader of it wants simplified.
 * @param wanted BCP 47 tags, the most wanted first, such as `navigator.languages`
 * @param offered not empty; its first stands where none fits and English is not offered
 */
export function matchLanguage(
  wanted: readonly string[],
  offered: readonly LanguageTag[] = LANGUAGE_TAGS,
): LanguageTag {
  for (const tag of wanted) {
    const found = offered.find((each) => isSameLanguage(tag, each));
    if (found !== undefined) return found;
  }
  return offered.includes(REFERENCE_LANGUAGE) ? REFERENCE_LANGUAGE : offered[0]!;
}

/** Returns the languages that are offered, in the order of the list of all. */
export function offeredLanguages({ languages }: LanguageConfig): readonly LanguageTag[] {
  return LANGUAGE_TAGS.filter((tag) => languages?.includes(tag) ?? true);
}

/**
 * `chosen` is what the person has chosen, if anything; `spoken` is in force where neither that nor
 * the configuration names a language that is offered.
 */
export function languageFor(
  config: LanguageConfig,
  chosen: unknown,
  spoken: readonly string[],
): LanguageTag {
  const offered = offeredLanguages(config);
  const fixed = [chosen, config.language].find(
    (tag): tag is LanguageTag => isLanguageTag(tag) && offered.includes(tag),
  );
  return fixed ?? matchLanguage(spoken, offered);
}

/**
 * Returns the locale for `Intl`: the wanted one of that language with its region, so that a reader
 * in Vienna has Austrian dates; digits are those of the codes on the same screen.
 */
export function formatLocale(tag: LanguageTag, wanted: readonly string[] = []): string {
  const regional = wanted.find((each) => isSameLanguage(each, tag) && isLocale(each)) ?? tag;
  return tag === 'ar'
    ? new Intl.Locale(regional, { numberingSystem: 'latn' }).toString()
    : regional;
}

function isSameLanguage(wanted: string, tag: string): boolean {
  return base(wanted) === base(tag) && !TRADITIONAL.test(wanted);
}

function base(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0]!;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
