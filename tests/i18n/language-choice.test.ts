/** The choice of a language: the last one stays, however late the others come. */
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createLanguageChoice } from '../../src/i18n/language-choice.ts';
import type { LanguageTag } from '../../src/i18n/languages.ts';
import ENGLISH from '../../src/i18n/locales/en/app.json';
import { language, setStrings } from '../../src/i18n/strings.ts';

interface Fetch {
  readonly tag: LanguageTag;
  readonly arrive: () => void;
  readonly fail: () => void;
}

let fetches: Fetch[];
let used: [tag: string, chosen: string | undefined][];
beforeEach(() => {
  [fetches, used] = [[], []];
});
afterEach(() => setStrings(ENGLISH, 'en'));

/** In a browser that speaks Dutch; whatever is fetched waits for the test. */
function choose(config = {}) {
  return createLanguageChoice({
    config,
    spoken: () => ['nl-BE'],
    fetch: (tag) =>
      new Promise((resolve, reject) => {
        const arrive = () => resolve(() => setStrings(ENGLISH, tag));
        fetches.push({ tag, arrive, fail: () => reject(new TypeError('no network')) });
      }),
    onLanguage: (tag, chosen) => used.push([tag, chosen]),
  });
}

it('puts the chosen language in use once it has come', async () => {
  const choice = choose();
  const followed = choice.follow('ja');
  expect([language, used]).toEqual(['en', []]);
  fetches[0]!.arrive();
  await followed;
  expect([language, used]).toEqual(['ja', [['ja', 'ja']]]);
  expect(choice.view).toMatchObject({ inUse: 'ja', chosen: 'ja' });
  expect(choice.view.missing).toBeUndefined();
});

it('takes the browser’s language where none is chosen, and fetches nothing that is in use', async () => {
  const choice = choose();
  const followed = choice.follow(undefined);
  fetches[0]!.arrive();
  await followed;
  await choice.follow('nl');
  expect(used).toEqual([
    ['nl', undefined],
    ['nl', 'nl'],
  ]);
  expect(fetches).toHaveLength(1);
  expect(choice.view.chosen).toBe('nl');
});

it('ignores what is not offered', async () => {
  const choice = choose({ languages: ['en', 'de'] });
  for (const setting of ['ja', 7, null, 'constructor']) await choice.follow(setting);
  expect(used.at(-1)).toEqual(['en', undefined]);
  expect(choice.view.offered).toEqual(['en', 'de']);
});

it('has the last of two choices win, whichever comes first', async () => {
  const { follow } = choose();
  const both = [follow('ja'), follow('de')];
  fetches[1]!.arrive();
  await both[1];
  fetches[0]!.arrive();
  await both[0];
  expect([language, used]).toEqual(['de', [['de', 'de']]]);
});

it('has the language in use win over one that is still on its way', async () => {
  const { follow } = choose();
  const late = follow('ja');
  await follow('en');
  fetches[0]!.arrive();
  await late;
  expect([language, used]).toEqual(['en', [['en', 'en']]]);
});

it('says which one could not be fetched, keeps the one in use, and fetches it again when asked', async () => {
  const choice = choose();
  const first = choice.follow('ja');
  fetches[0]!.fail();
  await first;
  expect([language, used]).toEqual(['en', []]);
  expect(choice.view).toMatchObject({ inUse: 'en', chosen: 'ja', missing: 'ja' });
  const again = choice.follow('ja');
  fetches[1]!.arrive();
  await again;
  expect([language, choice.view.missing]).toEqual(['ja', undefined]);
});

it('says nothing of a failure that a later choice has overtaken', async () => {
  const choice = choose();
  const first = choice.follow('ja');
  const second = choice.follow('de');
  fetches[1]!.arrive();
  await second;
  fetches[0]!.fail();
  await first;
  expect([language, choice.view.missing]).toEqual(['de', undefined]);
});
