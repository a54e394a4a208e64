/** Words of the menu's pages: help, a new phone, what this is. Loaded with them alone. */
import type ENGLISH from './locales/en/menu.json';

/** The shape of every language's `menu.json`. */
export type MenuStrings = typeof ENGLISH;

/** The words in use: a live binding, as `t` is; none before they are loaded (load-strings.ts). */
export let m: MenuStrings;

/** Changes the language from the next render on. */
export function setMenuStrings(strings: MenuStrings): void {
  m = strings;
}
