/** Puts the language in use that the person chooses, or that stands in its place. */
import type { LanguageView } from '../core/view.ts';
import type { LanguageConfig, LanguageTag } from './languages.ts';
import { isLanguageTag, languageFor, offeredLanguages } from './languages.ts';
import { loadStrings } from './load-strings.ts';
import { language } from './strings.ts';

export interface LanguageChoiceOptions {
  readonly config: LanguageConfig;
  /** The browser's languages, BCP 47, the most wanted first. */
  readonly spoken: () => readonly string[];
  /** A language is in use from here on; `chosen` is the person's choice. */
  readonly onLanguage: (tag: LanguageTag, chosen: LanguageTag | undefined) => void;
}

export interface LanguageChoice {
  readonly view: LanguageView;
  /**
   * Puts the language in use that the person has chosen; `undefined` for none. Resolves when it is
   * in use, or could not be fetched: then the view says so. Never rejects.
   */
  readonly follow: (chosen: unknown) => Promise<void>;
}

export function createLanguageChoice(options: LanguageChoiceOptions): LanguageChoice {
  const { config, spoken, onLanguage } = options;
  const offered = offeredLanguages(config);
  let chosen: LanguageTag | undefined;
  let missing: LanguageTag | undefined;

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
      chosen = isLanguageTag(setting) && offered.includes(setting) ? setting : undefined;
      const tag = languageFor(config, setting, spoken());
      missing = undefined;
      try {
        if (tag === language || (await loadStrings(tag, spoken()))) onLanguage(tag, chosen);
      } catch {
        missing = tag;
      }
    },
  };
}
