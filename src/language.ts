/** The language of the app: joins the words to the page that shows them. */
import { config } from './config.ts';
import { createLanguageChoice } from './i18n/language-choice.ts';
import type { LanguageTag } from './i18n/languages.ts';
import { languageFor, languageOf, REFERENCE_LANGUAGE } from './i18n/languages.ts';
import { fetchStrings } from './i18n/load-strings.ts';
import { loadWithin } from './platform/load-within.ts';
import {
  canLoadLanguage,
  keepLanguageOffline,
  rememberedLanguage,
  rememberLanguage,
  setPageLanguage,
} from './platform/page-language.ts';
import { within } from './platform/within.ts';
import { languageChanged } from './ui/follow-language.ts';

const spoken = (): readonly string[] => navigator.languages;

/** Milliseconds until English, which is kept, has to do for the first screen. */
const FIRST_MS = 8000;

/** The choice of the language, as the vault keeps it. */
export const languageChoice = createLanguageChoice({
  config,
  spoken,
  fetch: (tag) => loadWithin(fetchWords(tag)),
  onLanguage(tag, chosen) {
    show(tag);
    rememberLanguage(chosen);
    keepLanguageOffline(tag);
  },
});

/**
 * Loads the words of the first screen, before the vault is open: in the language of the page's last
 * visit, else in the browser's, else in English, which is always kept for offline use. Resolves to
 * false where none can be fetched.
 */
export async function loadWords(): Promise<boolean> {
  const wanted = languageFor(config, rememberedLanguage(), spoken());
  const tags: readonly LanguageTag[] =
    wanted === REFERENCE_LANGUAGE ? [wanted] : [wanted, REFERENCE_LANGUAGE];
  for (const tag of tags)
    try {
      const use = await (tag === REFERENCE_LANGUAGE
        ? loadWithin(fetchStrings(tag, spoken()))
        : within(FIRST_MS, fetchWords(tag), tooLate));
      use();
      show(tag);
      return true;
    } catch {
      // The next one.
    }
  return false;
}

/**
 * The service worker is asked first, at the first screen too: an `import()` that fails now may fail
 * for as long as the page is open, and the language is to come with the network.
 */
async function fetchWords(tag: LanguageTag): Promise<() => void> {
  if (!(await canLoadLanguage(tag))) throw new TypeError('The language cannot be fetched');
  return fetchStrings(tag, spoken());
}

function tooLate(): never {
  throw new DOMException('The words do not arrive', 'TimeoutError');
}

function show(tag: LanguageTag): void {
  setPageLanguage(tag, languageOf(tag).dir);
  languageChanged();
}
