/** A brand's words in the catalogues and on the start page, and as the studio shows them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { describe, expect, it } from 'vitest';

import { brandMessages } from '../../scripts/brand-words.ts';
import { catalogues } from '../../scripts/catalogue-plugin.mjs';
import { formatMessage, localeTags, readCatalogue } from '../../scripts/catalogues.mjs';
import { fillStartPage, startTexts } from '../../scripts/start-page.ts';
import type { AppConfig, BrandWords } from '../../src/core/app-config.ts';
import {
  BRAND_MESSAGES,
  brandWords,
  withBrandHelp,
  withBrandWords,
} from '../../src/i18n/brand-words.ts';
import APP from '../../src/i18n/locales/en/app.json';
import MENU from '../../src/i18n/locales/en/menu.json';

const here = (path: string) => new URL(`../../${path}`, import.meta.url);
const html = readFileSync(here('index.html'), 'utf8');
const shipped = JSON.parse(readFileSync(here('public/config.json'), 'utf8')) as AppConfig;

/** Signs that mean something in ICU MessageFormat, in HTML or in JavaScript. */
const ENGLISH: BrandWords = {
  welcome: `It's "your" key's key`,
  welcomeText: `Don't <share> '#1' & co. with $& \`anyone\``,
  help: `We're at 0800 123456`,
};
const GERMAN: BrandWords = { welcome: 'Ihr Schlüssel', help: 'Rufen Sie 0800 123456 an.' };
const config: AppConfig = { ...shipped, words: { en: ENGLISH, de: GERMAN } };

/** A catalogue as the build makes it for a configuration. */
async function compiled<Words>(path: string, branded: AppConfig): Promise<Words> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [catalogues(brandMessages(branded))],
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(here(`src/i18n/locales/${path}.json`)),
        formats: ['es'],
        fileName: 'words',
      },
    },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  const address = `data:text/javascript,${encodeURIComponent(output[0].code)}`;
  return ((await import(/* @vite-ignore */ address)) as { default: Words }).default;
}

describe('the catalogues of a build', () => {
  it('have the brand’s words, to the letter, where the app’s would be', async () => {
    const app = await compiled<typeof APP>('en/app', config);
    expect(app.home.welcome).toBe(ENGLISH.welcome);
    expect(app.home.intro({ app: 'Harbour Key' })).toBe(ENGLISH.welcomeText);
    expect(app.home.begin).toBe(APP.home.begin);
    const menu = await compiled<typeof MENU>('en/menu', config);
    expect(menu.help.contact).toBe(ENGLISH.help);
  });

  it('keep the app’s where the brand has none in that language', async () => {
    const german = readCatalogue('de', 'app') as { home: { intro: string } };
    const app = await compiled<typeof APP>('de/app', config);
    expect(app.home.welcome).toBe(GERMAN.welcome);
    expect(app.home.intro({ app: 'Harbour Key' })).toBe(
      formatMessage('de', german.home.intro, { app: 'Harbour Key' }),
    );
    const french = await compiled<typeof APP>('fr/app', config);
    expect(french.home).toMatchObject({
      welcome: (readCatalogue('fr', 'app') as { home: { welcome: string } }).home.welcome,
    });
  });

  it('are those of the studio’s screens', async () => {
    const app = await compiled<typeof APP>('en/app', config);
    const shown = withBrandWords(APP, brandWords(config, 'en'));
    const said = ({ home }: typeof APP) => [home.welcome, home.intro({ app: 'x' }), home.begin];
    expect(said(shown)).toEqual(said(app));
    expect(withBrandHelp(MENU, brandWords(config, 'en')).help.contact).toBe(ENGLISH.help);
    expect(said(withBrandWords(APP, brandWords(config, 'fr')))).toEqual(said(APP));
    expect(withBrandHelp(MENU, brandWords(shipped, 'en'))).toEqual(MENU);
  });
});

it('every text of a brand takes the place of a message of every language', () => {
  for (const tag of localeTags())
    for (const { consumer, group, name } of Object.values(BRAND_MESSAGES)) {
      const catalogue = readCatalogue(tag, consumer) as Record<string, Record<string, unknown>>;
      expect({ tag, message: typeof catalogue[group]?.[name] }).toEqual({ tag, message: 'string' });
    }
  expect(() => brandMessages(config)('en', 'app', { home: {} })).toThrow('No message home.welcome');
});

describe('the start page', () => {
  it('says the brand’s words before any script runs, escaped', () => {
    const page = fillStartPage(html, config);
    expect(page).toMatch(/<h1 data-text="\d+">It's &#34;your&#34; key's key<\/h1>/);
    expect(page).toContain(`Don't &#60;share&#62; '#1' &#38; co. with $&#38; \`anyone\``);
    expect(page).not.toContain(APP.home.welcome);
    expect(page).toContain(APP.home.begin);
    expect(fillStartPage(html, shipped)).toContain(APP.home.welcome);
  });

  it('is in the language of the configuration, in its words', () => {
    expect(fillStartPage(html, { ...config, language: 'de' })).toContain(`>${GERMAN.welcome}</h1>`);
  });

  it('gives start.js the brand’s words of each language', () => {
    expect(startTexts(html, config, 'de')).toContain(GERMAN.welcome);
    expect(startTexts(html, config, 'en')).toContain(ENGLISH.welcomeText);
    const [branded, own] = [config, shipped].map((each) => startTexts(html, each, 'de'));
    expect(branded!.filter((text, i) => text !== own![i])).toEqual([GERMAN.welcome]);
  });
});
