/** The words of the first screen: never imported where the service worker cannot fetch them. */
import { beforeEach, expect, it, vi } from 'vitest';

import { languageChoice, loadWords } from '../src/language.ts';

const world = vi.hoisted(() => ({ hasNetwork: false, imported: [] as string[] }));

vi.mock('../src/i18n/load-strings.ts', async () => {
  const { setStrings } = await import('../src/i18n/strings.ts');
  const { default: words } = await import('../src/i18n/locales/en/app.json');
  return {
    async fetchStrings(tag: 'en') {
      world.imported.push(tag);
      // As an engine that keeps a failed import.
      if (tag !== 'en' && !world.hasNetwork) throw new TypeError('fails until the next load');
      return () => setStrings(words, tag);
    },
  };
});
vi.mock('../src/platform/page-language.ts', () => ({
  canLoadLanguage: async () => world.hasNetwork,
  keepLanguageOffline: () => undefined,
  rememberedLanguage: () => 'ja',
  rememberLanguage: () => undefined,
  setPageLanguage: () => undefined,
}));

beforeEach(() => {
  vi.stubGlobal('navigator', { languages: ['en'], onLine: true });
});

it('a start without a network imports English alone, and the language comes with the network', async () => {
  expect(await loadWords()).toBe(true);
  await languageChoice.follow('ja');
  expect(world.imported).toEqual(['en']);
  expect(languageChoice.view).toMatchObject({ inUse: 'en', missing: 'ja' });

  world.hasNetwork = true;
  await languageChoice.follow('ja');
  expect(world.imported).toEqual(['en', 'ja']);
  expect(languageChoice.view).toMatchObject({ inUse: 'ja', chosen: 'ja' });
});
