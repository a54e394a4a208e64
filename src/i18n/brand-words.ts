/** A brand's own words in place of the app's: `words` of the configuration. */
import type { AppConfig, BrandWords } from '../core/app-config.ts';
import type { MenuStrings } from './menu-strings.ts';
import type { Strings } from './strings.ts';

/** The catalogue and the message whose place each of a brand's texts takes. */
export const BRAND_MESSAGES = {
  welcome: { consumer: 'app', group: 'home', name: 'welcome' },
  welcomeText: { consumer: 'app', group: 'home', name: 'intro' },
  help: { consumer: 'menu', group: 'help', name: 'contact' },
} as const satisfies Record<keyof BrandWords, unknown>;

/** Returns a brand's texts in a language. */
export function brandWords({ words }: Pick<AppConfig, 'words'>, tag: string): BrandWords {
  return words?.[tag] ?? {};
}

/** The app's words with a brand's in them, as the build makes them. */
export function withBrandWords(strings: Strings, brand: BrandWords): Strings {
  const { welcome = strings.home.welcome, welcomeText } = brand;
  const intro = welcomeText === undefined ? strings.home.intro : () => welcomeText;
  return { ...strings, home: { ...strings.home, welcome, intro } };
}

/** The menu's words with a brand's in them. */
export function withBrandHelp(strings: MenuStrings, { help }: BrandWords): MenuStrings {
  return { ...strings, help: { ...strings.help, contact: help ?? strings.help.contact } };
}
