/** The page's language: chosen in its menu, remembered, else the browser's. */
import { isLanguageTag, languageOf, matchLanguage } from '../../i18n/languages.ts';
import { LANGUAGE_COOKIE } from '../api.ts';
import type { BankWords } from './words.ts';

/** Seconds for which the choice is remembered. */
const REMEMBERED_SECONDS = 31_536_000;

/** Puts the language in use, and follows the menu. */
export function followLanguageMenu(): void {
  const menu = document.querySelector<HTMLSelectElement>('#language')!;
  document.documentElement.lang = remembered() ?? matchLanguage(navigator.languages);
  menu.value = document.documentElement.lang;
  menu.addEventListener('change', () => {
    // In a cookie, so that the server's first words are in the language, too.
    document.cookie = `${LANGUAGE_COOKIE}=${menu.value}; Path=/; Max-Age=${REMEMBERED_SECONDS}; SameSite=Lax`;
    document.documentElement.lang = menu.value;
  });
}

function remembered() {
  const [, tag] = new RegExp(`(?:^|; )${LANGUAGE_COOKIE}=([^;]*)`).exec(document.cookie) ?? [];
  return isLanguageTag(tag) ? tag : undefined;
}

/** Says in other words what stands around the elements. */
export function sayDocument(words: BankWords): void {
  const { document: said, language, locale } = words;
  document.documentElement.dir = isLanguageTag(locale) ? languageOf(locale).dir : 'ltr';
  document.title = said.title;
  document.querySelector<HTMLMetaElement>('meta[name=description]')!.content = said.description;
  document.querySelector('label[for=language]')!.textContent = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]'))
    element.textContent = said[element.dataset['words'] as 'heading'];
}
