/** Fills the page before the app: its words, the mark and the brand's colours. */
import type { AppConfig } from '../src/config.ts';
import { LEFT_TILES, MARK_SIZE, RIGHT_TILES } from '../src/ui/mosaic/mark-tiles.ts';
import { brandProperties } from '../src/ui/styles/brand.ts';
import { formatMessage, readCatalogue, REFERENCE_TAG } from './catalogues.mjs';
import { oldestBrowsersInWords } from './floor.ts';

/** The words of `app.json` that the page shows. */
interface StartWords {
  readonly locale: string;
  readonly home: { readonly welcome: string; readonly intro: string; readonly begin: string };
  readonly alternatives: { readonly picture: string; readonly paste: string };
}

/** Puts the configured name, colour and picture, and Home's own words, into index.html. */
export function fillStartPage(html: string, { name, brandColor, logo }: AppConfig): string {
  const { locale, home, alternatives } = readCatalogue(REFERENCE_TAG, 'app') as StartWords;
  const values: Readonly<Record<string, string>> = {
    LANG: locale,
    NAME: escaped(name),
    COLOR: brandColor,
    MARK: mark(logo),
    WELCOME: escaped(home.welcome),
    INTRO: escaped(formatMessage(locale, home.intro, { app: name })),
    BEGIN: escaped(home.begin),
    PICTURE: escaped(alternatives.picture),
    PASTE: escaped(alternatives.paste),
    BROWSERS: escaped(oldestBrowsersInWords()),
  };
  return html.replace(/%([A-Z]+)%/g, (placeholder, key: string) => values[key] ?? placeholder);
}

/** The brand's colours as custom properties of the whole page, for light and dark. */
export function brandStyles({ brandColor }: AppConfig): string {
  const properties = [...brandProperties(brandColor)].map(([name, value]) => `${name}:${value}`);
  return `:root{${properties.join(';')}}`;
}

function mark(logo?: string): string {
  if (logo !== undefined) return `<img class="mark" src="/${escaped(logo)}" alt="" />`;
  return `<svg class="mark" viewBox="0 0 ${MARK_SIZE} ${MARK_SIZE}" aria-hidden="true" focusable="false"><path class="left" d="${LEFT_TILES}" /><path class="right" d="${RIGHT_TILES}" /></svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
