/** Puts the language in use that the person chooses, or that stands in its place. */
import type { LanguageView } from '../core/view.ts';
import type { LanguageConfig, LanguageTag } from './languages.ts';
import { isLanguageTag, languageFor, offeredLanguages } from './languages.ts';
import { language } from './strings.ts';

export interface LanguageChoiceOptions {
  readonly config: LanguageConfig;
  /** The browser's languages, BCP 47, the most wanted first. */
  readonly spoken: () => readonly string[];
  /** Fetches a language; what it resolves to puts its words in use. */
  readonly fetch: (tag: LanguageTag) => Promise<() => void>;
  /** A language is in use from here on; `chosen` is the person's choice. */
  readonly onLanguage: (tag: LanguageTag, chosen: LanguageTag | undefined) => void;
}

export interface LanguageChoice {
  readonly view: LanguageView;
  /**
   * Puts the language in use that the person has chosen; `undefined` for none. Resolves when it is
   * in use, or could not be fetched: then the view says so. Of several the last one stays. Never
   * rejects.
   */
  readonly follow: (chosen: unknown) => Promise<void>;
}

export function createLanguageChoice(options: LanguageChoiceOptions): LanguageChoice {
  const { config, spoken, fetch, onLanguage } = options;
  const offered = offeredLanguages(config);
  let chosen: LanguageTag | undefined;
  let missing: LanguageTag | undefined;
  /** Counts what was asked for: a language that comes late must not replace a later one. */
  let asked = 0;

  return {
    get view() {
      return {
        inUse: language,
        offered,
        ...(chosen !== undefined && { chosen }),
        ...(missing !== undefined && { missing }),
      };
    },
    async follow(setting) {
      const turn = ++asked;
      chosen = isLanguageTag(setting) && offered.includes(setting) ? setting : undefined;
      missing = undefined;
      const tag = languageFor(config, setting, spoken());
      try {
        const use = tag === language ? undefined : await fetch(tag);
        if (turn !== asked) return;
        use?.();
        onLanguage(tag, chosen);
      } catch {
        if (turn === asked) missing = tag;
      }
    },
  };
}
