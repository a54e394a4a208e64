/** A language's words as written, for what has no placeholders. */
import { readCatalogue } from '../../../scripts/catalogues.mjs';
import type APP from '../../../src/i18n/locales/en/app.json';
import type MENU from '../../../src/i18n/locales/en/menu.json';

export const words = (tag: string) => ({
  ...(readCatalogue(tag, 'app') as typeof APP),
  ...(readCatalogue(tag, 'menu') as typeof MENU),
});
